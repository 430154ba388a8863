import * as vscode from 'vscode';
import { contextKeys } from '../../platform/ids';
import { pick } from '../../platform/quickPick';
import type { ConnectToAws } from './connectToAws';
import type { ConnectDependencies } from './dependencies';

const { t } = vscode.l10n;

/** Switches between Amazon Bedrock and the offline provider, in the user's settings. */
export class Providers {
  readonly #deps: ConnectDependencies;
  readonly #connect: ConnectToAws;

  constructor(deps: ConnectDependencies, connect: ConnectToAws) {
    this.#deps = deps;
    this.#connect = connect;
  }

  /** Menus show the one of two commands that would change something. */
  async updateContext(): Promise<void> {
    await vscode.commands.executeCommand(
      'setContext',
      contextKeys.provider,
      this.#deps.settings.window().provider,
    );
  }

  /** @param withSample opens a text to try it on where none is open, as the walkthrough promises */
  async useOffline(withSample: boolean): Promise<void> {
    await this.#switchTo('offline');
    this.#deps.reporter.tell({
      severity: 'info',
      text: t('Easel draws placeholder images now: free, and nothing leaves this computer.'),
      actions: ['connectToAws'],
    });
    if (withSample && vscode.window.activeTextEditor === undefined) await openSample();
  }

  async useBedrock(): Promise<void> {
    await this.#switchTo('bedrock');
    this.#deps.reporter.tell({
      severity: 'info',
      text: t('Images are made in your AWS account now.'),
      actions: ['checkSetup', 'connect'],
    });
  }

  /**
   * Asked before the first image, when nothing says how it should be made.
   *
   * @returns true when the next request can be sent
   */
  async askHowToMakeImages(): Promise<boolean> {
    const answer = await pick<'offline' | 'connect'>({
      title: t('How should Easel make images?'),
      rows: [
        {
          label: t('Try offline: placeholder images, free, nothing leaves this computer'),
          iconPath: new vscode.ThemeIcon('debug-disconnect'),
          value: 'offline',
        },
        {
          label: t('Connect to AWS'),
          iconPath: new vscode.ThemeIcon('cloud'),
          value: 'connect',
        },
      ],
    });
    if (answer.kind !== 'picked') return false;
    if (answer.value === 'connect') return this.#connect.run();
    await this.#switchTo('offline');
    return true;
  }

  async #switchTo(provider: 'bedrock' | 'offline'): Promise<void> {
    const { settings, identities, reporter } = this.#deps;
    await settings.setForUser('provider', provider);
    identities.changed();
    if (settings.window().provider === provider) return;
    reporter.tell({
      severity: 'warning',
      text: t('The settings of this workspace choose the provider, so your choice has no effect here.'),
      actions: [],
    });
  }
}

async function openSample(): Promise<void> {
  const sentence = t('A red kite over a green hill at dawn, flat style, three colors.');
  const heading = `# ${t('Easel sample')}\n\n`;
  const document = await vscode.workspace.openTextDocument({
    language: 'markdown',
    content: `${heading}${sentence}\n`,
  });
  const editor = await vscode.window.showTextDocument(document);
  editor.selection = new vscode.Selection(
    document.positionAt(heading.length),
    document.positionAt(heading.length + sentence.length),
  );
}
