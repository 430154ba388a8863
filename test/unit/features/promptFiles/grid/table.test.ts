import assert from 'node:assert/strict';
import { createAdapters } from '../../../../../src/core/models/adapters';
import { createRegistry } from '../../../../../src/core/models/known';
import { layoutGrid } from '../../../../../src/core/promptFiles/grid';
import { factsOfTable } from '../../../../../src/core/promptFiles/modelFacts';
import { parsePromptFile } from '../../../../../src/core/promptFiles/promptFile';
import { videoModels } from '../../../../../src/core/video/catalogue';
import { tableOf, type Table } from '../../../../../src/features/promptFiles/grid/table';
import { english } from '../../../platform/english';

async function tableFrom(text: string, run?: string): Promise<Table> {
  const file = parsePromptFile(text);
  const table = await tableOf(
    file,
    layoutGrid(file),
    {
      path: 'hero.imgprompt.md',
      models: factsOfTable(createRegistry(), videoModels, Date.UTC(2026, 10, 21)),
      adapters: createAdapters(),
      inputs: { sha256: async () => Promise.resolve(undefined) },
      provider: 'bedrock',
      prices: {},
      random: () => 0.5,
      ...(run === undefined ? {} : { run }),
    },
    english,
  );
  assert.ok(table.ok, JSON.stringify(table));
  return table.value;
}

const keysOf = ({ requests }: Table): readonly string[] => requests.map(({ cell }) => cell.key);

describe('a prompt file as a table', () => {
  it('names seeds and models as people know them', async () => {
    const { axes, cells, held } = await tableFrom(`---
model: [stability.stable-image-core-v1:1, stability.stable-image-ultra-v1:1]
seed: 1..2
variables: { style: [flat, line], light: [dawn, dusk] }
grid: { columns: style, rows: seed, tabs: model }
---
A kite, {{style}}, {{light}}
`);
    assert.deepEqual(axes.columns, { name: 'style', labels: ['flat', 'line'] });
    assert.deepEqual(axes.rows?.labels, ['seed 1', 'seed 2']);
    assert.deepEqual(axes.tabs?.labels, ['Stable Image Core', 'Stable Image Ultra']);
    assert.deepEqual(held, ['light: dawn']);
    assert.equal(cells.length, 8);
    assert.equal(cells[7]?.id, '1:1:1');
    assert.equal(cells[7]?.title, 'Stable Image Ultra, line, seed 2');
  });

  it('is one cell where nothing varies', async () => {
    const { cells, axes } = await tableFrom('A kite\n');
    assert.equal(cells.length, 1);
    assert.equal(cells[0]?.title, '');
    assert.deepEqual(axes, {});
  });

  it('sends once what reads the same in two places', async () => {
    const table = await tableFrom(`---
seed: 7
variables: { a: [red, red] }
grid: { columns: a }
---
A {{a}} kite
`);
    assert.equal(table.cells.length, 2);
    assert.equal(table.requests.length, 1);
    assert.deepEqual(table.cells[0]?.keys, table.cells[1]?.keys);
  });

  it('has all images of a combination in one place', async () => {
    const table = await tableFrom('---\ncount: 3\nseed: 5\n---\nA kite\n');
    assert.equal(table.cells.length, 1);
    const images = table.requests.reduce((sum, { cell }) => sum + cell.images, 0);
    assert.equal(images, 3);
  });

  it('builds the same requests again for the same run, also where the seed is by chance', async () => {
    const text =
      '---\nseed: random\nvariables: { a: [red, blue] }\ngrid: { columns: a }\n---\nA {{a}} kite\n';
    const [one, again, other] = [
      await tableFrom(text, 'run-1'),
      await tableFrom(text, 'run-1'),
      await tableFrom(text, 'run-2'),
    ];
    assert.deepEqual(keysOf(one), keysOf(again));
    assert.notDeepEqual(keysOf(one), keysOf(other));
  });
});
