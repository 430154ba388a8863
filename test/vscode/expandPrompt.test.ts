import assert from 'node:assert/strict';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { until } from '../host/until';

/** The offline provider answers, so these run the very code that talks to Amazon Bedrock. */
describe('Expand Prompt with Claude', () => {
  const folder = 'expanding';

  function root(): vscode.Uri {
    const first = vscode.workspace.workspaceFolders?.[0];
    assert.ok(first, 'the tests need an open folder');
    return first.uri;
  }

  async function open(name: string, text: string): Promise<vscode.TextDocument> {
    const uri = vscode.Uri.joinPath(root(), folder, name);
    await mkdir(dirname(uri.fsPath), { recursive: true });
    await writeFile(uri.fsPath, text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    return document;
  }

  const inFolder = (name: string): string => join(root().fsPath, folder, name);

  /** Enter in the Quick Pick, pressed until the command has gone on. */
  async function accept(command: Thenable<unknown>): Promise<void> {
    let isDone = false;
    void command.then(() => (isDone = true));
    await until('the command to end', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isDone;
    });
  }

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));

  it('writes descriptions of a variable beside the file, and lets the variable take them', async () => {
    const document = await open(
      'hero.imgprompt.md',
      '---\nmodel: Stable Image Core # keep\nvariables:\n  product: [mug, lamp]\n---\n\nA photo of {{product}}.\n',
    );
    await accept(vscode.commands.executeCommand('easel.expandPrompt', document.uri));
    const csv = (await readFile(inFolder('hero.prompts.csv'), 'utf8')).trimEnd().split('\n');
    assert.equal(csv[0], 'product,description,variant,prompt');
    assert.equal(csv.length, 1 + 2 * 3 * 2);
    assert.equal(csv.filter((line) => line.startsWith('mug,')).length, 6);
    assert.equal(
      document.getText(),
      '---\nmodel: Stable Image Core # keep\nvariables:\n  product: { file: hero.prompts.csv, column: prompt }\n---\n\nA photo of {{product}}.\n',
    );
    assert.ok(document.isDirty, 'the user looks at the change before it is saved');
    await until('the file to be without a problem', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      return lenses.some(({ command }) => command?.title.startsWith('Run · 12 images') === true);
    });
    assert.deepEqual(
      vscode.languages.getDiagnostics(document.uri).map(({ message }) => message),
      [],
    );
  });

  it('never takes the place of a file by itself', async () => {
    const document = await open(
      'again.imgprompt.md',
      '---\nvariables:\n  product: [mug, lamp]\n---\n\nA photo of {{product}}.\n',
    );
    await writeFile(inFolder('again.prompts.csv'), 'mine\n');
    await accept(vscode.commands.executeCommand('easel.expandPrompt', document.uri));
    assert.equal(await readFile(inFolder('again.prompts.csv'), 'utf8'), 'mine\n');
    assert.match(
      await readFile(inFolder('again.prompts-2.csv'), 'utf8'),
      /^product,description,variant,prompt\n/,
    );
    assert.match(document.getText(), /\{ file: again\.prompts-2\.csv, column: prompt \}/);
  });

  it('takes the selected lines, and defines the variable that the prompt names', async () => {
    const document = await open(
      'lines.imgprompt.md',
      'A photo of {{item}}.\n\n## Notes\n\n- Red mug\n- Blue lamp\n',
    );
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(4, 0, 5, 11);
    await accept(vscode.commands.executeCommand('easel.expandPrompt'));
    const csv = await readFile(inFolder('lines.prompts.csv'), 'utf8');
    assert.match(csv, /^Red mug,/m);
    assert.match(csv, /^Blue lamp,/m);
    assert.ok(
      document
        .getText()
        .startsWith(
          '---\nvariables:\n  item: { file: lines.prompts.csv, column: prompt }\n---\n\nA photo of',
        ),
      document.getText(),
    );
  });

  it('writes and sends nothing when it is left', async () => {
    const document = await open(
      'left.imgprompt.md',
      '---\nvariables: { product: [mug, lamp] }\n---\nA {{product}}.\n',
    );
    const before = document.getText();
    let isDone = false;
    void vscode.commands.executeCommand('easel.expandPrompt', document.uri).then(() => (isDone = true));
    await until('the command to end', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return isDone;
    });
    assert.equal(document.getText(), before);
    assert.ok(!(await readdir(inFolder('.'))).includes('left.prompts.csv'));
  });
});
