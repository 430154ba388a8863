import type { Clock } from '../../../../src/core/clock';
import type { ImageError } from '../../../../src/core/errors';
import type { Destination, Inbox, InboxEntry, ImageStore, SavedFile } from '../../../../src/core/files/store';
import type { S3Uploads, Uploaded, UploadRequest } from '../../../../src/core/files/upload';
import type { GeneratorPorts } from '../../../../src/core/generate/ports';
import type { GenerateBudget, GenerateProgress, GenerateRequest } from '../../../../src/core/generate/run';
import type { RequestLimiter } from '../../../../src/core/jobs/limiter';
import type { Log } from '../../../../src/core/log';
import type { DecodedAnswer, ModelAdapter } from '../../../../src/core/models/adapter';
import type { ModelDescriptor } from '../../../../src/core/models/descriptor';
import type { InvokeAnswer, InvokeRequest, ModelInvoker } from '../../../../src/core/models/invoker';
import type {
  BudgetLimits,
  Booking,
  Ledger,
  LedgerRow,
  ReservationId,
  SpendingTotals,
  SpendOutcome,
} from '../../../../src/core/money/ledger';
import type { Recipe, RecipeStore } from '../../../../src/core/recipes/recipe';
import { err, ok, type Result } from '../../../../src/core/result';

/** Time passes only by sleeping, and sleeping takes no time. */
export class FakeClock implements Clock {
  time = Date.UTC(2026, 10, 20, 9, 30);
  readonly sleeps: number[] = [];
  /** Runs at the start of each sleep, for instance to cancel. */
  onSleep: (ms: number) => void = () => undefined;

  now(): number {
    return this.time;
  }

  async sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.onSleep(ms);
    this.time += ms;
  }
}

type Reply = (
  request: InvokeRequest,
  signal: AbortSignal,
  number: number,
) => Promise<Result<InvokeAnswer>> | Result<InvokeAnswer>;

/** Answers by a function; without one, with as many images as asked for. */
export class FakeInvoker implements ModelInvoker {
  readonly requests: InvokeRequest[] = [];
  mostAtOnce = 0;
  #atOnce = 0;
  reply: Reply = (request) => imagesFor(request);

  async invoke(request: InvokeRequest, signal: AbortSignal): Promise<Result<InvokeAnswer>> {
    const number = this.requests.push(request);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    // As in life, no answer comes in the turn of the question.
    await Promise.resolve();
    try {
      return await this.reply(request, signal, number);
    } finally {
      this.#atOnce--;
    }
  }
}

/** Speaks a small language of its own: `{ words, seed, number }` and `{ images, seeds, held }`. */
export const fakeAdapter: ModelAdapter = {
  family: 'stabilityText',
  maskRule: () => undefined,
  encode(task, model) {
    if (task.prompt.length > model.prompt.maxLength) {
      const { length } = task.prompt;
      return err({ kind: 'promptTooLong', length, maxLength: model.prompt.maxLength, modelId: model.id });
    }
    return ok({
      body: { words: task.prompt, seed: task.seed, number: task.count },
      warnings: 'wobble' in task.options ? [{ kind: 'optionNotSent', option: 'wobble' }] : [],
    });
  },
  decode(body, askedFor): Result<DecodedAnswer> {
    if (!isAnswer(body)) return err({ kind: 'badAnswer' });
    const { images, seeds, held } = body;
    if (images.length === 0 && held === askedFor) {
      return err({ kind: 'contentFiltered', stage: 'outputImage', count: 0 });
    }
    return ok({
      images: images.map((text, index) => ({
        bytes: Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
        ...(seeds?.[index] === undefined ? {} : { seed: seeds[index] }),
      })),
      unreadable: 0,
      heldBack: held ? [{ stage: 'outputImage', count: held }] : [],
    });
  },
};

interface FakeAnswer {
  readonly images: readonly string[];
  readonly seeds?: readonly number[];
  readonly held?: number;
}

function isAnswer(body: unknown): body is FakeAnswer {
  return typeof body === 'object' && body !== null && 'images' in body && Array.isArray(body.images);
}

export function answerOf(answer: {
  images: readonly Uint8Array[];
  seeds?: readonly number[];
  held?: number;
}): Result<InvokeAnswer> {
  const images = answer.images.map((bytes) => btoa(String.fromCharCode(...bytes)));
  return rawAnswer(JSON.stringify({ ...answer, images }));
}

export function rawAnswer(text: string): Result<InvokeAnswer> {
  return ok({ bytes: new TextEncoder().encode(text), requestId: 'request-1' });
}

/** What the request asked for, each image another one. */
export function imagesFor({ body }: InvokeRequest): Result<InvokeAnswer> {
  const [seed, number] = [Number(body['seed']), Number(body['number'])];
  return answerOf({ images: Array.from({ length: number }, (_, index) => png(`${seed}/${index}`)) });
}

/** A PNG that is complete to whoever reads its chunks; the text makes it unlike others. */
export function png(text: string, width = 64, height = 32): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, 6, 0, 0, 0], 8);
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    chunk('tEXt', new TextEncoder().encode(`Comment\0${text}`)),
    chunk('IDAT', Uint8Array.of(0x78, 0x9c, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const named = joined([new TextEncoder().encode(name), data]);
  const numbers = new DataView(new ArrayBuffer(8));
  numbers.setUint32(0, data.length);
  numbers.setUint32(4, crc32(named));
  const frame = new Uint8Array(numbers.buffer);
  return joined([frame.subarray(0, 4), named, frame.subarray(4)]);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Writes down the order in which the ports were used. */
export type Journal = string[];

export class FakeInbox implements Inbox {
  readonly held = new Map<string, { readonly entry: InboxEntry; readonly bytes: Uint8Array }>();
  readonly answers: Uint8Array[] = [];
  putError: ImageError | undefined;
  readonly #journal: Journal;
  #count = 0;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  async put(entry: Omit<InboxEntry, 'id' | 'receivedAt'>, bytes: Uint8Array): Promise<Result<InboxEntry>> {
    this.#journal.push('put');
    if (this.putError) return err(this.putError);
    const whole: InboxEntry = { ...entry, id: `entry-${++this.#count}`, receivedAt: 0 };
    this.held.set(whole.id, { entry: whole, bytes });
    return ok(whole);
  }

  async read(id: string): Promise<Uint8Array | undefined> {
    return this.held.get(id)?.bytes;
  }

  async remove(id: string): Promise<void> {
    this.#journal.push('remove');
    this.held.delete(id);
  }

  async entries(): Promise<readonly InboxEntry[]> {
    return [...this.held.values()].map(({ entry }) => entry);
  }

  async orphans(): Promise<readonly InboxEntry[]> {
    return [];
  }

  async keepAnswer(bytes: Uint8Array): Promise<string | undefined> {
    this.#journal.push('keepAnswer');
    this.answers.push(bytes);
    return `/answers/${this.answers.length}`;
  }
}

export class FakeImageStore implements ImageStore {
  readonly saved: {
    readonly destination: Destination;
    readonly bytes: Uint8Array;
    readonly extension: string;
  }[] = [];
  error: ImageError | undefined;
  /** Runs at each save, before anything is written. */
  onSave: () => void = () => undefined;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  async save(destination: Destination, bytes: Uint8Array, extension: string): Promise<Result<SavedFile>> {
    this.#journal.push('save');
    this.onSave();
    if (this.error) return err(this.error);
    const number = this.saved.push({ destination, bytes, extension });
    const relativePath = `images/${destination.values.slug}-${number}.${extension}`;
    return ok({ uri: `${destination.folder}/${relativePath}`, relativePath });
  }
}

export class FakeRecipes implements RecipeStore {
  /** Masks as they were written: folder and hash. */
  readonly masks: (readonly [string | undefined, string])[] = [];
  readonly written: { readonly folder: string | undefined; readonly recipe: Recipe }[] = [];
  /** Refuses to write into this folder; `everywhere` into any. */
  unwritable: string | undefined;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  async write(folder: string | undefined, recipe: Recipe): Promise<Result<void>> {
    this.#journal.push('recipe');
    if (this.unwritable === 'everywhere' || (folder !== undefined && this.unwritable === folder)) {
      return err({ kind: 'notWritable', folder: '.easel', reason: 'read-only' });
    }
    this.written.push({ folder, recipe });
    return ok();
  }

  async writeMask(folder: string | undefined, sha256: string): Promise<Result<void>> {
    this.masks.push([folder, sha256]);
    return ok();
  }

  async read(folder: string | undefined, sha256: string): Promise<Recipe | undefined> {
    return this.written.find((each) => each.folder === folder && each.recipe.sha256 === sha256)?.recipe;
  }
}

interface FakeRow {
  readonly booking: Booking;
  state: 'reserved' | 'settled' | 'released';
  amountUsd: number;
  outcome?: SpendOutcome;
}

export class FakeLedger implements Ledger {
  readonly all: FakeRow[] = [];
  isMissing = false;
  readonly #journal: Journal;

  constructor(journal: Journal) {
    this.#journal = journal;
  }

  reserve(booking: Booking, { perDayUsd }: BudgetLimits): Result<ReservationId> {
    if (this.isMissing) return err({ kind: 'noDatabase', reason: 'missing' });
    const spentUsd = this.spentUsd();
    if (perDayUsd !== null && spentUsd + booking.amountUsd > perDayUsd) {
      return err({ kind: 'budgetReached', spentUsd, limitUsd: perDayUsd, priceUsd: booking.amountUsd });
    }
    return ok(this.all.push({ booking, state: 'reserved', amountUsd: booking.amountUsd }) - 1);
  }

  settle(id: ReservationId, amountUsd: number, outcome: SpendOutcome): void {
    this.#journal.push('settle');
    const row = this.#open(id);
    row.state = 'settled';
    row.amountUsd = amountUsd;
    row.outcome = outcome;
  }

  release(id: ReservationId): void {
    this.#open(id).state = 'released';
  }

  totals(): Result<SpendingTotals> {
    const spentUsd = this.spentUsd();
    return ok({ todayUsd: spentUsd, monthUsd: spentUsd, workspaceUsd: spentUsd });
  }

  rows(): Result<readonly LedgerRow[]> {
    return ok([]);
  }

  onDidChange(): { dispose(): void } {
    return { dispose: () => undefined };
  }

  spentUsd(): number {
    return this.all.reduce((sum, row) => sum + (row.state === 'released' ? 0 : row.amountUsd), 0);
  }

  /** `settled 0.04 succeeded`, in the order of the reservations. */
  states(): readonly string[] {
    return this.all.map(({ state, amountUsd, outcome }) =>
      state === 'settled' ? `settled ${amountUsd} ${outcome ?? ''}` : state,
    );
  }

  #open(id: ReservationId): FakeRow {
    const row = this.all[id];
    if (row?.state !== 'reserved') throw new Error(`Reservation ${id} is closed twice`);
    return row;
  }
}

export class FakeLimiter implements RequestLimiter {
  readonly acquired: string[] = [];
  /** What to say instead of the next turn. */
  next: ((signal: AbortSignal) => Result<void>) | undefined;
  waitMs = 0;

  async acquire(
    key: { readonly region: string; readonly modelId: string },
    requestsPerMinute: number,
    onWait: (waitMs: number) => void,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    if (this.waitMs > 0) onWait(this.waitMs);
    this.acquired.push(`${key.region} ${key.modelId} ${requestsPerMinute}`);
    return this.next?.(signal) ?? ok();
  }
}

export class FakeUploads implements S3Uploads {
  readonly uploaded: UploadRequest[] = [];
  error: ImageError | undefined;

  async upload(request: UploadRequest): Promise<Result<Uploaded>> {
    if (this.error) return err(this.error);
    this.uploaded.push(request);
    return ok({
      uri: `${request.destination}/${request.fileName}`,
      place: { via: { provider: 'offline' }, region: 'us-west-2' },
      etag: 'e',
    });
  }
}

export const silentLog: Log = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Takes one image a call. */
export const oneByOne: ModelDescriptor = {
  id: 'stability.stable-image-core-v1:1',
  name: 'Stable Image Core',
  provider: 'Stability AI',
  family: 'stabilityText',
  profileIds: [],
  tasks: ['textToImage'],
  prompt: { minLength: 1, maxLength: 100 },
  sizes: { kind: 'aspectRatios', ratios: ['1:1', '16:9'], default: '1:1' },
  maxImagesPerRequest: 1,
  seed: { min: 0, max: 4_294_967_294 },
  options: [],
  requestsPerMinute: 15,
  usualSeconds: 9,
  price: { rules: [{ usdPerImage: 0.04 }], source: 'test', readOn: '2026-11-20' },
  regions: ['us-west-2'],
  lifecycle: { status: 'active', source: 'test', readOn: '2026-11-20' },
  source: 'test',
};

/** Takes up to five images a call. */
export const fiveAtOnce: ModelDescriptor = {
  ...oneByOne,
  id: 'amazon.nova-canvas-v1:0',
  name: 'Nova Canvas',
  maxImagesPerRequest: 5,
  seed: { min: 0, max: 2_147_483_646 },
};

export function requestFor(changes: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    prompt: 'a red kite',
    model: oneByOne,
    invokeAs: oneByOne.id,
    region: 'us-west-2',
    provider: 'bedrock',
    count: 1,
    options: {},
    workspace: 'file:///project',
    pricePerImageUsd: 0.04,
    destination: {
      folder: 'file:///project',
      template: 'images/${slug}',
      values: { slug: 'red-kite', task: 'textToImage', model: 'core', seed: '', date: '2026-11-20', n: '' },
    },
    ...changes,
  };
}

export const generous: GenerateBudget = { perDayUsd: 10, perCallRefuseUsd: 8 };

/** All ports as fakes, with what they saw. */
export function fakePorts(): FakePorts {
  const journal: Journal = [];
  const proofs: string[] = [];
  let drawn = 0;
  const ports = {
    journal,
    proven: proofs,
    told: [] as GenerateProgress[],
    clock: new FakeClock(),
    invoker: new FakeInvoker(),
    inbox: new FakeInbox(journal),
    imageStore: new FakeImageStore(journal),
    recipes: new FakeRecipes(journal),
    ledger: new FakeLedger(journal),
    limiter: new FakeLimiter(),
    adapters: { adapterFor: () => fakeAdapter },
    // A walk through the range that repeats only after a while.
    random: () => (0.37 + 0.211 * drawn++) % 1,
    extensionVersion: '0.1.0',
    proofs: (region: string, modelId: string, proof: string) =>
      void proofs.push(`${region} ${modelId} ${proof}`),
    recipeFolder: (folder: string) => folder,
    log: silentLog,
  };
  return ports;
}

export interface FakePorts extends GeneratorPorts {
  /** Calls of inbox, store, recipes and ledger's `settle`, in their order. */
  readonly journal: Journal;
  readonly proven: string[];
  readonly told: GenerateProgress[];
  readonly clock: FakeClock;
  readonly invoker: FakeInvoker;
  readonly inbox: FakeInbox;
  readonly imageStore: FakeImageStore;
  readonly recipes: FakeRecipes;
  readonly ledger: FakeLedger;
  readonly limiter: FakeLimiter;
}
