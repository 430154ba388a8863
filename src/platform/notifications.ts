import * as vscode from 'vscode';
import type { Disposable } from '../core/disposable';
import type { Notifications } from './reporter';

/** Read-only documents whose text stands in their own address, so that nothing is kept for them. */
const SCHEME = 'easel-details';

/** Never modal: a modal message takes the focus from the editor. */
export class VsCodeNotifications implements Notifications, Disposable {
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: ({ query }) => query,
  });

  show(
    severity: 'info' | 'warning' | 'error',
    text: string,
    labels: readonly string[],
  ): PromiseLike<string | undefined> {
    switch (severity) {
      case 'info':
        return vscode.window.showInformationMessage(text, ...labels);
      case 'warning':
        return vscode.window.showWarningMessage(text, ...labels);
      case 'error':
        return vscode.window.showErrorMessage(text, ...labels);
    }
  }

  async showText(text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: vscode.l10n.t('Details'), query: text });
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
  }

  async showFile(path: string): Promise<void> {
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path));
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
