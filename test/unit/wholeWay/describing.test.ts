import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { AwsConnection } from '../../../src/aws/connection';
import { BedrockConverser } from '../../../src/aws/converse';
import { AwsVisionService } from '../../../src/aws/converseService';
import { AwsModelDirectory } from '../../../src/aws/directory';
import type { Clock } from '../../../src/core/clock';
import { ok, type Result } from '../../../src/core/result';
import { VisionCaller, type VisionContext } from '../../../src/core/vision/caller';
import { Describer, type Description } from '../../../src/core/vision/describer';
import { ImageFitter, type SourceImage } from '../../../src/core/vision/images';
import { Judge } from '../../../src/core/vision/judge/judge';
import { AltTextWriter } from '../../../src/core/vision/alt/writer';
import { chooseVisionModel } from '../../../src/core/vision/models/availability';
import { visionModels } from '../../../src/core/vision/models/catalogue';
import { visionFacts } from '../../../src/core/vision/models/known';
import { findPurpose } from '../../../src/core/vision/purposes';
import { classifyQuestion } from '../../../src/core/vision/questions/classify';
import { FolderBatch } from '../../../src/core/vision/questions/folderBatch';
import { ImageQuestions } from '../../../src/core/vision/questions/question';
import type { VisionFailure } from '../../../src/core/vision/caller';
import type { ConverseRequest } from '../../../src/core/vision/ports';
import { WorkerPixels } from '../../../src/pixels/workerPixels';
import { startSimulator, type RunningSimulator } from '../../../src/simulator/server';
import { SharedDatabase } from '../../../src/storage/database';
import { SqliteLedger } from '../../../src/storage/ledger';
import { SqliteLimiter } from '../../../src/storage/limiter';
import { FakeKeptValues } from '../aws/fakes';
import { silentLog, workerProgram } from '../pixels/support';

const never = new AbortController().signal;

/** Waiting takes no time here. */
const clock: Clock & { waitedMs: number } = {
  waitedMs: 0,
  now: () => Date.now() + clock.waitedMs,
  sleep: async (ms) => {
    clock.waitedMs += ms;
  },
};

async function photograph(): Promise<Buffer> {
  return sharp({ create: { width: 2400, height: 1800, channels: 3, background: '#c02020' } })
    .withExif({ IFD0: { Artist: 'Somebody' }, IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' } })
    .jpeg()
    .toBuffer();
}

function picture(name: string, bytes: Uint8Array): SourceImage {
  return { name, read: async () => ok(bytes) };
}

describe('describing, from the file to the books', () => {
  let simulator: RunningSimulator;
  let folder: string;
  let database: SharedDatabase;
  let ledger: SqliteLedger;
  let pixels: WorkerPixels;
  let connection: AwsConnection;
  let caller: VisionCaller;
  let fitter: ImageFitter;
  let context: VisionContext;
  let sent: ConverseRequest[];

  beforeEach(async () => {
    simulator = await startSimulator({ lifecycle: 'active' });
    folder = await mkdtemp(join(tmpdir(), 'easel-describing-'));
    const { url, region, accessKeyId, secretAccessKey } = simulator;
    connection = new AwsConnection({ provider: 'offline', url, region, accessKeyId, secretAccessKey });
    database = new SharedDatabase(folder, silentLog);
    ledger = new SqliteLedger(database, clock);
    pixels = new WorkerPixels(workerProgram, silentLog);
    fitter = new ImageFitter(async () => pixels);
    const converser = new BedrockConverser(connection, { factsOf: visionFacts, log: silentLog });
    sent = [];
    caller = new VisionCaller({
      converser: {
        converse: (request, signal) => converser.converse(note(request), signal),
        stream: (request, onText, signal) => converser.stream(note(request), onText, signal),
      },
      ledger,
      limiter: new SqliteLimiter(database, clock),
      clock,
      random: Math.random,
      proofs: () => undefined,
      log: silentLog,
    });
    const directory = new AwsModelDirectory(connection, new FakeKeptValues(clock), clock, silentLog);
    const service = new AwsVisionService(
      { backend: async () => ({ connection, directory }) as never },
      visionModels,
      clock,
    );
    const state = await service.currentVision(never);
    assert(state.ok);
    const model = chooseVisionModel(state.value.models);
    assert.ok(model);
    // Booked as if it cost money.
    const budget = { perDayUsd: 10, perCallRefuseUsd: 8 };
    context = { model, region, provider: 'bedrock', workspace: 'file:///project', budget };
  });

  afterEach(async () => {
    pixels.dispose();
    connection.dispose();
    ledger.dispose();
    database.dispose();
    await simulator.close();
    await rm(folder, { recursive: true, force: true });
  });

  function note(request: ConverseRequest): ConverseRequest {
    sent.push(request);
    return request;
  }

  async function describeIt(
    bytes: Uint8Array,
    pieces: string[] = [],
  ): Promise<Result<Description, VisionFailure>> {
    const purpose = findPurpose('caption', []);
    assert.ok(purpose);
    return new Describer(caller, fitter).describe(
      { images: [picture('photo.jpg', bytes)], purpose, inputs: {}, language: 'en', context },
      { onText: (piece) => pieces.push(piece) },
      never,
    );
  }

  it('begins with a small model of the service’s own list', () => {
    assert.equal(context.model.model.isSmall, true);
    assert.equal(context.model.state.kind, 'ready');
    assert.equal(context.model.isGlobal, false);
  });

  for (const kind of ['streamCut', 'reset'] as const) {
    it(`keeps what had arrived of an answer that ends in mid-stream (${kind})`, async () => {
      simulator.faults.add({ kind, operation: 'ConverseStream', afterFrames: 6 });
      const pieces: string[] = [];
      const answer = await describeIt(await photograph(), pieces);
      assert.ok(!answer.ok);
      const { error, text, mayBeCharged } = answer.error;
      assert.equal(error.kind, 'streamBroken', JSON.stringify(error));
      assert.notEqual(text, '');
      assert.equal(text, pieces.join(''));
      assert.equal(mayBeCharged, true);
    });
  }

  it('streams the text, and books what the service has counted', async () => {
    const pieces: string[] = [];
    const answer = await describeIt(await photograph(), pieces);
    assert(answer.ok, JSON.stringify(answer));
    assert.ok(pieces.length > 1);
    assert.equal(pieces.join(''), answer.value.text);
    assert.match(answer.value.text, /red/i);
    const [row] = rows();
    assert.deepEqual([row?.state, row?.outcome, row?.amountUsd], ['settled', 'succeeded', answer.value.usd]);
    assert.ok((row?.amountUsd ?? 0) > 0);
  });

  it('sends no metadata, and nothing larger than models read', async () => {
    const original = await photograph();
    assert.ok((await sharp(original).metadata()).exif, 'the file has some');
    assert.ok((await describeIt(original)).ok);
    const [part] = sent[0]?.messages[0]?.content ?? [];
    assert(part?.kind === 'image');
    const { exif, xmp, iptc, width, height } = await sharp(part.image.bytes).metadata();
    assert.deepEqual(
      { exif, xmp, iptc, width, height },
      { exif: undefined, xmp: undefined, iptc: undefined, width: 1568, height: 1176 },
    );
    assert.equal(Buffer.from(part.image.bytes).includes('Somebody'), false);
  });

  it('fills in the forms of judge, alt text and category', async () => {
    const bytes = await photograph();
    const images = [picture('a.jpg', bytes), picture('b.jpg', bytes)];
    const judged = await new Judge(caller, fitter).judge(
      { images, prompt: 'A red square', context },
      {},
      never,
    );
    assert(judged.ok, JSON.stringify(judged));
    assert.equal(judged.value.verdicts.length, 2);
    const alt = await new AltTextWriter(caller, fitter).write(
      {
        image: picture('a.jpg', bytes),
        surroundings: 'File: a.jpg',
        maxLength: 125,
        kind: 'auto',
        context,
      },
      {},
      never,
    );
    assert(alt.ok, JSON.stringify(alt));
    // A plain color tells nothing.
    assert.deepEqual(alt.value.text, { kind: 'decorative', alt: '' });
    const batch = new FolderBatch(new ImageQuestions(caller, fitter));
    const classified = await batch.run(
      images,
      classifyQuestion(['photo', 'logo']),
      context,
      () => undefined,
      never,
    );
    assert(classified.ok);
    assert.deepEqual(classified.value.errors, []);
    assert.ok(rows().every(({ state }) => state === 'settled'));
  });

  it('waits for the request limit instead of running into it', async () => {
    const bytes = await sharp({ create: { width: 20, height: 20, channels: 3, background: '#204080' } })
      .png()
      .toBuffer();
    const tight = {
      ...context,
      model: { ...context.model, model: { ...context.model.model, requestsPerMinute: 5 } },
    };
    const before = clock.waitedMs;
    const images = Array.from({ length: 12 }, (_, index) => ({
      ...picture(`${index}.png`, bytes),
      key: 'same',
    }));
    const batch = new FolderBatch(new ImageQuestions(caller, fitter));
    const outcome = await batch.run(
      images,
      classifyQuestion(['photo', 'logo']),
      tight,
      () => undefined,
      never,
    );
    assert(outcome.ok);
    assert.deepEqual(outcome.value.errors, []);
    assert.ok(clock.waitedMs - before >= 110_000, 'twelve at five a minute take two minutes more');
  });

  function rows(): ReturnType<SqliteLedger['rows']> extends Result<infer T> ? T : never {
    const read = ledger.rows(0);
    assert(read.ok);
    return read.value;
  }
});
