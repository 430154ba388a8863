import * as vscode from 'vscode';

/** Shows one image after another in the preview tab, while the keyboard stays where it is, and takes it away again. */
export class PreviewTab {
  #shown: vscode.Uri | undefined;
  /** One after the other: what is still being opened cannot be closed. */
  #last: Promise<unknown> = Promise.resolve();

  show(uri: vscode.Uri): Promise<void> {
    return this.#next(() => this.#show(uri));
  }

  close(): Promise<void> {
    return this.#next(async () => {
      const shown = this.#shown;
      this.#shown = undefined;
      if (shown) await closeTab(shown);
    });
  }

  async #show(uri: vscode.Uri): Promise<void> {
    if (this.#shown?.toString() === uri.toString()) return;
    // A document that stands in the preview tab itself would be closed by the image.
    if (!this.#shown && vscode.window.tabGroups.activeTabGroup.activeTab?.isPreview) {
      await vscode.commands.executeCommand('workbench.action.keepEditor');
    }
    const wasOpen = tabOf(uri)?.isPreview === false;
    const before = this.#shown;
    await vscode.commands.executeCommand('vscode.open', uri, { preview: true, preserveFocus: true });
    // What the user has open stays open.
    this.#shown = wasOpen ? undefined : uri;
    if (wasOpen && before) await closeTab(before);
  }

  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

async function closeTab(uri: vscode.Uri): Promise<void> {
  const tab = tabOf(uri);
  if (tab?.isPreview) await vscode.window.tabGroups.close(tab, true);
}

function tabOf(uri: vscode.Uri): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(({ input }) => {
      const hasUri = input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText;
      return hasUri && input.uri.toString() === uri.toString();
    });
}
