import type { Clock } from '../../../../src/core/clock';
import type { ImageError } from '../../../../src/core/errors';
import type { RequestLimiter } from '../../../../src/core/jobs/limiter';
import type { Log } from '../../../../src/core/log';
import type { InvokeAnswer, InvokeRequest, ModelInvoker } from '../../../../src/core/models/invoker';
import type {
  Booking,
  BudgetLimits,
  Ledger,
  LedgerRow,
  SpendingTotals,
  SpendOutcome,
} from '../../../../src/core/money/ledger';
import type { PictureShrinker, ShrunkPicture } from '../../../../src/core/pixels/port';
import { err, ok, type Result } from '../../../../src/core/result';
import type { EmbeddingContext } from '../../../../src/core/search/embedding/context';
import type { FileCounts, FileRow, SearchFiles } from '../../../../src/core/search/files/ports';
import { findEmbeddingModel } from '../../../../src/core/search/models/find';
import type {
  Added,
  BackgroundSimilarity,
  IndexSummary,
  Match,
  SearchOrder,
  VectorEntry,
  VectorIndex,
  VectorIndexes,
  VectorSpace,
} from '../../../../src/core/search/vectorIndex';
import type { SearchLease, SearchRecord, SearchRecords } from '../../../../src/core/search/workspace/ports';

export const silentLog: Log = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Time passes only by sleeping, and sleeping takes no time. */
export class FakeClock implements Clock {
  time = Date.UTC(2026, 10, 20, 9, 30);

  now(): number {
    return this.time;
  }

  async sleep(ms: number): Promise<void> {
    // Whatever is ready goes first, as it does while time passes.
    await new Promise((resolve) => setImmediate(resolve));
    this.time += ms;
  }
}

/** Counts as the real one does, in memory. */
export class FakeLimiter implements RequestLimiter {
  readonly #clock: FakeClock;
  readonly sent: number[] = [];

  constructor(clock: FakeClock) {
    this.#clock = clock;
  }

  async acquire(
    _key: unknown,
    requestsPerMinute: number,
    onWait: (waitMs: number) => void,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    for (;;) {
      if (signal.aborted) return err({ kind: 'cancelled' });
      const oldest = this.sent.at(-requestsPerMinute);
      const waitMs = oldest === undefined ? 0 : oldest + 60_000 - this.#clock.now();
      if (waitMs <= 0) {
        this.sent.push(this.#clock.now());
        return ok();
      }
      onWait(waitMs);
      await this.#clock.sleep(waitMs);
    }
  }
}

export class FakeLedger implements Ledger {
  readonly open = new Map<number, Booking>();
  readonly settled: { booking: Booking; amountUsd: number; outcome: SpendOutcome }[] = [];
  #lastId = 0;

  reserve(booking: Booking, { perDayUsd }: BudgetLimits): Result<number> {
    const spentUsd = this.spentUsd + [...this.open.values()].reduce((sum, each) => sum + each.amountUsd, 0);
    if (perDayUsd !== null && spentUsd + booking.amountUsd > perDayUsd + 1e-8) {
      return err({ kind: 'budgetReached', spentUsd, limitUsd: perDayUsd, priceUsd: booking.amountUsd });
    }
    this.open.set(++this.#lastId, booking);
    return ok(this.#lastId);
  }

  get spentUsd(): number {
    return this.settled.reduce((sum, { amountUsd }) => sum + amountUsd, 0);
  }

  settle(id: number, amountUsd: number, outcome: SpendOutcome): void {
    const booking = this.open.get(id);
    if (booking) this.settled.push({ booking, amountUsd, outcome });
    this.open.delete(id);
  }

  release(id: number): void {
    this.open.delete(id);
  }

  totals(): Result<SpendingTotals> {
    return ok({ todayUsd: this.spentUsd, monthUsd: this.spentUsd, workspaceUsd: this.spentUsd });
  }

  rows(): Result<readonly LedgerRow[]> {
    return ok([]);
  }

  onDidChange(): { dispose(): void } {
    return { dispose: () => undefined };
  }
}

/** Rows in memory, with what the real one promises. */
export class FakeFiles implements SearchFiles {
  readonly all = new Map<string, FileRow>();
  readonly vanished = new Map<string, number>();
  readonly #clock: Clock;
  #version = 0;
  /** Throws in place of writing, as a kill would end it. */
  onPut: () => void = () => undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  async rows(folder: string): Promise<Result<readonly FileRow[]>> {
    return ok([...this.all.values()].filter((row) => row.folder === folder));
  }

  put(rows: readonly FileRow[]): Result<void> {
    this.onPut();
    this.#version++;
    for (const row of rows) {
      const before = this.all.get(keyOf(row))?.sha256;
      this.all.set(keyOf(row), row);
      if (row.sha256 !== undefined) this.vanished.delete(row.sha256);
      this.#noteVanished(before);
    }
    return ok();
  }

  remove(files: readonly Pick<FileRow, 'folder' | 'path'>[]): Result<void> {
    this.#version++;
    for (const file of files) {
      const before = this.all.get(keyOf(file))?.sha256;
      this.all.delete(keyOf(file));
      this.#noteVanished(before);
    }
    return ok();
  }

  keepFolders(folders: readonly string[]): Result<void> {
    return this.remove([...this.all.values()].filter(({ folder }) => !folders.includes(folder)));
  }

  filesOf(ids: readonly string[]): Result<ReadonlyMap<string, readonly FileRow[]>> {
    const found = new Map<string, FileRow[]>();
    for (const row of [...this.all.values()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
      if (row.sha256 === undefined || !ids.includes(row.sha256)) continue;
      found.set(row.sha256, [...(found.get(row.sha256) ?? []), row]);
    }
    return ok(found);
  }

  ids(): Result<ReadonlySet<string>> {
    return ok(new Set([...this.all.values()].flatMap(({ sha256 }) => sha256 ?? [])));
  }

  problems(): Result<readonly FileRow[]> {
    return ok([...this.all.values()].filter(({ problem }) => problem));
  }

  counts(): Result<FileCounts> {
    const ids = this.ids();
    const problems = this.problems();
    return ok({
      files: this.all.size,
      pictures: ids.ok ? ids.value.size : 0,
      problems: problems.ok ? problems.value.length : 0,
    });
  }

  takeVanished(before: number): Result<readonly string[]> {
    const taken = [...this.vanished].flatMap(([id, at]) => (at < before ? [id] : []));
    for (const id of taken) this.vanished.delete(id);
    return ok(taken);
  }

  version(): number {
    return this.#version;
  }

  clear(): Result<void> {
    this.#version++;
    this.all.clear();
    this.vanished.clear();
    return ok();
  }

  #noteVanished(sha256: string | undefined): void {
    if (sha256 === undefined || [...this.all.values()].some((row) => row.sha256 === sha256)) return;
    this.vanished.set(sha256, this.#clock.now());
  }
}

function keyOf({ folder, path }: Pick<FileRow, 'folder' | 'path'>): string {
  return `${folder} ${path}`;
}

export class FakeRecords implements SearchRecords {
  record: SearchRecord = { complete: [] };

  read(): Result<SearchRecord> {
    return ok(this.record);
  }

  update(change: (record: SearchRecord) => SearchRecord): Result<SearchRecord> {
    this.record = change(this.record);
    return ok(this.record);
  }

  version(): number {
    return 0;
  }
}

/** Shared by the windows of a test: each has a lease of its own on it. */
export class FakeLeases {
  owner: string | undefined;

  of(window: string): SearchLease {
    return {
      hold: () => {
        this.owner ??= window;
        return this.owner === window;
      },
      release: () => {
        if (this.owner === window) this.owner = undefined;
      },
    };
  }
}

/** By brute force, in memory. */
export class FakeIndex implements VectorIndex {
  readonly state = { kind: 'ready' } as const;
  readonly space: VectorSpace;
  readonly stored = new Map<string, Float32Array>();
  /** How often each id was added. */
  readonly adds = new Map<string, number>();
  onAdd: () => Result<void> = () => ok();

  constructor(space: VectorSpace) {
    this.space = space;
  }

  async add(entries: readonly VectorEntry[]): Promise<Result<Added>> {
    const may = this.onAdd();
    if (!may.ok) return may;
    for (const { id, vector } of entries) {
      this.stored.set(id, unit(vector));
      this.adds.set(id, (this.adds.get(id) ?? 0) + 1);
    }
    return ok({ added: entries.length, replaced: 0, refused: [] });
  }

  async remove(ids: readonly string[]): Promise<Result<number>> {
    return ok(ids.filter((id) => this.stored.delete(id)).length);
  }

  async has(ids: readonly string[]): Promise<Result<ReadonlySet<string>>> {
    return ok(new Set(ids.filter((id) => this.stored.has(id))));
  }

  async ids(): Promise<Result<readonly string[]>> {
    return ok([...this.stored.keys()]);
  }

  async count(): Promise<Result<number>> {
    return ok(this.stored.size);
  }

  async vectors(ids: readonly string[]): Promise<Result<ReadonlyMap<string, Float32Array>>> {
    return ok(
      new Map(
        ids.flatMap((id) => {
          const vector = this.stored.get(id);
          return vector ? [[id, vector] as const] : [];
        }),
      ),
    );
  }

  async search({ vector, count, allowed }: SearchOrder): Promise<Result<readonly Match[]>> {
    const query = unit(vector);
    const matches = [...this.stored].flatMap(([id, stored]) =>
      allowed && !allowed.has(id) ? [] : [{ id, score: dot(query, stored) }],
    );
    return ok(matches.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)).slice(0, count));
  }

  async background(queries?: readonly Float32Array[]): Promise<Result<BackgroundSimilarity>> {
    const stored = [...this.stored.values()].slice(0, 300);
    const scores = queries
      ? queries.flatMap((query) => stored.map((vector) => dot(unit(query), vector)))
      : stored.flatMap((one, at) => stored.slice(at + 1).map((other) => dot(one, other)));
    scores.sort((a, b) => a - b);
    const at = (share: number): number => scores[Math.floor(share * (scores.length - 1))] ?? 0;
    const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length);
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / Math.max(1, scores.length);
    return ok({
      pairs: scores.length,
      mean,
      standardDeviation: Math.sqrt(variance),
      median: at(0.5),
      p90: at(0.9),
      p99: at(0.99),
    });
  }

  async close(): Promise<void> {
    // Nothing is held.
  }
}

export class FakeIndexes implements VectorIndexes {
  readonly all = new Map<string, FakeIndex>();

  async open(space: VectorSpace): Promise<Result<VectorIndex>> {
    return ok(this.at(space));
  }

  at(space: VectorSpace): FakeIndex {
    const key = `${space.modelId} ${space.dimensions} ${space.kind}`;
    const found = this.all.get(key) ?? new FakeIndex(space);
    this.all.set(key, found);
    return found;
  }

  async list(): Promise<Result<readonly IndexSummary[]>> {
    return ok([...this.all.values()].map(({ space, stored }) => ({ space, count: stored.size, bytes: 0 })));
  }

  async delete({ modelId, dimensions, kind }: VectorSpace): Promise<Result<void>> {
    this.all.delete(`${modelId} ${dimensions} ${kind}`);
    return ok();
  }

  dispose(): void {
    // Nothing is held.
  }
}

export function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / length);
}

export function dot(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  return sum;
}

/** What a file holds is its picture; `broken` cannot be decoded. */
export class FakeShrinker implements PictureShrinker {
  atOnce = 0;
  mostAtOnce = 0;

  async shrink(bytes: Uint8Array): Promise<Result<ShrunkPicture>> {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    await Promise.resolve();
    this.atOnce--;
    if (new TextDecoder().decode(bytes).startsWith('broken')) {
      return err({ kind: 'notReadable', name: 'The image', reason: 'the file is damaged or incomplete' });
    }
    return ok({ bytes, width: 8, height: 8, original: { type: 'png', width: 80, height: 80 } });
  }
}

/** Speaks Titan's language: the vector of a picture or a text is what `vectorOf` makes of its words. */
export class FakeModel implements ModelInvoker {
  /** How often each content was answered. */
  readonly answered = new Map<string, number>();
  readonly requests: InvokeRequest[] = [];
  mostAtOnce = 0;
  #atOnce = 0;
  /** Answers in place of the model, where it gives something. */
  fault: (content: string, number: number) => ImageError | undefined = () => undefined;
  vectorOf: (content: string, dimensions: number) => readonly number[] = hashed;

  async invoke(request: InvokeRequest): Promise<Result<InvokeAnswer>> {
    const number = this.requests.push(request);
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    await Promise.resolve();
    this.#atOnce--;
    const { inputText, inputImage, embeddingConfig } = request.body as {
      inputText?: string;
      inputImage?: string;
      embeddingConfig: { outputEmbeddingLength: number };
    };
    const content = inputText ?? atob(inputImage ?? '');
    const error = this.fault(content, number);
    if (error) return err(error);
    this.answered.set(content, (this.answered.get(content) ?? 0) + 1);
    const embedding = this.vectorOf(content, embeddingConfig.outputEmbeddingLength);
    const body = { embedding, inputTextTokenCount: inputText === undefined ? 0 : 5, message: null };
    return ok({ bytes: new TextEncoder().encode(JSON.stringify(body)) });
  }
}

/** The same for the same content, and unlike all others. */
export function hashed(content: string, dimensions: number): readonly number[] {
  let state = 2166136261;
  for (const sign of content) state = Math.imul(state ^ (sign.codePointAt(0) ?? 0), 16777619);
  return Array.from({ length: dimensions }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

export function titanContext(changes: Partial<EmbeddingContext> = {}): EmbeddingContext {
  const model = findEmbeddingModel('amazon.titan-embed-image-v1');
  if (!model) throw new TypeError('Titan is missing.');
  return {
    model: { model, state: { kind: 'ready' }, invokeAs: model.id, isGlobal: false },
    dimensions: 256,
    region: 'us-east-1',
    provider: 'bedrock',
    workspace: 'file:///project',
    budget: { perDayUsd: null, perCallRefuseUsd: null },
    ...changes,
  };
}
