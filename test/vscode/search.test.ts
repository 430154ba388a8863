import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import { until } from '../host/until';

/** The offline provider embeds, so these run the very code that sends images to Amazon Bedrock. */
describe('search by meaning', () => {
  const red = 'A red kite over a green hill at dawn, flat style.';
  const yellow = 'A yellow lamp on a desk at night, flat style.';
  /** In no name, path or prompt: only the index can know. */
  const wanted = { red: 'some red kites', yellow: 'some yellow lamps' };
  const folder = 'generated-images';

  function root(): vscode.Uri {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(first, 'the tests need an open folder');
    return first.uri;
  }

  async function openWith(name: string, text: string): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.joinPath(root(), name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
      preview: false,
    });
    return editor;
  }

  /** Enter in Quick Picks, pressed until the command has gone on. */
  async function accept(command: Thenable<unknown>): Promise<void> {
    let isDone = false;
    void command.then(() => (isDone = true));
    await until('the command to end', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isDone;
    });
  }

  async function make(name: string, prompt: string): Promise<string> {
    const editor = await openWith(name, `${prompt}\n`);
    editor.selection = new vscode.Selection(0, 0, 0, prompt.length);
    await accept(vscode.commands.executeCommand('easel.generateFromSelection'));
    const link = /\]\(([^)]+)\)/.exec(editor.document.getText())?.[1];
    assert.ok(link !== undefined);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    return link;
  }

  /** @returns what one search has written into the document; a note alone leads to the index, and writes nothing */
  async function inserted(words: string): Promise<string> {
    const editor = await openWith('story.md', '');
    await accept(vscode.commands.executeCommand('easel.findAndInsert', words));
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    const text = editor.document.getText();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    return text;
  }

  async function untilFound(words: string, path: string): Promise<void> {
    await until(`${path} to be found`, async () => (await inserted(words)).includes(`](${path})`));
  }

  let kite = '';

  before(async () => {
    await rm(vscode.Uri.joinPath(root(), folder).fsPath, { recursive: true, force: true });
    kite = await make('make-kite.md', red);
  });

  it('finds nothing by meaning before the user has agreed', async () => {
    assert.equal(await inserted(wanted.red), '');
  });

  it('indexes after the user has agreed, and inserts what was found by meaning', async () => {
    await accept(vscode.commands.executeCommand('easel.manageIndex'));
    await untilFound(wanted.red, kite);
  });

  it('closes the preview that it has opened, and leaves the document in front', async () => {
    const editor = await openWith('story.md', '');
    const command = vscode.commands.executeCommand('easel.findAndInsert', wanted.red);
    const previews = (): readonly vscode.Tab[] =>
      vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ label }) => label.endsWith('.png'));
    await until('the preview of the active row', async () => previews().length === 1);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await command;
    await until('the preview to be gone', async () => previews().length === 0);
    assert.equal(vscode.window.activeTextEditor?.document.uri.path, editor.document.uri.path);
    assert.equal(editor.document.getText(), '');
  });

  it('has a new image in the index without being asked', async () => {
    const lamp = await make('make-lamp.md', yellow);
    await untilFound(wanted.yellow, lamp);
  });

  it('finds a moved image where it is now', async () => {
    const moved = 'moved/kite.png';
    await vscode.workspace.fs.rename(vscode.Uri.joinPath(root(), kite), vscode.Uri.joinPath(root(), moved));
    await untilFound(wanted.red, moved);
  });
});
