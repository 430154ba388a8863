import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log } from '../../src/core/log';
import { createRegistry } from '../../src/core/models/known';
import { checkPromptFile } from '../../src/core/promptFiles/check';
import { Expansion } from '../../src/core/promptFiles/expand';
import { factsOfTable } from '../../src/core/promptFiles/modelFacts';
import { parsePromptFile } from '../../src/core/promptFiles/promptFile';
import type { CellMaker } from '../../src/core/promptFiles/runs/ports';
import { RunQueue, type QueuedCell } from '../../src/core/promptFiles/runs/queue';
import { RUN_SCHEMA_VERSION, runId, type RunRecord } from '../../src/core/promptFiles/runs/record';
import { videoModels } from '../../src/core/video/catalogue';
import { SqliteCells } from '../../src/storage/cells';
import { SharedDatabase } from '../../src/storage/database';
import { LocalRuns } from '../../src/storage/runs';
import { summarize, type Bench, type Measure } from './measure';
import { systemClock } from './systemClock';

const WARM_UP_RUNS = 10;
const RUNS = 50;

const CELLS = 100;
const CELL_RUNS = 5;

/** Each of four variables has ten values: ten thousand combinations. */
const TEN_THOUSAND = 10_000;

/**
 * Everything that a key press in a file of 200 lines costs, every one of 10,000 combinations as text, and what a run adds to
 * each of its calls: the book of cells, its own file, and the news of it.
 */
export const promptFiles: Bench = {
  names: ['prompt_diagnostics_ms', 'prompt_expand_10k_ms', 'prompt_cell_overhead_ms'],
  run: async () => {
    const models = factsOfTable(createRegistry(), videoModels, Date.UTC(2026, 10, 21));
    const text = longFile();
    const diagnostics: number[] = [];
    for (let run = 0; run < WARM_UP_RUNS + RUNS; run++) {
      // A key press makes another text.
      const typed = text.replace('light', `light ${run}`);
      const startedAt = performance.now();
      const file = parsePromptFile(typed);
      const problems = checkPromptFile(file, new Expansion(file), { models, maxCombinations: 200 });
      if (run >= WARM_UP_RUNS) diagnostics.push(performance.now() - startedAt);
      if (problems.length === 0) throw new Error('The file has mistakes, and none was found.');
    }
    const expansions: number[] = [];
    const wide = parsePromptFile(wideFile());
    for (let run = 0; run < WARM_UP_RUNS + RUNS; run++) {
      const startedAt = performance.now();
      let built = 0;
      for (const { texts } of new Expansion(wide).first(TEN_THOUSAND))
        if (texts['prompt'] !== undefined) built++;
      if (run >= WARM_UP_RUNS) expansions.push(performance.now() - startedAt);
      if (built !== TEN_THOUSAND) throw new Error(`Built ${built}`);
    }
    return {
      prompt_diagnostics_ms: summarize(diagnostics, 'ms'),
      prompt_expand_10k_ms: summarize(expansions, 'ms'),
      prompt_cell_overhead_ms: await cellOverhead(),
    };
  },
};

const silent: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Runs of a hundred cells whose calls take no time, on a real disk. */
async function cellOverhead(): Promise<Measure> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  const database = new SharedDatabase(join(folder, 'storage'), silent);
  try {
    const uri = pathToFileURL(folder).href;
    const made = { images: [], madeAt: new Date(0).toISOString(), priceUsd: 0.04 };
    const maker: CellMaker = {
      make: async () => ({ kind: 'made', made }),
      recover: async () => new Map(),
      areThere: async (all) => all.map(() => true),
    };
    const ports = {
      book: new SqliteCells(database, systemClock, uri),
      maker,
      store: new LocalRuns(uri),
      clock: systemClock,
      log: silent,
    };
    const times: number[] = [];
    for (let run = 0; run < CELL_RUNS; run++) {
      const queue = new RunQueue(recordOf(run), cellsOf(run), ports);
      queue.onDidChange(nothing);
      const startedAt = performance.now();
      const done = await queue.start();
      times.push((performance.now() - startedAt) / CELLS);
      if (!done.ok || queue.snapshot.plan.made !== CELLS) throw new Error('Not all cells were made.');
    }
    return summarize(times, 'ms');
  } finally {
    database.dispose();
    await rm(folder, { recursive: true });
  }
}

function recordOf(run: number): RunRecord {
  return {
    schemaVersion: RUN_SCHEMA_VERSION,
    id: runId(0, `bench${run}`),
    file: 'hero.imgprompt.md',
    kind: 'grid',
    provider: 'bedrock',
    startedAt: new Date(0).toISOString(),
    status: 'running',
    source: wideFile(),
    cells: [],
  };
}

function cellsOf(run: number): readonly QueuedCell[] {
  const model = createRegistry().models[0];
  if (!model) throw new Error('No model.');
  return Array.from({ length: CELLS }, (_, index) => ({
    cell: {
      key: `${run}${index}`.padStart(64, '0'),
      wish: {
        kind: 'image',
        task: 'textToImage',
        model,
        invokeAs: model.id,
        prompt: `A red kite over the hill, in warm light, number ${index}`,
        options: {},
        count: 1,
        perRequest: 1,
      },
      seed: index,
      images: 1,
      priceUsd: 0.04,
    },
    kept: { values: { seed: String(index) }, at: { column: index, row: 0, tab: 0 } },
  }));
}

function nothing(): void {
  // Nobody listens to a bench.
}

/** Two hundred lines, as long files are: many variables, a long prompt, some mistakes. */
function longFile(): string {
  const variables = Array.from(
    { length: 60 },
    (_, index) => `  thing${index}: [mug ${index}, lamp, "a {big|small} kite"]`,
  );
  const prompt = Array.from({ length: 110 }, (_, index) =>
    index % 10 === 0
      ? `A photo of {{thing${index % 60}}} in warm light.`
      : 'It stands on a table of oak, seen from the side.',
  );
  return [
    '---',
    'model: stability.stable-image-core-v1:1',
    'size: [16:9, 7:3]',
    'seed: 1..4',
    'style: line-art',
    'modle: x',
    'options:',
    '  outputFormat: webp',
    'grid: { columns: thing0, rows: seed }',
    'variables:',
    ...variables,
    '---',
    '# Hero',
    '',
    ...prompt,
    '',
    '## Negative',
    '',
    ...Array.from({ length: 12 }, () => 'text, watermark, {{unknown}}'),
  ].join('\n');
}

function wideFile(): string {
  const values = Array.from({ length: 10 }, (_, index) => `value ${index}`).join(', ');
  const variables = ['a', 'b', 'c', 'd'].map((name) => `  ${name}: [${values}]`);
  return [
    '---',
    'variables:',
    ...variables,
    '---',
    'A photo of {{a}} beside {{b}},',
    'in {{c}} light, {{d}} style.',
  ].join('\n');
}
