import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { factsOfTable } from '../../src/core/promptFiles/modelFacts';
import type { Recipe } from '../../src/core/recipes/recipe';
import { createRegistry } from '../../src/core/models/known';
import { videoModels } from '../../src/core/video/catalogue';
import { Analyses } from '../../src/features/promptFiles/analysis';
import { lensesOf } from '../../src/features/promptFiles/run/lenses';
import { Format } from '../../src/platform/format';
import { Settings } from '../../src/platform/settings';
import { until } from '../host/until';

/** Prompt files in a real editor: what is underlined, offered, explained and renamed. */
describe('Prompt files', () => {
  function folder(): vscode.Uri {
    const first = vscode.workspace.workspaceFolders?.[0];
    assert.ok(first, 'the tests need an open folder');
    return first.uri;
  }

  async function write(path: string, text: string): Promise<vscode.Uri> {
    const uri = vscode.Uri.joinPath(folder(), path);
    await mkdir(dirname(uri.fsPath), { recursive: true });
    await writeFile(uri.fsPath, text);
    return uri;
  }

  /** @param marked the file's text, with `‸` where the cursor is */
  async function open(
    name: string,
    marked: string,
  ): Promise<{ readonly document: vscode.TextDocument; readonly cursor: vscode.Position }> {
    const uri = await write(name, marked.replace('‸', ''));
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    return { document, cursor: document.positionAt(Math.max(0, marked.indexOf('‸'))) };
  }

  const problemsOf = (uri: vscode.Uri): vscode.Diagnostic[] =>
    vscode.languages.getDiagnostics(uri).filter(({ source }) => source === 'Easel');

  async function problems(uri: vscode.Uri, count: number): Promise<readonly vscode.Diagnostic[]> {
    await until(`${count} problems`, async () => problemsOf(uri).length === count);
    return problemsOf(uri);
  }

  async function offered({
    document,
    cursor,
  }: {
    readonly document: vscode.TextDocument;
    readonly cursor: vscode.Position;
  }): Promise<readonly string[]> {
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      cursor,
    );
    return list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
  }

  it('underlines a wrong field, and takes the line away when it is mended', async () => {
    const { document } = await open('wrong.imgprompt.md', '---\nsise: 16:9\n---\n\nA kite over a hill.\n');
    const [problem] = await problems(document.uri, 1);
    assert.equal(problem?.message, 'There is no field sise; it is left out. Was size meant?');
    assert.equal(document.getText(problem.range), 'sise');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, problem.range, 'size');
    assert.ok(await vscode.workspace.applyEdit(edit));
    await problems(document.uri, 0);
  });

  it('offers the successor of a model that has ended, and writes it', async () => {
    const { document } = await open(
      'ended.imgprompt.md',
      '---\nmodel: amazon.nova-canvas-v1:0\n---\n\nA kite over a hill.\n',
    );
    const [problem] = await problems(document.uri, 1);
    assert.equal(
      problem?.message,
      'Nova Canvas ended on September 30, 2026. Stable Image Core takes its place.',
    );
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ title }) => title === 'Use Stable Image Core Instead of Nova Canvas');
    assert.ok(fix?.edit, actions.map(({ title }) => title).join(', '));
    assert.ok(await vscode.workspace.applyEdit(fix.edit));
    assert.match(document.getText(), /model: stability\.stable-image-core-v1:1\n/);
    await problems(document.uri, 0);
  });

  it('removes a field that would choose an account, with its line', async () => {
    const { document } = await open(
      'stranger.imgprompt.md',
      '---\nendpoint: https://example.com\nsize: 16:9\n---\n\nA kite.\n',
    );
    const [problem] = await problems(document.uri, 1);
    assert.equal(problem?.severity, vscode.DiagnosticSeverity.Error);
    const [fix] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    assert.equal(fix?.title, 'Remove endpoint');
    assert.ok(fix.edit && (await vscode.workspace.applyEdit(fix.edit)));
    assert.equal(document.getText(), '---\nsize: 16:9\n---\n\nA kite.\n');
  });

  it('completes fields, values of the chosen model, variables and partials', async () => {
    await write('.easel/partials/brand-style.md', 'Flat colors, no outlines.\n');
    assert.ok((await offered(await open('a.imgprompt.md', '---\nsi‸\n---\n\nA kite.\n'))).includes('size'));
    const sizes = await offered(
      await open('b.imgprompt.md', '---\nmodel: Stable Image Core\nsize: ‸\n---\n\nA kite.\n'),
    );
    assert.ok(sizes.includes('16:9'), sizes.join(', '));
    assert.ok(!sizes.includes('1024x1024'), sizes.join(', '));
    const models = await offered(await open('c.imgprompt.md', '---\nmodel: ‸\n---\n\nA kite.\n'));
    assert.ok(models.includes('Stable Image Core'), models.join(', '));
    assert.ok(!models.includes('Nova Canvas'), 'one that has ended is not offered');
    const variables = await offered(
      await open('d.imgprompt.md', '---\nvariables: { product: a mug }\n---\n\nOf {{product}} and {{‸}}.\n'),
    );
    assert.ok(variables.includes('product'), variables.join(', '));
    const partials = await offered(await open('e.imgprompt.md', 'A kite. {{> ‸}}\n'));
    assert.ok(partials.includes('brand-style'), partials.join(', '));
  });

  it('explains a field, a model with its price, and a variable with its values', async () => {
    const { document } = await open(
      'hover.imgprompt.md',
      '---\nmodel: Stable Image Core\nvariables:\n  product: [a mug, a lamp]\n---\n\nA photo of {{product}}.\n',
    );
    const hover = async (of: string): Promise<string> => {
      const at = document.positionAt(document.getText().indexOf(of) + 2);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at,
      );
      return hovers
        .flatMap(({ contents }) => contents)
        .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
        .join('\n');
    };
    assert.match(await hover('model:'), /The model, by id or name/);
    assert.match(await hover('Stable Image'), /about \$0\\\.04 each/);
    const variable = await hover('product}}');
    assert.match(variable, /product has 2 values/);
    assert.match(variable, /- a lamp/);
  });

  it('goes from a variable to its values, and from a partial to its file', async () => {
    await write('.easel/partials/brand-style.md', 'Flat colors, no outlines.\n');
    const { document } = await open(
      'definition.imgprompt.md',
      '---\nvariables:\n  product: a mug\n---\n\n{{product}}, {{> brand-style}}\n',
    );
    const definitions = async (of: string): Promise<vscode.LocationLink[]> =>
      vscode.commands.executeCommand<vscode.LocationLink[]>(
        'vscode.executeDefinitionProvider',
        document.uri,
        document.positionAt(document.getText().lastIndexOf(of) + 1),
      );
    const [variable] = await definitions('product}}');
    assert.ok(variable);
    assert.equal(document.getText(variable.targetRange), 'product');
    assert.equal(variable.targetRange.start.line, 2);
    const [partial] = await definitions('brand-style');
    assert.match(partial?.targetUri.path ?? '', /\.easel\/partials\/brand-style\.md$/);
  });

  it('renames a variable wherever the file names it', async () => {
    const { document } = await open(
      'rename.imgprompt.md',
      '---\nvariables:\n  product: [a mug, a lamp]\ngrid:\n  columns: product\n---\n\n{{product}} and {{product|a}}.\n',
    );
    const at = document.positionAt(document.getText().indexOf('product}}') + 1);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      at,
      'thing',
    );
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(
      document.getText(),
      '---\nvariables:\n  thing: [a mug, a lamp]\ngrid:\n  columns: thing\n---\n\n{{thing}} and {{thing|a}}.\n',
    );
    await problems(document.uri, 0);
  });

  it('refuses a name that is taken', async () => {
    const { document } = await open(
      'taken.imgprompt.md',
      '---\nvariables: { one: a, two: b }\n---\n\n{{one}} {{two}}\n',
    );
    const at = document.positionAt(document.getText().indexOf('{{one}}') + 3);
    await assert.rejects(
      async () =>
        vscode.commands.executeCommand('vscode.executeDocumentRenameProvider', document.uri, at, 'two'),
      /There is already a variable two/,
    );
  });

  it('lists fields and variables in the outline and folds the front matter', async () => {
    const { document } = await open(
      'outline.imgprompt.md',
      '---\nmodel: Stable Image Core\nvariables:\n  product: a mug\n---\n\n{{product}}\n',
    );
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    const ours = symbols.filter(({ name }) => ['model', 'variables'].includes(name));
    assert.deepEqual(
      ours.map(({ name, children }) => [name, ...children.map((child) => child.name)]),
      [['model'], ['variables', 'product']],
    );
    const folds = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.ok(
      folds.some(({ start, end }) => start === 0 && end === 4),
      JSON.stringify(folds),
    );
  });

  it('looks again when a partial is written, also before it is saved', async () => {
    const { document } = await open('later.imgprompt.md', 'A kite, {{> later}}\n');
    const [problem] = await problems(document.uri, 1);
    assert.match(problem?.message ?? '', /There is no partial later/);
    await write('.easel/partials/later.md', 'with a long {{tail}}\n');
    await problems(document.uri, 0);
  });

  it('reads nothing outside of the workspace folder, also not through a link', async () => {
    const secret = join(tmpdir(), `easel-secret-${process.pid}.csv`);
    await writeFile(secret, 'name\nsecret words\n');
    await symlink(secret, vscode.Uri.joinPath(folder(), 'linked.csv').fsPath).catch(() => undefined);
    const { document } = await open(
      'outside.imgprompt.md',
      `---\nvariables:\n  a: { file: ../../etc/passwd }\n  b: { file: linked.csv }\n---\n\nA photo of {{a}} {{b}}\n`,
    );
    const messages = (await problems(document.uri, 2)).map(({ message }) => message).sort();
    assert.match(messages[0] ?? '', /is outside of this workspace folder/);
    assert.match(messages[1] ?? '', /linked\.csv cannot be read in this workspace folder/);
  });

  it('says nothing about other Markdown files', async () => {
    const { document } = await open('plain.md', '---\nsise: 16:9\n---\n\nA kite with {{nothing}}.\n');
    const other = await open('beside.imgprompt.md', '---\nsise: 16:9\n---\n\nA kite.\n');
    await problems(other.document.uri, 1);
    assert.deepEqual(problemsOf(document.uri), []);
  });

  describe('run', () => {
    async function made(): Promise<readonly string[]> {
      const entries = await readdir(vscode.Uri.joinPath(folder(), 'runs-out').fsPath).catch(() => []);
      return entries.toSorted();
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

    const text =
      '---\nmodel: Stable Image Core\nvariables:\n  thing: [mug, lamp]\noutput: { path: "runs-out/${slug}" }\n---\n\nA {{thing}} on a table.\n';

    it('shows number and price above the file', async () => {
      const { document } = await open('lens.imgprompt.md', text);
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
        10,
      );
      assert.deepEqual(
        lenses.map(({ command }) => [command?.title, command?.command]),
        [
          ['Run · 2 images, free', 'easel.runPromptFile'],
          ['Grid', 'easel.openGrid'],
          ['Compare with Last', 'easel.compareRuns'],
        ],
      );
    });

    it('makes every image once: a second run makes none', async () => {
      const { document } = await open('run.imgprompt.md', text);
      await accept(vscode.commands.executeCommand('easel.runPromptFile', document.uri));
      const images = await made();
      assert.deepEqual(images, ['a-lamp-on-a-table.png', 'a-mug-on-a-table.png']);
      const runs = await readdir(vscode.Uri.joinPath(folder(), '.easel/runs').fsPath);
      assert.equal(runs.filter((name) => name.endsWith('.json')).length, 1);
      // Enter now shows the first image: nothing is left to be made.
      await accept(vscode.commands.executeCommand('easel.runPromptFile', document.uri));
      assert.deepEqual(await made(), images);
    });

    it('makes only what a change of the file adds', async () => {
      const { document } = await open('more.imgprompt.md', text.replace('[mug, lamp]', '[mug, lamp, vase]'));
      await accept(vscode.commands.executeCommand('easel.runPromptFile', document.uri));
      assert.deepEqual(await made(), [
        'a-lamp-on-a-table.png',
        'a-mug-on-a-table.png',
        'a-vase-on-a-table.png',
      ]);
    });

    it('compares the file with its last run, text beside text', async () => {
      const { document } = await open('more.imgprompt.md', text.replace('[mug, lamp]', '[mug, lamp, jug]'));
      await until('the file to be read anew', async () => document.getText().includes('jug'));
      await accept(vscode.commands.executeCommand('easel.compareRuns', document.uri));
      const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      assert.ok(input instanceof vscode.TabInputTextDiff);
      assert.equal(input.modified.toString(), document.uri.toString());
      const before = await vscode.workspace.openTextDocument(input.original);
      assert.ok(before.getText().includes('[mug, lamp, vase]'), before.getText());
    });

    it('edits images by path: without their background, and in a mask', async () => {
      const image = '/runs-out/a-mug-on-a-table.png';
      const cut = `---\ntask: removeBackground\nimage: ${image}\noutput: { path: runs-out/cut }\n---\n`;
      const { document } = await open('cut.imgprompt.md', cut);
      await accept(vscode.commands.executeCommand('easel.runPromptFile', document.uri));
      assert.ok((await made()).includes('cut.png'), (await made()).join(', '));
      const mask = '/runs-out/a-lamp-on-a-table.png';
      const filled = `---\ntask: inpaint\nimage: ${image}\nmask: ${mask}\noutput: { path: runs-out/filled }\n---\n\nA plant\n`;
      const other = await open('fill.imgprompt.md', filled);
      await accept(vscode.commands.executeCommand('easel.runPromptFile', other.document.uri));
      assert.ok((await made()).includes('filled.png'), (await made()).join(', '));
    });

    it('writes copies beside an image, also of one that was made before, and names itself in its recipe', async () => {
      const plain = text.replace('[mug, lamp]', '[teapot]');
      const { document } = await open('copies.imgprompt.md', plain);
      await accept(vscode.commands.executeCommand('easel.runPromptFile', document.uri));
      const before = await made();
      assert.ok(before.includes('a-teapot-on-a-table.png'));
      const wanted = plain.replace(
        'path: "runs-out/${slug}"',
        'path: "runs-out/${slug}", formats: [webp], widths: [300]',
      );
      await open('copies.imgprompt.md', wanted);
      await until('the file to be read anew', async () => document.getText().includes('webp'));
      // Enter writes what is missing: the image itself is there.
      await accept(vscode.commands.executeCommand('easel.runPromptFile', document.uri));
      const copies = ['a-teapot-on-a-table-300.webp', 'a-teapot-on-a-table.webp'];
      assert.deepEqual(
        (await made()).filter((name) => !before.includes(name)),
        copies,
      );
      const image = await readFile(join(folder().fsPath, 'runs-out/a-teapot-on-a-table.png'));
      const sha256 = createHash('sha256').update(image).digest('hex');
      const path = join(folder().fsPath, '.easel/recipes', sha256.slice(0, 2), `${sha256}.json`);
      const recipe = JSON.parse(await readFile(path, 'utf8')) as Recipe;
      assert.equal(recipe.promptFile, 'copies.imgprompt.md');
      assert.match(recipe.cell ?? '', /^[0-9a-f]{64}$/);
      assert.deepEqual(
        recipe.copies?.map((copy) => copy.path).toSorted(),
        copies.map((name) => `runs-out/${name}`),
      );
    });

    it('sends nothing of a file with an error', async () => {
      const before = await made();
      const { document } = await open('broken.imgprompt.md', text.replace('Stable Image Core', 'No Such'));
      await vscode.commands.executeCommand('easel.runPromptFile', document.uri);
      assert.deepEqual(await made(), before);
    });
  });

  it('gives no lens in a workspace that is not trusted', async () => {
    const { document } = await open('untrusted.imgprompt.md', 'A kite over a hill.\n');
    const settings = new Settings();
    const registry = createRegistry();
    const analyses = new Analyses({
      settings,
      models: async () => Promise.resolve(factsOfTable(registry, videoModels, Date.now())),
    });
    const words = { t: vscode.l10n.t, format: new Format() };
    const analysis = await analyses.of(document);
    assert.equal(lensesOf(analysis, { settings, words }, true).length, 3);
    assert.deepEqual(lensesOf(analysis, { settings, words }, false), []);
  });

  it('begins a prompt file with the selected words, and writes nothing before it is saved', async () => {
    const { document } = await open('notes.md', 'Some notes.\n\nA red kite, {flat}, no text.\n');
    const editor = await vscode.window.showTextDocument(document);
    editor.selection = new vscode.Selection(2, 0, 2, document.lineAt(2).text.length);
    await vscode.commands.executeCommand('easel.newPromptFile');
    const created = vscode.window.activeTextEditor?.document;
    assert.equal(created?.uri.scheme, 'untitled');
    assert.match(created.uri.path, /\/a-red-kite-flat-no-text\.imgprompt\.md$/);
    assert.equal(
      created.getText(),
      '---\nmodel: stability.stable-image-core-v1:1\n---\n\nA red kite, \\{flat\\}, no text.\n',
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });
});
