import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { CellActions } from '../../src/features/promptFiles/grid/cellActions';
import { CellDetails } from '../../src/features/promptFiles/grid/details';
import { wholeRun } from '../../src/features/promptFiles/grid/exports';
import type { Grid } from '../../src/features/promptFiles/grid/grid';
import { GridImages } from '../../src/features/promptFiles/grid/gridImages';
import { Format } from '../../src/platform/format';
import { until } from '../host/until';
import { GridWorld, snapshotOf, workspaceFolder, writeInWorkspace } from './gridWorld';

const text = `---
model: Stable Image Core
seed: [1, 2]
variables:
  style: [flat, line]
grid: { columns: style, rows: seed }
---

A kite, {{style}}
`;

/** Grids in a real editor, with a service that counts what it is sent. */
describe('The grid of a prompt file', () => {
  const open: Grid[] = [];
  let number = 0;
  let world: GridWorld;
  let uri: vscode.Uri;

  beforeEach(async () => {
    number += 1;
    world = new GridWorld(`grid-${number}/images`);
    uri = await writeInWorkspace(`grid-${number}/hero.imgprompt.md`, text);
  });
  afterEach(async () => {
    for (const grid of open.splice(0)) grid.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function load(file = uri): Promise<Grid> {
    const grid = world.grid(file);
    open.push(grid);
    await grid.load();
    return grid;
  }

  async function make(grid: Grid): Promise<void> {
    await grid.run('make');
    await ended(grid);
  }

  async function ended(grid: Grid): Promise<void> {
    await until('the run to end', async () => Promise.resolve(!grid.isRunning));
  }

  function actionsOf(grid: Grid): CellActions {
    const deps = world.deps();
    return new CellActions(grid, new GridImages(grid, deps), deps);
  }

  async function edit(from: string, to: string): Promise<void> {
    const document = await vscode.workspace.openTextDocument(uri);
    const at = document.getText().indexOf(from);
    const change = new vscode.WorkspaceEdit();
    const range = new vscode.Range(document.positionAt(at), document.positionAt(at + from.length));
    change.replace(uri, range, to);
    assert.ok(await vscode.workspace.applyEdit(change));
    await document.save();
  }

  it('says what it would make, and sends nothing by being opened', async () => {
    const grid = await load();
    const { made, toGo, main, preview, columns, rows } = snapshotOf(grid);
    assert.deepEqual([made, toGo, main?.label], ['0 of 4 made', '4 to go', 'Make 4 · $0.16']);
    assert.deepEqual(preview?.prompts, ['A kite, flat', 'A kite, line']);
    assert.deepEqual(
      [columns?.labels, rows?.labels],
      [
        ['flat', 'line'],
        ['seed 1', 'seed 2'],
      ],
    );
    assert.deepEqual(world.sent, []);
    assert.equal(world.runs.size, 0);
  });

  it('pays for each cell once, also in a grid that is opened anew', async () => {
    await make(await load());
    assert.equal(world.sent.length, 4);
    const again = snapshotOf(await load());
    assert.equal(again.made, '4 of 4 made');
    assert.equal(again.main, undefined);
    assert.deepEqual(again.lines, ['4 cells were made before and cost nothing.']);
    assert.equal(world.runs.size, 1, 'it is the same run');
  });

  it('stops at the budget with a sentence, and goes on from there', async () => {
    world.fails = (_, sending) =>
      sending > 2 ? { kind: 'budgetReached', spentUsd: 10, limitUsd: 10, priceUsd: 0.04 } : undefined;
    const grid = await load();
    await make(grid);
    const [bar] = grid.bars.views;
    assert.equal(bar?.text, "Stopped at today's budget with 2 to go. Everything made is kept.");
    assert.deepEqual(
      bar.actions.map(({ label }) => label),
      ['Resume · $0.08', 'Change Budget'],
    );
    world.fails = () => undefined;
    await grid.act('stopped', '0');
    await ended(grid);
    assert.equal(world.sent.length, 4);
    assert.deepEqual(grid.bars.views, []);
  });

  it('pauses, and what was on its way arrives', async () => {
    let letThrough: () => void = () => undefined;
    world.gate = new Promise((resolve) => (letThrough = resolve));
    const grid = await load();
    await grid.run('make');
    await until('three on their way', async () => Promise.resolve(world.sent.length === 3));
    await grid.run('pause');
    letThrough();
    await until('the three', async () => Promise.resolve(snapshotOf(grid).made === '3 of 4 made'));
    assert.equal(snapshotOf(grid).main?.label, 'Resume · $0.04');
    await grid.run('resume');
    await until('the last', async () => Promise.resolve(snapshotOf(grid).made === '4 of 4 made'));
    assert.equal(world.sent.length, 4);
  });

  it('pauses when its panel is closed, and the next one goes on', async () => {
    let letThrough: () => void = () => undefined;
    world.gate = new Promise((resolve) => (letThrough = resolve));
    const grid = await load();
    await grid.run('make');
    await until('three on their way', async () => Promise.resolve(world.sent.length === 3));
    grid.dispose();
    letThrough();
    await until('the run to be written', async () =>
      Promise.resolve([...world.runs.values()].every(({ status }) => status === 'paused')),
    );
    assert.equal(world.sent.length, 3);
    const next = await load();
    assert.equal(snapshotOf(next).main?.label, 'Resume · $0.04');
  });

  it('says that a window left it in the middle', async () => {
    world.fails = (_, sending) => (sending > 1 ? { kind: 'noNetwork', host: 'aws' } : undefined);
    await make(await load());
    const [run] = world.runs.values();
    assert.ok(run);
    world.runs.set(run.id, { ...run, status: 'running' });
    const grid = await load();
    assert.deepEqual(
      grid.bars.views.map(({ text }) => text),
      ['This grid was interrupted with 3 to go. Everything made is kept.'],
    );
    assert.equal(snapshotOf(grid).main?.label, 'Resume · $0.12');
    world.fails = () => undefined;
    await grid.run('resume');
    await ended(grid);
    assert.equal(world.sent.length, 4);
    assert.deepEqual(grid.bars.views, []);
  });

  it('shows why a cell failed, and tries it alone again', async () => {
    let isFiltering = true;
    world.fails = ({ seed, prompt }) =>
      isFiltering && seed === 2 && prompt.endsWith('line')
        ? { kind: 'contentFiltered', stage: 'prompt', count: 1 }
        : undefined;
    const grid = await load();
    await make(grid);
    const { main, cells } = snapshotOf(grid);
    assert.equal(main?.label, 'Retry 1 Failed · $0.04');
    const state = cells[3]?.state;
    assert.ok(state?.kind === 'failed');
    assert.match(state.text, /^The content filter held the prompt back\./);
    isFiltering = false;
    await actionsOf(grid).run('0:1:1', 'retry', undefined);
    await ended(grid);
    assert.equal(snapshotOf(grid).made, '4 of 4 made');
    assert.equal(world.sent.length, 4, 'what was made is not sent again');
  });

  it('makes a cell again only where somebody asks for it', async () => {
    const grid = await load();
    await make(grid);
    await actionsOf(grid).run('0:0:0', 'retry', undefined);
    assert.equal(world.sent.length, 4);
    await actionsOf(grid).run('0:0:0', 'repeat', undefined);
    await ended(grid);
    assert.equal(world.sent.length, 5);
  });

  it('makes what is put first before the others, and leaves out what is cancelled', async () => {
    const grid = await load();
    const cells = actionsOf(grid);
    await cells.run('0:1:1', 'makeNext', undefined);
    await cells.run('0:0:0', 'cancel', undefined);
    await make(grid);
    assert.deepEqual(world.sent, ['A kite, line', 'A kite, line', 'A kite, flat']);
    assert.equal(snapshotOf(grid).toGo, '1 cancelled');
  });

  it('keeps stars and notes, also in a table that has changed since', async () => {
    const grid = await load();
    const cells = actionsOf(grid);
    await cells.run('0:0:1', 'star', undefined);
    await cells.note('0:0:1', ' The tail is right. ');
    await edit('[flat, line]', '[photo, flat, line]');
    await until('the new table', async () => Promise.resolve(snapshotOf(grid).cells.length === 6));
    const view = snapshotOf(grid).cells[2];
    assert.equal(view?.label, 'line, seed 1, not made yet, starred, has a note');
  });

  it('still offers to make what only has a star', async () => {
    await actionsOf(await load()).run('0:0:0', 'star', undefined);
    assert.equal(world.runs.size, 1);
    const { main, cells } = snapshotOf(await load());
    assert.equal(main?.label, 'Make 4 · $0.16');
    assert.ok(cells[0]?.isStarred);
  });

  it('leaves what goes on alone when the file changes, and says so', async () => {
    world.fails = (_, sending) =>
      sending > 1 ? { kind: 'budgetReached', spentUsd: 10, limitUsd: 10, priceUsd: 0.04 } : undefined;
    const grid = await load();
    await make(grid);
    await edit('[flat, line]', '[photo]');
    await until('the bar', async () => Promise.resolve(grid.bars.views.some(({ id }) => id === 'changed')));
    assert.equal(snapshotOf(grid).cells.length, 4);
    await grid.act('changed', '0');
    assert.deepEqual(snapshotOf(grid).columns?.labels, ['photo']);
    assert.equal(snapshotOf(grid).cells.length, 2);
  });

  it('puts the winner into the file, and into the documents that showed the one before', async () => {
    const grid = await load();
    await make(grid);
    const images = new GridImages(grid, world.deps());
    const pathOf = (id: string): string => {
      const cell = grid.cell(id);
      const path = cell && images.of(cell)[0]?.path;
      assert.ok(path !== undefined);
      return path.slice(path.lastIndexOf('/') + 1);
    };
    const page = await writeInWorkspace(
      `grid-${number}/README.md`,
      `![A kite](images/${pathOf('0:0:0')} "Kite")\n`,
    );
    await actionsOf(grid).run('0:1:1', 'use', undefined);
    assert.equal(await readFile(page.fsPath, 'utf8'), `![A kite](images/${pathOf('0:1:1')} "Kite")\n`);
    assert.deepEqual(world.told, ['line, seed 2 is in use. README.md links it now.']);
    assert.match(await readFile(uri.fsPath, 'utf8'), /\naccepted:\n {2}- [0-9a-f]{64}\n---\n/);
    await until('the mark', async () =>
      Promise.resolve(snapshotOf(grid).cells[3]?.images[0]?.isAccepted === true),
    );
    assert.equal(world.runs.size, 1, 'what the file accepts changes no request');
    await actionsOf(grid).run('0:1:1', 'use', undefined);
    assert.match(await readFile(uri.fsPath, 'utf8'), /\naccepted: \[\]\n/);
  });

  it('changes no document where two of its images are shown and none was in use', async () => {
    const grid = await load();
    await make(grid);
    const page = await writeInWorkspace(`grid-${number}/both.md`, '![](images/1.png)\n![](images/2.png)\n');
    await actionsOf(grid).run('0:1:0', 'use', undefined);
    assert.equal(await readFile(page.fsPath, 'utf8'), '![](images/1.png)\n![](images/2.png)\n');
  });

  it('judges each image by its own prompt, and shows the scores', async () => {
    const grid = await load();
    await make(grid);
    await grid.judgements.judge(grid.loaded?.table.cells ?? []);
    assert.deepEqual(world.judged, [
      ['flat, seed 1', 'flat, seed 2'],
      ['line, seed 1', 'line, seed 2'],
    ]);
    await grid.run('sortByScore');
    const { ranking, cells } = snapshotOf(grid);
    assert.deepEqual(ranking, ['0:1:0', '0:1:1', '0:0:0', '0:0:1']);
    assert.equal(cells[2]?.images[0]?.scoreLabel, '6 mixed');
    assert.ok(cells[2].images[0]?.isBest);
  });

  it('compares two cells in words', async () => {
    const grid = await load();
    await make(grid);
    const images = new GridImages(grid, world.deps());
    const words = { t: vscode.l10n.t, format: new Format() };
    const details = new CellDetails(grid, images, { words }, (file) => file.toString());
    const [one, , , four] = snapshotOf(grid).cells.map((cell) => cell.images[0]?.id ?? '');
    const comparison = await details.compare(one ?? '', four ?? '');
    assert.deepEqual(comparison?.words, ['The prompts differ.', 'Seed: 1 on the left, 2 on the right.']);
    assert.deepEqual(
      comparison.sides.map(({ title }) => title),
      ['flat, seed 1', 'line, seed 2'],
    );
    const own = await details.of('0:0:0');
    assert.equal(own?.prompt, 'A kite, flat');
    assert.deepEqual(
      own.actions.map(({ label }) => label),
      ['Make Again · $0.04', 'Open Image', 'Show Recipe'],
    );
  });

  it('loads no image that a run puts outside of the folder', async () => {
    const grid = await load();
    await make(grid);
    const images = new GridImages(grid, world.deps());
    const sha256 = '0'.repeat(64);
    for (const path of ['../../secret.png', '/../secret.png', 'a/../../secret.png']) {
      assert.equal(images.uriOf({ sha256, path }), undefined, path);
      assert.equal(await images.existing({ sha256, path }), undefined, path);
    }
  });

  it('has each place of the table in what it exports', async () => {
    uri = await writeInWorkspace(
      `grid-${number}/twice.imgprompt.md`,
      '---\nseed: 7\nvariables: { a: [red, red] }\ngrid: { columns: a }\n---\nA {{a}} kite\n',
    );
    const grid = await load(uri);
    await make(grid);
    assert.equal(world.sent.length, 1);
    assert.ok(grid.loaded);
    assert.deepEqual(
      wholeRun(grid.loaded).cells.map(({ at, state }) => [at?.column, state]),
      [
        [0, 'made'],
        [1, 'made'],
      ],
    );
  });

  it('counts what is too much instead of building it', async () => {
    uri = await writeInWorkspace(
      `grid-${number}/bomb.imgprompt.md`,
      '---\nseed: 1..100000\nvariables: { a: [red, blue] }\ngrid: { columns: a, rows: seed }\n---\nA {{a}} kite\n',
    );
    const { empty, cells } = snapshotOf(await load(uri));
    assert.match(empty?.text ?? '', /makes 200,000 combinations, and a grid has at most/);
    assert.deepEqual(cells, []);
  });

  it('sends nothing of a file with an error, and shows the table once it is mended', async () => {
    await edit('Stable Image Core', 'No Such Model');
    const grid = await load();
    assert.match(
      snapshotOf(grid).empty?.text ?? '',
      /has an error, which is underlined\. Nothing was sent\./,
    );
    await edit('No Such Model', 'Stable Image Core');
    await until('the table', async () => Promise.resolve(snapshotOf(grid).cells.length === 4));
    assert.equal(snapshotOf(grid).empty, undefined);
  });

  it('opens by its command as a panel of its own, once', async () => {
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('easel.openGrid', uri);
    await vscode.commands.executeCommand('easel.openGrid', uri);
    const tabs = (): readonly vscode.Tab[] =>
      vscode.window.tabGroups.all
        .flatMap((group) => group.tabs)
        .filter(({ label }) => label === 'hero: Grid');
    // The list of tabs follows what is open.
    await until('the tab', async () => Promise.resolve(tabs().length > 0));
    assert.equal(tabs().length, 1);
    assert.ok(tabs()[0]?.input instanceof vscode.TabInputWebview);
    const runs = vscode.Uri.joinPath(workspaceFolder(), `grid-${number}/images`);
    await assert.rejects(async () => vscode.workspace.fs.stat(runs), 'opening made nothing');
  });
});
