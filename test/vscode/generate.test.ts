import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../host/until';

/** The offline provider answers, so these run the very code that talks to Amazon Bedrock. */
describe('Generate Image from Selection', () => {
  const sentence = 'A red kite over a green hill at dawn, flat style, three colors.';

  function workspaceFolder(): vscode.WorkspaceFolder {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, 'the tests need an open folder');
    return folder;
  }

  async function openWith(
    name: string,
    text: string,
    ...selected: readonly string[]
  ): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.joinPath(workspaceFolder().uri, name);
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    editor.selections = selected.map((part) => {
      const start = text.indexOf(part);
      return new vscode.Selection(
        editor.document.positionAt(start),
        editor.document.positionAt(start + part.length),
      );
    });
    return editor;
  }

  /** Enter in the Quick Pick, pressed until the command has gone on. */
  async function accept(command: Thenable<unknown>): Promise<void> {
    let isDone = false;
    void command.then(() => (isDone = true));
    await until('the command to end', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isDone;
    });
  }

  async function filesBelow(folder: string): Promise<readonly string[]> {
    const path = join(workspaceFolder().uri.fsPath, folder);
    const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => []);
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  }

  it('saves an image, writes its recipe and links it under the sentence', async () => {
    const editor = await openWith('saves.md', `# Kites\n\n${sentence}\n\nMore text.\n`, sentence);
    const before = await filesBelow('generated-images');
    await accept(vscode.commands.executeCommand('easel.generateFromSelection'));

    const added = (await filesBelow('generated-images')).filter((path) => !before.includes(path));
    assert.equal(added.length, 1);
    const [image = ''] = added;
    const bytes = await readFile(image);
    assert.deepEqual([...bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);

    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex');
    const recipePath = join(
      workspaceFolder().uri.fsPath,
      '.easel/recipes',
      digest.slice(0, 2),
      `${digest}.json`,
    );
    const recipe = JSON.parse(await readFile(recipePath, 'utf8')) as { prompt: string; seed: number };
    assert.equal(recipe.prompt, sentence);
    assert.equal(typeof recipe.seed, 'number');

    const text = editor.document.getText();
    assert.match(
      text,
      /dawn, flat style, three colors\.\n\n!\[[^\]]+\]\(generated-images\/[^)]+\)\n\nMore text/,
    );
    assert.ok(text.includes(`(generated-images/${basename(image)})`));

    await vscode.commands.executeCommand('undo');
    assert.equal(
      editor.document.getText(),
      `# Kites\n\n${sentence}\n\nMore text.\n`,
      'one undo takes the link away',
    );
  });

  it('makes one image for each selection and links each below its own', async () => {
    const other = 'A blue pot with a tall fern.';
    const editor = await openWith('several.md', `${sentence}\n\nBetween.\n\n${other}\n`, sentence, other);
    await accept(vscode.commands.executeCommand('easel.generateFromSelection'));
    assert.match(
      editor.document.getText(),
      /three colors\.\n\n!\[.*\]\(.*\)\n\nBetween\.\n\nA blue pot with a tall fern\.\n\n!\[.*\]\(.*\)\n/,
    );
  });

  it('links in the language of the document', async () => {
    const editor = await openWith('page.html', `<main>\n  <p>${sentence}</p>\n</main>\n`, sentence);
    await accept(vscode.commands.executeCommand('easel.generateFromSelection'));
    assert.match(
      editor.document.getText(),
      /<img src="generated-images\/[^"]+" alt="[^"]+" width="\d+" height="\d+"/,
    );
  });

  it('makes the same bytes again from a recipe with the same seed', async () => {
    const [image] = await filesBelow('generated-images');
    assert.ok(image !== undefined, 'an earlier test made an image');
    const before = await filesBelow('generated-images');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await accept(vscode.commands.executeCommand('easel.generateAgain', vscode.Uri.file(image)));
    const added = (await filesBelow('generated-images')).filter((path) => !before.includes(path));
    assert.equal(added.length, 1);
    assert.ok((await readFile(added[0] ?? '')).equals(await readFile(image)));
  });

  it('says that an image without a recipe has none, and makes nothing', async () => {
    const stranger = join(workspaceFolder().uri.fsPath, 'stranger.png');
    await writeFile(stranger, Buffer.from('not made here'));
    const before = await filesBelow('generated-images');
    await vscode.commands.executeCommand('easel.generateAgain', vscode.Uri.file(stranger));
    assert.deepEqual(await filesBelow('generated-images'), before);
  });

  it('opens the recipe of an image', async () => {
    const [image] = await filesBelow('generated-images');
    assert.ok(image !== undefined);
    await vscode.commands.executeCommand('easel.showRecipe', vscode.Uri.file(image));
    assert.match(
      vscode.window.activeTextEditor?.document.uri.path ?? '',
      /\.easel\/recipes\/[0-9a-f]{2}\/[0-9a-f]{64}\.json$/,
    );
  });

  it('leaves no temporary file behind', async () => {
    const strays = (await filesBelow('.')).filter((path) => /\.tmp|\.part|~$/.test(basename(path)));
    assert.deepEqual(strays, []);
  });
});
