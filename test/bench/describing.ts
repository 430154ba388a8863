import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { AwsConnection } from '../../src/aws/connection';
import { BedrockConverser } from '../../src/aws/converse';
import type { Log } from '../../src/core/log';
import { ok } from '../../src/core/result';
import { VisionCaller, type VisionContext } from '../../src/core/vision/caller';
import { Describer } from '../../src/core/vision/describer';
import { ImageFitter, type SourceImage } from '../../src/core/vision/images';
import { visionModels } from '../../src/core/vision/models/catalogue';
import type { Converser } from '../../src/core/vision/ports';
import { purposes } from '../../src/core/vision/purposes';
import { classifyQuestion } from '../../src/core/vision/questions/classify';
import { FolderBatch } from '../../src/core/vision/questions/folderBatch';
import { ImageQuestions } from '../../src/core/vision/questions/question';
import { WorkerPixels } from '../../src/pixels/workerPixels';
import { SharedDatabase } from '../../src/storage/database';
import { SqliteLedger } from '../../src/storage/ledger';
import { SqliteLimiter } from '../../src/storage/limiter';
import { textEvents } from '../unit/aws/eventStream';
import { workerProgram } from '../unit/pixels/support';
import { exactly, summarize, type Bench, type Measure } from './measure';
import { systemClock } from './systemClock';

const WARM_UP_RUNS = 3;
const RUNS = 20;
const STREAMED_KB = 256;
const STREAM_RUNS = 5;

/** Sixty pictures at forty a minute: the limit lets the last twenty begin after a minute. */
const BATCH = { pictures: 60, requestsPerMinute: 40, modelMs: 800, idealMs: 60_800 } as const;

const silent: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
const never = new AbortController().signal;

/**
 * From the request to describe a 1024 x 1024 picture to its first text, where the model answers at once; the processor's
 * time for a kilobyte of streamed text; and how much of the request limit a batch of sixty pictures uses.
 */
export const describing: Bench = {
  names: ['describe_first_text_ms', 'describe_stream_cpu_ms_per_kb', 'describe_batch_limit_pct'],
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
    const database = new SharedDatabase(join(folder, 'storage'), silent);
    const pixels = new WorkerPixels(workerProgram, silent);
    try {
      return {
        describe_first_text_ms: await firstText(database, pixels),
        describe_stream_cpu_ms_per_kb: await streamCpu(),
        describe_batch_limit_pct: await batchLimit(database, pixels),
      };
    } finally {
      pixels.dispose();
      database.dispose();
      await rm(folder, { recursive: true });
    }
  },
};

async function firstText(database: SharedDatabase, pixels: WorkerPixels): Promise<Measure> {
  const service = await serve(textEvents(['A lamp', ' on a desk.']));
  const describer = new Describer(
    callerFor(converserFor(service.url), database),
    new ImageFitter(async () => pixels),
  );
  const [purpose] = purposes;
  if (!purpose) throw new Error('No purpose.');
  const images = [await picture(1024)];
  const times: number[] = [];
  for (let run = 0; run < WARM_UP_RUNS + RUNS; run++) {
    const startedAt = performance.now();
    let firstAt: number | undefined;
    const onText = (): void => {
      firstAt ??= performance.now();
    };
    const request = { images, purpose, inputs: {}, context: contextFor(100_000) };
    const answer = await describer.describe(request, { onText }, never);
    if (!answer.ok || firstAt === undefined) throw new Error(`Not described: ${JSON.stringify(answer)}`);
    if (run >= WARM_UP_RUNS) times.push(firstAt - startedAt);
  }
  service.server.close();
  return summarize(times, 'ms');
}

async function streamCpu(): Promise<Measure> {
  const piece = 'a brass lamp on a de';
  const service = await serve(
    textEvents(Array.from({ length: (STREAMED_KB * 1024) / piece.length }, () => piece)),
  );
  const converser = converserFor(service.url);
  const samples: number[] = [];
  for (let run = 0; run < 1 + STREAM_RUNS; run++) {
    const before = process.cpuUsage();
    const request = {
      modelId: 'm',
      region: 'us-west-2',
      messages: [{ role: 'user', content: [{ kind: 'text', text: 'x' }] }],
    } as const;
    const answer = await converser.stream(request, nothing, never);
    if (!answer.ok) throw new Error('Not streamed.');
    const { user, system } = process.cpuUsage(before);
    if (run > 0) samples.push((user + system) / 1000 / STREAMED_KB);
  }
  service.server.close();
  return summarize(samples, 'ms/KB');
}

async function batchLimit(database: SharedDatabase, pixels: WorkerPixels): Promise<Measure> {
  const answer = {
    text: '',
    toolInput: { category: 'photo', reason: 'x' },
    stop: 'toolUse',
    usage: { inputTokens: 1, outputTokens: 1 },
  } as const;
  const converser: Converser = {
    converse: async () => {
      await wait(BATCH.modelMs);
      return ok(answer);
    },
    stream: async () => ok(answer),
  };
  const fitter = new ImageFitter(async () => pixels);
  const batch = new FolderBatch(new ImageQuestions(callerFor(converser, database), fitter));
  const one = await picture(256);
  const images = Array.from({ length: BATCH.pictures }, (_, index) => ({ ...one, name: `${index}.png` }));
  const context = contextFor(BATCH.requestsPerMinute, 'bench-batch');
  const startedAt = performance.now();
  const outcome = await batch.run(images, classifyQuestion(['photo']), context, nothing, never);
  const elapsedMs = performance.now() - startedAt;
  if (!outcome.ok || outcome.value.errors.length > 0) throw new Error('Not classified.');
  return exactly((100 * BATCH.idealMs) / elapsedMs, '%');
}

function callerFor(converser: Converser, database: SharedDatabase): VisionCaller {
  return new VisionCaller({
    converser,
    ledger: new SqliteLedger(database, systemClock),
    limiter: new SqliteLimiter(database, systemClock),
    clock: systemClock,
    random: Math.random,
    proofs: nothing,
    log: silent,
  });
}

/** @param region another one has a limit of its own */
function contextFor(requestsPerMinute: number, region = 'us-west-2'): VisionContext {
  const [model] = visionModels;
  if (!model) throw new Error('No model.');
  return {
    model: {
      model: { ...model, requestsPerMinute },
      state: { kind: 'ready' },
      invokeAs: `us.${model.id}`,
      isGlobal: false,
      isGuessed: false,
    },
    region,
    provider: 'bedrock',
    workspace: '',
    budget: { perDayUsd: null, perCallRefuseUsd: null },
  };
}

function converserFor(url: string): BedrockConverser {
  const connection = new AwsConnection({
    provider: 'offline',
    url,
    region: 'us-west-2',
    accessKeyId: 'AKIDEXAMPLE',
    secretAccessKey: 'secret',
  });
  return new BedrockConverser(connection, { factsOf: () => undefined, log: silent });
}

async function picture(sidePx: number): Promise<SourceImage> {
  const noise = { type: 'gaussian', mean: 128, sigma: 20 } as const;
  const bytes = await sharp({
    create: { width: sidePx, height: sidePx, channels: 3, background: '#888888', noise },
  })
    .jpeg()
    .toBuffer();
  return { name: 'photo.jpg', read: async () => ok(bytes) };
}

/** A service that sends these frames to whoever asks, at once. */
async function serve(frames: readonly Buffer[]): Promise<{ readonly server: Server; readonly url: string }> {
  const body = Buffer.concat(frames);
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function nothing(): void {
  // Nobody listens in a measurement.
}
