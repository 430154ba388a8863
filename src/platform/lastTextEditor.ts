import * as vscode from 'vscode';

/** Knows the text editor that was used last, also while a page or a preview has the focus. */
export class LastTextEditor implements vscode.Disposable {
  readonly #subscription: vscode.Disposable;
  #last = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];

  constructor() {
    this.#subscription = vscode.window.onDidChangeActiveTextEditor((editor) => {
      // Output and debug console are editors as well, where no link belongs.
      if (editor && editor.viewColumn !== undefined) this.#last = editor;
    });
  }

  /** @returns the editor, or undefined when its document is closed */
  get(): vscode.TextEditor | undefined {
    const editor = this.#last;
    return editor && !editor.document.isClosed ? editor : undefined;
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
