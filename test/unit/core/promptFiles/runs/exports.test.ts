import assert from 'node:assert/strict';
import {
  cellDifference,
  changesBetween,
  fileChanges,
} from '../../../../../src/core/promptFiles/runs/changes';
import { escapeHtml } from '../../../../../src/core/promptFiles/runs/escape';
import {
  exportCsv,
  exportedCells,
  exportHtml,
  exportJson,
  type ExportTexts,
} from '../../../../../src/core/promptFiles/runs/exportRun';
import {
  mergeRuns,
  parseRunText,
  runId,
  serializeRun,
  type RunCell,
  type RunRecord,
} from '../../../../../src/core/promptFiles/runs/record';
import { sampleRecipe } from '../../recipes/sampleRecipe';
import { Random } from '../random';
import { newRecord } from './world';

const sha256 = 'ab'.repeat(32);

const cell: RunCell = {
  key: '1'.repeat(64),
  state: 'made',
  at: { column: 0, row: 0, tab: 0 },
  values: { style: 'line-art' },
  prompt: 'A red kite',
  model: 'stability.stable-image-core-v1:1',
  seed: 0,
  made: { images: [{ sha256, path: 'images/kite.png' }], madeAt: '2026-11-21T13:00:00.000Z', priceUsd: 0.04 },
};

function runWith(cells: readonly RunCell[], changes: Partial<RunRecord> = {}): RunRecord {
  return { ...newRecord, cells, ...changes };
}

const texts: ExportTexts = {
  title: 'hero',
  language: 'en',
  prompt: 'Prompt',
  negativePrompt: 'Negative prompt',
  model: 'Model',
  size: 'Size',
  seed: 'Seed',
  options: 'Options',
  score: 'Score',
  note: 'Note',
  price: 'Price',
  accepted: 'Accepted',
  starred: 'Starred',
  recipe: 'Recipe',
  notMade: 'Not made yet',
  summary: '1 of 1 images',
};

const ports = {
  thumbnail: async () => 'data:image/png;base64,AAAA',
  recipe: async () => sampleRecipe,
};

/** A little CSV reader, to see what a spreadsheet would see. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === '\r\n') rows.push([]);
  }
  return rows.filter((row) => row.length > 1);
}

describe('the page of a run', () => {
  const axes = {
    columns: { name: 'style', labels: ['line-art', '<b>'] },
    tabs: { name: 'model', labels: ['one', 'two'] },
  };

  it('holds pictures, recipes and words, and loads nothing', async () => {
    const run = runWith(
      [
        cell,
        { ...cell, key: '2'.repeat(64), at: { column: 1, row: 0, tab: 1 }, isStarred: true, note: 'good' },
      ],
      { axes },
    );
    const html = exportHtml(run, await exportedCells(run, [sha256], ports), texts);
    assert.match(html, /default-src 'none'; img-src data:; style-src 'unsafe-inline'/);
    assert.equal(html.match(/<img src="data:image\/png;base64,AAAA"/g)?.length, 2);
    assert.match(html, /Accepted/);
    assert.match(html, /<dt>Note<\/dt><dd>good<\/dd>/);
    assert.match(html, /<h2>two<\/h2>/);
    assert.doesNotMatch(html, /<script|https?:|javascript:|<link|<iframe|@import|url\(/i);
  });

  it('takes every word of a stranger for a word', async () => {
    const attack = `"><script>alert(1)</script><img src=x onerror=alert(2)>'\`&lt;{{`;
    const values: RunCell = {
      ...cell,
      prompt: attack,
      negativePrompt: attack,
      model: attack,
      size: attack,
      note: attack,
      options: { [attack]: attack },
      values: { [attack]: attack },
      made: { ...cell.made!, images: [{ sha256, path: attack }] },
    };
    const run = runWith([values], {
      axes: {
        columns: { name: attack, labels: [attack] },
        rows: { name: attack, labels: [attack] },
        tabs: { name: attack, labels: [attack] },
      },
    });
    const recipe = { ...sampleRecipe, prompt: attack };
    for (const thumbnail of [
      'data:text/html,<script>',
      'javascript:alert(1)',
      'data:image/png;base64,AA"onload=x',
      'data:image/svg+xml;base64,AAAA',
      'https://x/y.png',
    ]) {
      const cells = await exportedCells(run, [], {
        thumbnail: async () => thumbnail,
        recipe: async () => recipe,
      });
      const html = exportHtml(run, cells, { ...texts, title: attack, language: attack, summary: attack });
      assert.doesNotMatch(html, /<script/i);
      assert.doesNotMatch(html, /<img/i);
      assert.equal(html.match(/onerror/g)?.length, html.match(/&lt;img src=x onerror/g)?.length);
    }
  });

  it('escapes any text so that it reads the same and closes nothing', () => {
    const random = new Random(41);
    for (let round = 0; round < 500; round++) {
      const text = random.text(
        ['<', '>', '&', '"', "'", '`', '&amp;', 'a', '😀', '\ud800', '\u0000', '\n', '-->', ']]>'],
        20,
      );
      const escaped = escapeHtml(text);
      assert.doesNotMatch(escaped, /[<>"'`]/);
      assert.doesNotMatch(escaped, /&(?!(?:amp|lt|gt|quot|#39|#96);)/);
    }
  });
});

describe('the table of a run', () => {
  it('is read by a spreadsheet as text, never as a formula', async () => {
    const signs = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      ' =1',
      '\u200b=1',
      '＝1',
      '\r=1',
      '"=1',
      'a,b',
      'a\nb',
      'x"y',
      '|cmd',
    ];
    const cells = signs.map((prompt, index) => ({ ...cell, key: String(index).padStart(64, '0'), prompt }));
    const run = runWith(cells);
    const [header = [], ...rows] = readCsv(exportCsv(run, await exportedCells(run, [sha256], ports)));
    const column = header.indexOf('prompt');
    assert.equal(rows.length, signs.length);
    for (const [index, row] of rows.entries()) {
      const seen = row[column] ?? '';
      assert.ok(seen === signs[index] || seen === `'${signs[index] ?? ''}`, JSON.stringify(seen));
      assert.doesNotMatch(seen, /^[\s\p{Cf}]*[=+\-@＝＋－＠|]/u);
    }
    assert.equal(rows[0]?.[header.indexOf('seed')], '0');
    assert.equal(rows[0]?.[header.indexOf('accepted')], 'yes');
  });

  it('is JSON without pictures too', async () => {
    const run = runWith([cell]);
    const value = JSON.parse(exportJson(run, await exportedCells(run, [], ports))) as {
      cells: { results: { sha256: string; thumbnail?: string }[] }[];
    };
    assert.equal(value.cells[0]?.results[0]?.sha256, sha256);
    assert.equal(value.cells[0]?.results[0]?.thumbnail, undefined);
  });
});

describe('what changed since the last run', () => {
  it('is told field by field', () => {
    const before =
      '---\nmodel: a\nseed: 1\nstyle: line-art\nvariables: { x: [k, l], y: m }\n---\nA red kite {{x}}';
    const after =
      '---\nmodel: b\nstyle: line-art\nsize: 16:9\nvariables: { x: [k, n], z: o }\n---\nA blue kite {{x}}\n\n## Negative\ntext\n';
    const changes = fileChanges(before, after);
    assert.deepEqual(
      changes.map((change) =>
        'field' in change
          ? `${change.kind} ${change.field}`
          : 'name' in change
            ? `${change.kind} ${change.name}`
            : change.kind,
      ),
      [
        'prompt',
        'negative',
        'fieldChanged model',
        'fieldRemoved seed',
        'fieldAdded size',
        'variableRemoved y',
        'valuesChanged x',
        'variableAdded z',
      ],
    );
    const values = changes.find((change) => change.kind === 'valuesChanged');
    assert.deepEqual(values?.kind === 'valuesChanged' && [values.added, values.removed], [['n'], ['l']]);
  });

  it('is nothing where only line ends, comments and winners changed', () => {
    const before = '---\nmodel: a # one\n---\nA kite\nflies';
    const after = `---\r\nmodel:   a\r\naccepted: [${sha256}]\r\n---\r\nA kite\r\nflies\r\n`;
    assert.deepEqual(fileChanges(before, after), []);
  });

  it('counts cells that came and went', () => {
    const other = { ...cell, key: '2'.repeat(64) };
    const third = { ...cell, key: '3'.repeat(64) };
    assert.deepEqual(
      changesBetween(runWith([cell, other]), runWith([other, third, { ...cell, key: '4'.repeat(64) }])),
      [{ kind: 'cells', same: 1, added: 2, removed: 1 }],
    );
  });

  it('compares any two cells', () => {
    const { prompt, settings } = cellDifference(cell, {
      ...cell,
      prompt: 'A blue kite',
      seed: 4,
      size: '16:9',
      options: { quality: 'premium' },
    });
    assert.deepEqual(
      prompt.map(({ kind, text }) => [kind, text]),
      [
        ['same', 'A '],
        ['removed', 'red '],
        ['added', 'blue '],
        ['same', 'kite'],
      ],
    );
    assert.deepEqual(settings, [
      { name: 'seed', before: '0', after: '4' },
      { name: 'size', after: '16:9' },
      { name: 'quality', after: 'premium' },
    ]);
  });
});

describe('a run on the disk', () => {
  it('is read as it was written, with fields of a later version', () => {
    const run = { ...runWith([{ ...cell, later: 1 } as RunCell]), later: { x: 1 } };
    assert.deepEqual(parseRunText(serializeRun(run)), run);
    assert.deepEqual(parseRunText(`\uFEFF${serializeRun(run)}`), run);
  });

  it('is none where it is cut short, in conflict or of another kind', () => {
    const text = serializeRun(runWith([cell]));
    assert.equal(parseRunText(text.slice(0, -10)), undefined);
    assert.equal(parseRunText(`<<<<<<<\n${text}`), undefined);
    assert.equal(parseRunText(text.replace('"1.0"', '"2.0"')), undefined);
    assert.equal(parseRunText(text.replace(newRecord.id, '../../x')), undefined);
  });

  it('merges with its twin: made beats waiting, stars and notes stay', () => {
    const waiting: RunCell = { ...cell, state: 'waiting', isStarred: true };
    const { made: _made, ...withoutMade } = waiting;
    const merged = mergeRuns(
      runWith([withoutMade]),
      runWith([
        { ...cell, note: 'good' },
        { ...cell, key: '2'.repeat(64) },
      ]),
    );
    assert.deepEqual(
      merged.cells.map(({ state, isStarred, note }) => [state, isStarred, note]),
      [
        ['made', true, 'good'],
        ['made', undefined, undefined],
      ],
    );
  });

  it('has a name that sorts by age', () => {
    const names = [3, 1, 2].map((hour) => runId(Date.UTC(2026, 10, 21, hour), 'ab12'));
    assert.deepEqual(names.toSorted(), [names[1], names[2], names[0]]);
    assert.match(names[0] ?? '', /^[0-9A-Za-z-]{1,80}$/);
  });
});
