// What another window does, as a program of its own: `childMain.mjs WHAT FOLDER …`. It says it is ready, waits for the
// word to go, and says what came of it.
import { LocalImages } from '../../../src/storage/images';
import { DiskInbox } from '../../../src/storage/inbox';
import { SharedDatabase } from '../../../src/storage/database';
import { SqliteLedger } from '../../../src/storage/ledger';
import { SqliteLimiter } from '../../../src/storage/limiter';
import { LocalRecipes } from '../../../src/storage/recipes';
import { sampleRecipe, sampleRun } from '../core/recipes/sampleRecipe';
import { sha256Hex } from '../../../src/core/sha256';
import { pathToFileURL } from 'node:url';
import type { Destination } from '../../../src/core/files/store';
import type { Log } from '../../../src/core/log';
import type { Clock } from '../../../src/core/clock';

const [what, folder = '', count = '0', mark = ''] = process.argv.slice(2);
const silent: Log = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const clock: Clock = { now: () => Date.now(), sleep: () => Promise.resolve() };

async function save(): Promise<unknown> {
  const images = new LocalImages();
  const destination: Destination = {
    folder: pathToFileURL(folder).href,
    template: 'images/${slug}',
    values: { slug: 'kite', task: 'textToImage', model: 'core', seed: '0', date: '2026-11-20', n: '1' },
  };
  const saved: unknown[] = [];
  for (let number = 0; number < Number(count); number++) {
    saved.push(await images.save(destination, Buffer.from(`${mark} ${number}`), 'png'));
  }
  return saved;
}

function reserve(): unknown {
  const ledger = new SqliteLedger(new SharedDatabase(folder, silent), clock);
  const counts: Record<string, number> = {};
  for (let number = 0; number < Number(count); number++) {
    const result = ledger.reserve(
      {
        provider: 'bedrock',
        modelId: 'core',
        region: 'us-west-2',
        workspace: '',
        task: 'textToImage',
        amountUsd: 0.004,
      },
      { perDayUsd: 1 },
    );
    const outcome = result.ok ? 'reserved' : result.error.kind;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

/** Takes what is let through without waiting. */
async function acquire(): Promise<unknown> {
  const limiter = new SqliteLimiter(new SharedDatabase(folder, silent), clock);
  const controller = new AbortController();
  const key = { region: 'us-west-2', modelId: 'core' };
  const wait = (): void => controller.abort();
  let passed = 0;
  while ((await limiter.acquire(key, Number(count), wait, controller.signal)).ok) passed++;
  return passed;
}

async function write(): Promise<unknown> {
  const recipes = new LocalRecipes(folder);
  for (let number = 0; number < Number(count); number++) {
    const run = { ...sampleRun, madeAt: `${mark} ${number}` };
    await recipes.write(pathToFileURL(folder).href, { ...sampleRecipe, runs: [run] });
  }
  return undefined;
}

/** Fills the inbox until it is killed. */
async function fill(): Promise<unknown> {
  const inbox = new DiskInbox(folder, clock, silent);
  for (let number = 0; ; number++) {
    const bytes = new Uint8Array(Number(count)).fill(number % 251);
    const recipe = { ...sampleRecipe, sha256: await sha256Hex(bytes) };
    const entry = await inbox.put({ extension: 'png', recipe }, bytes);
    if (entry.ok) process.send?.({ id: entry.value.id });
  }
}

const actions: Readonly<Record<string, () => unknown>> = { save, reserve, acquire, write, fill };
process.once('message', () => {
  void (async () => {
    const result = await actions[what ?? '']?.();
    process.send?.({ result }, () => process.exit(0));
  })();
});
process.send?.('ready');
