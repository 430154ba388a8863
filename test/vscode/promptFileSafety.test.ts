import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { createRegistry } from '../../src/core/models/known';
import { factsOfTable } from '../../src/core/promptFiles/modelFacts';
import { videoModels } from '../../src/core/video/catalogue';
import { Analyses } from '../../src/features/promptFiles/analysis';
import { Settings } from '../../src/platform/settings';
import { until } from '../host/until';

/** What a prompt file from a stranger cannot do, in a real editor. */
describe('a prompt file from a stranger', () => {
  const folder = 'stranger';
  const secret = 'secret words of another folder';
  let outside: string;

  function root(): vscode.Uri {
    const first = vscode.workspace.workspaceFolders?.[0];
    assert.ok(first, 'the tests need an open folder');
    return first.uri;
  }

  const inFolder = (name: string): string => join(root().fsPath, folder, name);

  async function open(name: string, text: string): Promise<vscode.TextDocument> {
    await mkdir(dirname(inFolder(name)), { recursive: true });
    await writeFile(inFolder(name), text);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(inFolder(name)));
    await vscode.window.showTextDocument(document);
    return document;
  }

  const problemsOf = ({ uri }: vscode.TextDocument): readonly vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Easel');

  /** Ends when the command has ended, whatever it asks. */
  async function leave(command: Thenable<unknown>): Promise<void> {
    let isDone = false;
    void command.then(() => (isDone = true));
    await until('the command to end', async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return isDone;
    });
  }

  async function accept(command: Thenable<unknown>): Promise<void> {
    let isDone = false;
    void command.then(() => (isDone = true));
    await until('the command to end', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isDone;
    });
  }

  async function lensTitles({ uri }: vscode.TextDocument): Promise<readonly (string | undefined)[]> {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      uri,
      10,
    );
    return lenses.map(({ command }) => command?.title);
  }

  /** Everything that lies in the folder and among the runs. */
  async function files(): Promise<readonly string[]> {
    const here = await readdir(inFolder('.'), { recursive: true });
    const runs = await readdir(join(root().fsPath, '.easel/runs')).catch((): string[] => []);
    return [...here, ...runs].toSorted();
  }

  before(async () => {
    outside = await mkdtemp(join(tmpdir(), 'easel-outside-'));
    await mkdir(inFolder('.'), { recursive: true });
    await writeFile(join(outside, 'list.csv'), `name\n${secret}\n`);
    await writeFile(join(outside, 'words.md'), `${secret}\n`);
  });

  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(async () => {
    // A link to nowhere would be in the way of whoever watches the folder next.
    for (const link of ['linked.csv', 'linkedFolder', 'picture.png'])
      await rm(inFolder(link), { force: true });
    await rm(join(root().fsPath, '.easel/partials/linked.md'), { force: true });
    await rm(outside, { recursive: true, force: true });
  });

  it('runs nothing in a workspace that is not trusted, by no command and by no lens', async () => {
    const document = await open(
      'untrusted.imgprompt.md',
      '---\nmodel: Stable Image Core\nvariables: { thing: [mug, lamp] }\noutput: { path: "stranger/out" }\n---\n\nA {{thing}}.\n',
    );
    await until('its lens', async () => (await lensTitles(document)).length > 0);
    const before = await files();
    const trusted = Object.getOwnPropertyDescriptor(vscode.workspace, 'isTrusted');
    Object.defineProperty(vscode.workspace, 'isTrusted', { configurable: true, get: () => false });
    try {
      for (const command of ['easel.runPromptFile', 'easel.expandPrompt']) {
        // No question: what is not trusted is refused before anything is asked.
        await vscode.commands.executeCommand(command, document.uri);
      }
      assert.deepEqual(await lensTitles(document), []);
    } finally {
      if (trusted) Object.defineProperty(vscode.workspace, 'isTrusted', trusted);
    }
    assert.deepEqual(await files(), before);
    assert.ok((await lensTitles(document)).length > 0, 'and everything in one that is');
  });

  it('reads nothing outside of its workspace folder, however the way there is written', async () => {
    await symlink(join(outside, 'list.csv'), inFolder('linked.csv'));
    await symlink(outside, inFolder('linkedFolder'));
    await mkdir(join(root().fsPath, '.easel/partials'), { recursive: true });
    await symlink(join(outside, 'words.md'), join(root().fsPath, '.easel/partials/linked.md'));
    const name = outside.slice(outside.lastIndexOf('/') + 1);
    const ways = [
      `../../${name}/list.csv`,
      `../../../../../../../..${outside}/list.csv`,
      `${outside}/list.csv`,
      `file://${outside}/list.csv`,
      '\\\\server\\share\\list.csv',
      '//server/share/list.csv',
      'C:\\list.csv',
      '~/list.csv',
      'https://example.com/list.csv',
      'linked.csv',
      'linkedFolder/list.csv',
      './x/../../stranger/linkedFolder/list.csv',
    ];
    const variables = ways.map((way, index) => `  v${index}: { file: '${way}' }\n`).join('');
    const references = ways.map((_, index) => `{{v${index}}}`).join(' ');
    const document = await open(
      'outside.imgprompt.md',
      `---\nvariables:\n${variables}---\n\nOf ${references} {{> linked}} {{> ../../stranger/linkedFolder/words}}\n`,
    );
    await until('a problem for each', async () => problemsOf(document).length >= ways.length);
    for (const [index, way] of ways.entries()) {
      const line = 2 + index;
      const own = problemsOf(document).filter(({ range }) => range.start.line === line);
      assert.equal(own.length, 1, way);
      assert.equal(own[0]?.severity, vscode.DiagnosticSeverity.Error, way);
    }
    const last = document.lineCount - 2;
    for (let character = 4; character < document.lineAt(last).text.length; character += 4) {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(last, character),
      );
      assert.ok(
        !JSON.stringify(hovers.map(({ contents }) => contents)).includes('secret'),
        String(character),
      );
    }
    assert.ok(!problemsOf(document).some(({ message }) => message.includes('secret')));
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>(
      'vscode.executeLinkProvider',
      document.uri,
    );
    for (const { target, range } of links) {
      // The editor itself makes links of whole addresses; nobody follows them but the user.
      if (/^(?:file|https):/.test(document.getText(range))) continue;
      assert.ok(
        target === undefined || target.toString().startsWith(`${root().toString()}/`),
        target?.toString(),
      );
    }
  });

  it('sends no image from outside of its workspace folder', async () => {
    const other = await readdir(outside);
    await writeFile(join(outside, 'picture.png'), Buffer.from('89504e470d0a1a0a', 'hex'));
    await symlink(join(outside, 'picture.png'), inFolder('picture.png'));
    for (const [index, image] of ['picture.png', 'linkedFolder/picture.png', '../../x.png'].entries()) {
      const document = await open(
        `edit-${index}.imgprompt.md`,
        `---\ntask: removeBackground\nimage: ${image}\noutput: { path: stranger/cut }\n---\n`,
      );
      const before = await files();
      await leave(vscode.commands.executeCommand('easel.runPromptFile', document.uri));
      assert.deepEqual(await files(), before, image);
    }
    assert.equal(other.length, 2);
  });

  it('names no endpoint, account, region, bucket or provider', async () => {
    const names = [
      'endpoint',
      'profile',
      'region',
      'bucket',
      'provider',
      'credentials',
      'accessKeyId',
      'account',
    ];
    const document = await open(
      'account.imgprompt.md',
      `---\n${names.map((name) => `${name}: other`).join('\n')}\nmodel: Stable Image Core\noutput: { path: stranger/sent }\n---\n\nA kite.\n`,
    );
    await until('a problem for each', async () => problemsOf(document).length >= names.length);
    const before = await files();
    await accept(vscode.commands.executeCommand('easel.runPromptFile', document.uri));
    assert.deepEqual(await files(), before, 'a file with an error is not run');
    const errors = problemsOf(document).filter(
      ({ severity }) => severity === vscode.DiagnosticSeverity.Error,
    );
    assert.ok(errors.some(({ range }) => document.getText(range) === 'endpoint'));
    assert.ok(errors.some(({ range }) => document.getText(range) === 'profile'));
  });

  it('is counted and not built where it is a bomb of alternatives', async () => {
    const bomb = `${'{a|b|c|d|e|f|g|h}'.repeat(40)} {1..999999999} {{v0}}`;
    const variables = Array.from(
      { length: 20 },
      (_, index) => `  v${index}: ["{{v${index + 1}}}{{v${index + 1}}}", "{x|y}{x|y}"]\n`,
    );
    const document = await open(
      'bomb.imgprompt.md',
      `---\nmodel: Stable Image Core\nvariables:\n${variables.join('')}  v20: [a, b]\noutput: { path: stranger/bomb }\n---\n\n${bomb}\n`,
    );
    await until('the count to be told', async () => problemsOf(document).length > 0);
    const [first] = problemsOf(document).filter(
      ({ severity }) => severity === vscode.DiagnosticSeverity.Error,
    );
    assert.ok(first, 'it says that there are too many');
    assert.equal((await lensTitles(document))[0], 'Run', 'no number and no price');
    const before = await files();
    await accept(vscode.commands.executeCommand('easel.runPromptFile', document.uri));
    assert.deepEqual(await files(), before);
  });

  it('of a megabyte is read once where somebody rests, not at each key', async () => {
    const document = await open(
      'long.imgprompt.md',
      `A kite in the wind. ${'A {red|blue} kite. '.repeat(55_000)}\n`,
    );
    assert.ok(document.getText().length > 1_000_000);
    let readings = 0;
    let stop = (): void => undefined;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const analyses = new Analyses(
      {
        settings: new Settings(),
        models: async () => {
          readings++;
          return Promise.resolve(factsOfTable(createRegistry(), videoModels, Date.now()));
        },
      },
      (ms) => (ms === 0 ? Promise.resolve() : stopped),
    );
    const editor = await vscode.window.showTextDocument(document);
    const asked: Promise<unknown>[] = [];
    for (let key = 0; key < 20; key++) {
      await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'x'), {
        undoStopBefore: false,
        undoStopAfter: false,
      });
      asked.push(analyses.of(document));
      assert.equal(readings, 0, 'nothing is read while keys come');
    }
    stop();
    const all = (await Promise.all(asked)) as readonly Awaited<ReturnType<Analyses['of']>>[];
    assert.equal(readings, 1);
    assert.ok(all.every(({ version }) => version === document.version));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
