import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';
import type { Log } from '../../src/core/log';
import { Generator } from '../../src/core/generate/generator';
import type { GenerateRequest } from '../../src/core/generate/run';
import { createAdapters } from '../../src/core/models/adapters';
import { createRegistry } from '../../src/core/models/known';
import { systemClock } from './systemClock';
import { SharedDatabase } from '../../src/storage/database';
import { LocalImages } from '../../src/storage/images';
import { DiskInbox } from '../../src/storage/inbox';
import { SqliteLedger } from '../../src/storage/ledger';
import { SqliteLimiter } from '../../src/storage/limiter';
import { LocalRecipes } from '../../src/storage/recipes';
import { summarize, type Bench, type Measure } from './measure';

const SIDE_PX = 1024;
const WARM_UP_RUNS = 5;
const RUNS = 40;

const silent: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/**
 * Our own time around one model call at 1024 x 1024, with the service's answer ready in memory: request built, money
 * reserved, answer decoded, checked, flushed to the inbox, saved, recipe written, money settled. And the same for five
 * pictures of one request.
 */
export const callOverhead: Bench = {
  names: ['call_overhead_ms', 'call_overhead_five_ms'],
  run: async () => ({
    call_overhead_ms: await measure('stability.stable-image-core-v1:1', 1),
    call_overhead_five_ms: await measure('amazon.nova-canvas-v1:0', 5),
  }),
};

async function measure(modelId: string, count: number): Promise<Measure> {
  const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
  const database = new SharedDatabase(join(folder, 'storage'), silent);
  const registry = createRegistry();
  const model = registry.find(modelId);
  if (!model) throw new Error(`No such model: ${modelId}`);
  let run = 0;
  let answer = answerOf(count, run);
  const generator = new Generator({
    invoker: { invoke: async () => ({ ok: true, value: { bytes: answer } }) },
    adapters: createAdapters(),
    inbox: new DiskInbox(join(folder, 'storage'), systemClock, silent),
    imageStore: new LocalImages(),
    recipes: new LocalRecipes(join(folder, 'storage')),
    ledger: new SqliteLedger(database, systemClock),
    limiter: new SqliteLimiter(database, systemClock),
    clock: systemClock,
    random: Math.random,
    extensionVersion: 'bench',
    proofs: nothing,
    recipeFolder: (each) => each,
    log: silent,
  });
  const request: GenerateRequest = {
    prompt: 'A red kite over a green hill at dawn, flat style, three colors.',
    // The limiter must not wait here: what is measured is our own work.
    model: { ...model, requestsPerMinute: 100_000 },
    invokeAs: model.id,
    region: 'us-west-2',
    provider: 'bedrock',
    count,
    options: {},
    workspace: '',
    pricePerImageUsd: 0.000_001,
    destination: {
      folder: pathToFileURL(folder).href,
      template: 'generated-images/${slug}',
      values: { slug: 'kite', task: 'textToImage', model: 'model', seed: '', date: '2026-11-20', n: '' },
    },
  };
  const times: number[] = [];
  try {
    for (run = 0; run < WARM_UP_RUNS + RUNS; run++) {
      // Other bytes each time, as from a service: equal ones would take the way of a second making.
      answer = answerOf(count, run);
      const startedAt = performance.now();
      const result = await generator.generate(
        request,
        { perDayUsd: 10, perCallRefuseUsd: null },
        nothing,
        new AbortController().signal,
      );
      if (run >= WARM_UP_RUNS) times.push(performance.now() - startedAt);
      if (!result.ok || result.value.images.length !== count || result.value.errors.length > 0) {
        throw new Error(`A call failed: ${JSON.stringify(result)}`);
      }
    }
  } finally {
    database.dispose();
    await rm(folder, { recursive: true });
  }
  return summarize(times, 'ms');
}

/** The body of an answer, in the form of either family. */
function answerOf(count: number, run: number): Uint8Array {
  const images = Array.from({ length: count }, (_, index) => pngOf(run * 10 + index).toString('base64'));
  const body = { images, seeds: images.map((_, index) => index + 1), finish_reasons: images.map(() => null) };
  return new TextEncoder().encode(JSON.stringify(body));
}

/** A PNG of about 1.6 MB, as a detailed picture of this size has. */
function pngOf(seed: number): Buffer {
  const rows = Buffer.alloc(SIDE_PX * (1 + SIDE_PX * 3));
  let state = seed + 1;
  for (let at = 0; at < rows.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    rows[at] = at % (1 + SIDE_PX * 3) === 0 ? 0 : state >>> 28;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIDE_PX, 0);
  header.writeUInt32BE(SIDE_PX, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const framed = Buffer.alloc(12 + data.length);
  framed.writeUInt32BE(data.length, 0);
  framed.write(type, 4, 'latin1');
  data.copy(framed, 8);
  framed.writeUInt32BE(crc32(framed.subarray(4, 8 + data.length)), 8 + data.length);
  return framed;
}

function nothing(): void {
  // Nobody listens in a measurement.
}
