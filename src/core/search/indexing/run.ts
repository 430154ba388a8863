import type { ImageError } from '../../errors';
import { forEachAtOnce } from '../../gallery/atOnce';
import { isSameSpace, spaceOf, type EmbeddingContext } from '../embedding/context';
import { SpendingPot } from '../embedding/spendingPot';
import type { FileRow } from '../files/ports';
import { imageUsd } from '../models/price';
import type { VectorIndex } from '../vectorIndex';
import { IndexBatch } from './batch';
import { lookAtFolders, writeLook, type Look, type LookOnly } from './look';
import { PictureIndexer } from './pictureIndexer';
import type { IndexerPorts, IndexingProgress, IndexingState } from './ports';
import { sentOf, workFor, type WorkItem } from './work';

/** Files under way at once; most of them wait for the model. */
const AT_ONCE = 16;

/** A file that was being written is looked at again, and a request that was lost is sent again. */
const MOST_ROUNDS = 3;

/** So many failures without a success between are no accident. */
const MOST_FAILURES = 24;

const PROGRESS_EVERY_MS = 200;

/** How long the vector of a picture is kept that no file has: until then a change of branches costs nothing. */
export const KEEP_VANISHED_MS = 30 * 24 * 60 * 60_000;

/** What a booking of indexing is called in the ledger. */
export const INDEX_TASK = 'searchIndex';

export type RunEnd =
  | { readonly kind: 'finished'; readonly progress: IndexingProgress }
  | { readonly kind: 'interrupted'; readonly progress: IndexingProgress }
  | { readonly kind: 'stopped'; readonly progress: IndexingProgress; readonly error: ImageError }
  | { readonly kind: 'elsewhere' };

/** One pass over the workspace, or over some paths of it, until the index holds what is there. */
export class IndexingRun {
  readonly #ports: IndexerPorts;
  readonly #context: EmbeddingContext;
  readonly #only: LookOnly | undefined;
  readonly #tell: (state: IndexingState) => void;
  #total = 0;
  #done = 0;
  /** Items of this run that have ended, and all of them. */
  #ended = 0;
  #items = 0;
  #startedAt = 0;
  #toldAt = 0;
  #failures = 0;
  readonly #pictures = new Map<string, FileRow['picture']>();
  #pot: SpendingPot | undefined;
  #stop: ImageError | undefined;
  #isElsewhere = false;
  #isCalledOff = false;

  constructor(
    ports: IndexerPorts,
    context: EmbeddingContext,
    only: LookOnly | undefined,
    tell: (state: IndexingState) => void,
  ) {
    this.#ports = ports;
    this.#context = context;
    this.#only = only;
    this.#tell = tell;
  }

  /** @param signal pauses: nothing more is begun, what is under way is finished and written */
  async run(signal: AbortSignal): Promise<RunEnd> {
    const { lease, files, indexes } = this.#ports;
    if (!lease.hold()) return { kind: 'elsewhere' };
    this.#tell({ kind: 'scanning' });
    const opened = await indexes.open(spaceOf(this.#context));
    if (!opened.ok) return this.#stopped(opened.error);
    const looked = await lookAtFolders(this.#ports, this.#context.model.model.id, this.#only, signal);
    if (!looked.ok)
      return looked.error.kind === 'cancelled' ? this.#interrupted() : this.#stopped(looked.error);
    const written = writeLook(files, looked.value);
    if (!written.ok) return this.#stopped(written.error);
    const ids = await opened.value.ids();
    if (!ids.ok) return this.#stopped(ids.error);
    const has = new Set(ids.value);
    const work = workFor(looked.value.folders, has);
    this.#count(looked.value, has);
    const usdEach = imageUsd(this.#context.model.model);
    const tooMuch = this.#tooExpensive(sentOf(work) * usdEach);
    if (tooMuch) return this.#stopped(tooMuch);
    const left = await this.#work(work, opened.value, has, usdEach, signal);
    if (this.#isElsewhere) return { kind: 'elsewhere' };
    if (this.#stop) return this.#stopped(this.#stop);
    if (signal.aborted || this.#isCalledOff) return this.#interrupted();
    return left.error ? this.#stopped(left.error) : this.#finish(opened.value);
  }

  async #work(
    work: readonly WorkItem[],
    index: VectorIndex,
    has: Set<string>,
    usdEach: number,
    signal: AbortSignal,
  ): Promise<{ readonly error?: ImageError }> {
    const { files, clock, ledger } = this.#ports;
    const batch = new IndexBatch(index, files, clock);
    this.#pot = new SpendingPot(ledger, this.#context, usdEach, INDEX_TASK);
    const pictures = new PictureIndexer({
      ports: this.#ports,
      context: this.#context,
      pot: this.#pot,
      batch,
      has,
      pictures: this.#pictures,
      expected: () => this.#items - this.#ended,
    });
    this.#startedAt = clock.now();
    this.#items = work.length;
    let round = work;
    let lastError: ImageError | undefined;
    try {
      for (let number = 1; number <= MOST_ROUNDS && round.length > 0; number++) {
        const again: WorkItem[] = [];
        lastError = undefined;
        await forEachAtOnce(round, AT_ONCE, async (item) => {
          const error = await this.#one(item, pictures, again, signal);
          lastError = error ?? lastError;
        });
        if (this.#isOver(signal)) break;
        round = again;
      }
    } finally {
      const flushed = await batch.flush();
      if (!flushed.ok) this.#stop ??= flushed.error;
      this.#pot.close();
    }
    return lastError && round.length > 0 ? { error: lastError } : {};
  }

  /** @returns why the item is still to be done, where there is a reason to tell */
  async #one(
    item: WorkItem,
    pictures: PictureIndexer,
    again: WorkItem[],
    signal: AbortSignal,
  ): Promise<ImageError | undefined> {
    if (this.#isOver(signal)) return undefined;
    if (!this.#mayGoOn()) return undefined;
    const end = await pictures.index(item, signal);
    switch (end.kind) {
      case 'stop':
        this.#stop ??= end.error;
        return undefined;
      case 'later':
        again.push(item);
        if (end.error && end.error.kind !== 'cancelled' && ++this.#failures >= MOST_FAILURES) {
          this.#stop ??= end.error;
        }
        return end.error;
      case 'done':
        if (end.wasEmbedded) this.#failures = 0;
        this.#done += item.copies;
        break;
      case 'gone':
        this.#total--;
        break;
    }
    this.#ended++;
    this.#tellProgress();
    return undefined;
  }

  /** Another window may have paused, taken the user's word back, or taken over while this computer slept. */
  #mayGoOn(): boolean {
    const { lease, records } = this.#ports;
    if (!lease.hold()) this.#isElsewhere = true;
    const record = records.read();
    if (!record.ok) this.#stop ??= record.error;
    else if (!record.value.consent || record.value.isPaused) this.#isCalledOff = true;
    return !this.#isElsewhere && !this.#isCalledOff && record.ok;
  }

  #isOver(signal: AbortSignal): boolean {
    return signal.aborted || this.#stop !== undefined || this.#isElsewhere || this.#isCalledOff;
  }

  /** The index holds what is there: an older one beside it is no longer needed, nor what vanished long ago. */
  async #finish(index: VectorIndex): Promise<RunEnd> {
    const { files, records, clock, indexes, log, folders } = this.#ports;
    const finished: RunEnd = { kind: 'finished', progress: this.#progress() };
    if (this.#only) return finished;
    const cleaned = files.keepFolders(folders().map(({ uri }) => uri));
    const vanished = files.takeVanished(clock.now() - KEEP_VANISHED_MS);
    if (vanished.ok && vanished.value.length > 0) await index.remove(vanished.value);
    const own = spaceOf(this.#context);
    const updated = records.update((record) => ({
      ...record,
      complete: [...record.complete.filter((space) => space.kind !== own.kind), own],
    }));
    const others = updated.ok ? await indexes.list() : updated;
    if (!cleaned.ok || !vanished.ok || !others.ok) return finished;
    for (const { space } of others.value) {
      if (space.kind !== own.kind || isSameSpace(space, own)) continue;
      log.info('removing an index that another one has replaced', space);
      await indexes.delete(space);
    }
    return finished;
  }

  #count({ folders }: Look, has: ReadonlySet<string>): void {
    for (const { changes } of folders) {
      this.#total += changes.known.length + changes.unread.length;
      for (const { sha256, picture } of changes.gone) {
        if (sha256 !== undefined && picture) this.#pictures.set(sha256, picture);
      }
      this.#done += changes.known.filter(({ sha256 = '' }) => has.has(sha256)).length;
    }
  }

  #tooExpensive(priceUsd: number): ImageError | undefined {
    const { budget, provider } = this.#context;
    const limitUsd = budget.perCallRefuseUsd;
    return provider === 'bedrock' && limitUsd !== null && priceUsd > limitUsd
      ? { kind: 'callTooExpensive', priceUsd, limitUsd }
      : undefined;
  }

  #tellProgress(): void {
    const now = this.#ports.clock.now();
    if (now - this.#toldAt < PROGRESS_EVERY_MS && this.#ended < this.#items) return;
    this.#toldAt = now;
    this.#tell({ kind: 'indexing', ...this.#progress() });
  }

  #progress(): IndexingProgress {
    const elapsedMs = this.#ports.clock.now() - this.#startedAt;
    const progress = {
      done: this.#done,
      total: this.#total,
      spentUsd: this.#pot?.spentUsd ?? 0,
    };
    if (this.#ended < 10) return progress;
    return { ...progress, leftMs: (elapsedMs / this.#ended) * (this.#items - this.#ended) };
  }

  #stopped(error: ImageError): RunEnd {
    return { kind: 'stopped', progress: this.#progress(), error };
  }

  #interrupted(): RunEnd {
    return { kind: 'interrupted', progress: this.#progress() };
  }
}
