import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createAdapters } from '../../../../src/core/models/adapters';
import { createRegistry } from '../../../../src/core/models/known';
import { canonicalJson } from '../../../../src/core/promptFiles/canonical';
import { wishOf } from '../../../../src/core/promptFiles/cellRequest';
import { cellsOf, type Cell, type CellFacts } from '../../../../src/core/promptFiles/cells';
import { Expansion } from '../../../../src/core/promptFiles/expand';
import { combinationAt, layoutGrid, positionsOf } from '../../../../src/core/promptFiles/grid';
import { factsOfTable } from '../../../../src/core/promptFiles/modelFacts';
import { parsePromptFile } from '../../../../src/core/promptFiles/promptFile';
import { videoModels } from '../../../../src/core/video/catalogue';
import { sha256Hex } from '../../../../src/core/sha256';
import { Random } from './random';

const models = factsOfTable(createRegistry(), videoModels, Date.parse('2026-11-21'));

function factsWith(
  files: Readonly<Record<string, string>> = {},
  changes: Partial<CellFacts> = {},
): CellFacts {
  const random = new Random(3);
  return {
    adapters: createAdapters(),
    inputs: {
      sha256: async (path) => {
        const content = files[path];
        return content === undefined ? undefined : sha256Hex(new TextEncoder().encode(content));
      },
    },
    provider: 'bedrock',
    prices: {},
    random: () => random.next(),
    ...changes,
  };
}

async function cells(text: string, facts = factsWith()): Promise<readonly Cell[]> {
  const file = parsePromptFile(text);
  const all: Cell[] = [];
  for (const combination of new Expansion(file).first(200)) {
    const wish = wishOf(file, combination, 'docs/hero.imgprompt.md', models);
    assert.ok(wish.ok, JSON.stringify(wish));
    const made = await cellsOf(wish.value, facts);
    assert.ok(made.ok, JSON.stringify(made));
    all.push(...made.value);
  }
  return all;
}

async function keys(text: string, facts = factsWith()): Promise<readonly string[]> {
  return (await cells(text, facts)).map(({ key }) => key);
}

const core = 'model: stability.stable-image-core-v1:1';

describe('the key of a cell', () => {
  it('is the hash of the request as it is sent, members in order', async () => {
    const sent =
      '{"model":"stability.stable-image-core-v1:1","request":{"body":{"aspect_ratio":"1:1","output_format":"png","prompt":"A red kite","seed":7}},"version":1}';
    assert.deepEqual(await keys(`---\n${core}\nseed: 7\n---\nA red kite`), [
      createHash('sha256').update(sent).digest('hex'),
    ]);
  });

  it('does not depend on line ends, order of fields, or how the model is named', async () => {
    const one = await keys(`---\n${core}\nsize: 16:9\nseed: 7\n---\nA red\nkite`);
    assert.deepEqual(
      await keys(`---\r\nseed: 7\r\nsize: 16:9\r\nmodel: Stable Image Core\r\n---\r\nA red\r\nkite\r\n`),
      one,
    );
    assert.deepEqual(await keys(`\uFEFF---\n${core}\nsize: 1280x720\nseed: 7\n---\n\n\nA red   kite`), one);
  });

  it('differs with everything that is sent', async () => {
    const variants = [
      `---\n${core}\nseed: 7\n---\nA red kite`,
      `---\n${core}\nseed: 0\n---\nA red kite`,
      `---\n${core}\nseed: 7\n---\nA blue kite`,
      `---\n${core}\nseed: 7\nsize: 16:9\n---\nA red kite`,
      `---\n${core}\nseed: 7\nnegative: text\n---\nA red kite`,
      `---\n${core}\nseed: 7\noptions: { outputFormat: jpeg }\n---\nA red kite`,
      `---\nmodel: stability.stable-image-ultra-v1:1\nseed: 7\n---\nA red kite`,
    ];
    const all = await Promise.all(variants.map(async (text) => (await keys(text))[0]));
    assert.equal(new Set(all).size, variants.length);
  });

  it('of an edit holds the bytes of its files, not their names', async () => {
    const edit = (image: string): string =>
      `---\nmodel: stability.stable-image-inpaint-v1:0\ntask: inpaint\nimage: ${image}\nmask: m.png\nseed: 7\n---\nA fern`;
    const facts = factsWith({
      'docs/a.png': 'lamp',
      'docs/b.png': 'lamp',
      'docs/c.png': 'chair',
      'docs/m.png': 'mask',
    });
    const [a] = await keys(edit('a.png'), facts);
    const [b] = await keys(edit('b.png'), facts);
    const [c] = await keys(edit('c.png'), facts);
    assert.equal(a, b);
    assert.notEqual(a, c);
    const other = factsWith({ 'docs/a.png': 'lamp', 'docs/m.png': 'another mask' });
    assert.notEqual((await keys(edit('a.png'), other))[0], a);
  });

  it('is refused where a file is gone or lies outside', async () => {
    for (const [path, kind] of [
      ['gone.png', 'notReadable'],
      ['../../../x.png', 'outsideWorkspace'],
    ] as const) {
      const file = parsePromptFile(
        `---\nmodel: stability.stable-image-inpaint-v1:0\ntask: inpaint\nimage: ${path}\nwords: x\n---\nA`,
      );
      const wish = wishOf(file, new Expansion(file).at(0), 'docs/hero.imgprompt.md', models);
      const made = wish.ok ? await cellsOf(wish.value, factsWith()) : wish;
      assert.equal(!made.ok && made.error.kind, kind);
    }
  });

  it('is the same for JSON whose members stand in another order', () => {
    const random = new Random(5);
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      const entries = Object.entries(value).map(([key, member]) => [key, shuffled(member)] as const);
      return Object.fromEntries(entries.toSorted(() => random.next() - 0.5));
    };
    const value = {
      b: [1, -0, 1.5, 1e21],
      a: { ü: null, '10': 'x', '9': true, 'a b': '\u2028"' },
      z: { y: {}, x: [] },
    };
    for (let round = 0; round < 50; round++) {
      assert.equal(canonicalJson(shuffled(value) as typeof value), canonicalJson(value));
    }
  });
});

describe('cells', () => {
  it('without a seed have one that follows from the request, the same every time', async () => {
    const text = `---\n${core}\ncount: 3\n---\nA {red|blue} kite`;
    const first = await cells(text);
    assert.equal(first.length, 6);
    assert.equal(new Set(first.map(({ key }) => key)).size, 6);
    assert.deepEqual(
      await keys(text),
      first.map(({ key }) => key),
    );
    const anew = await keys(text, factsWith({}, { round: 1 }));
    assert.ok(anew.every((key) => !first.some((cell) => cell.key === key)));
  });

  it('with a given seed count on from it', async () => {
    const all = await cells(`---\n${core}\ncount: 3\nseed: 7\n---\nA kite`);
    assert.deepEqual(
      all.map(({ seed }) => seed),
      [7, 8, 9],
    );
    assert.deepEqual(
      all.map(({ priceUsd }) => priceUsd),
      [0.04, 0.04, 0.04],
    );
  });

  it('with a random seed are new each time', async () => {
    const text = `---\n${core}\nseed: random\n---\nA kite`;
    const facts = factsWith();
    assert.notDeepEqual(await keys(text, facts), await keys(text, facts));
    const [one, again, other] = await Promise.all(
      ['run-1', 'run-1', 'run-2'].map((run) => keys(text, factsWith({}, { run }))),
    );
    assert.deepEqual(one, again);
    assert.notDeepEqual(one, other);
  });

  it('of a task without seed are one, whatever the count', async () => {
    const facts = factsWith({ 'docs/a.png': 'lamp' });
    const all = await cells(
      '---\nmodel: stability.stable-image-remove-background-v1:0\ntask: removeBackground\nimage: a.png\ncount: 4\n---\n',
      facts,
    );
    assert.ok(all.length === 1 || all.every(({ seed }) => seed !== undefined));
  });

  it('of a film are priced by its length', async () => {
    const [cell] = await cells('---\nmodel: luma.ray-v2:0\ntask: textToVideo\nduration: 5\n---\nA kite');
    assert.equal(cell?.priceUsd, 3.75);
  });
});

describe('a grid', () => {
  it('lies as the front matter says', () => {
    const layout = layoutGrid(
      parsePromptFile(
        '---\nseed: 1..3\nmodel: [a, b]\nvariables: { x: [k, l] }\ngrid: { columns: x, rows: seed }\n---\n{{x}} red',
      ),
    );
    assert.deepEqual(layout.axes.columns?.labels, ['k', 'l']);
    assert.deepEqual(layout.axes.rows?.labels, ['1', '2', '3']);
    assert.equal(layout.axes.tabs, undefined);
    assert.deepEqual(layout.held, [{ name: 'model', label: 'a' }]);
    assert.equal(layout.count, 6);
    const { texts, settings } = combinationAt(layout, { column: 1, row: 2, tab: 0 });
    assert.deepEqual([texts['prompt'], settings['seed'], settings['model']], ['l red', 3, 'a']);
  });

  it('finds its own axes, seeds down', () => {
    const { axes, held } = layoutGrid(
      parsePromptFile('---\nseed: 1..3\nstyle: [anime, line-art]\nmodel: [a, b]\n---\n{red|blue} kite'),
    );
    assert.deepEqual(
      [axes.columns?.name, axes.rows?.name, axes.tabs?.name],
      ['alternative 1', 'seed', 'model'],
    );
    assert.deepEqual(
      held.map(({ name }) => name),
      ['stylePreset'],
    );
  });

  it('replaces words along an axis', () => {
    const layout = layoutGrid(
      parsePromptFile(
        '---\ngrid:\n  columns: { replace: red, with: [blue, green] }\n  rows: seed\nseed: 1..2\n---\nA red kite',
      ),
    );
    assert.deepEqual(layout.axes.columns?.labels, ['red', 'blue', 'green']);
    assert.deepEqual(
      [...positionsOf(layout, 100)].map((position) => combinationAt(layout, position).texts['prompt']),
      ['A red kite', 'A blue kite', 'A green kite', 'A red kite', 'A blue kite', 'A green kite'],
    );
  });

  it('is counted, not built, where it is too large', () => {
    const layout = layoutGrid(parsePromptFile('---\nseed: 0..4000000000\n---\n{1..999999999} kite'));
    assert.ok(layout.count > 1e15);
    assert.equal([...positionsOf(layout, 10)].length, 10);
  });
});
