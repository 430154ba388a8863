import type { Disposable } from '../../disposable';
import { Emitter } from '../../emitter';
import { ok, type Result } from '../../result';
import { withIncluded, withoutIncluded, type Included } from '../workspace/included';
import { covers } from '../workspace/ports';
import { isSameSpace, spaceOf, type EmbeddingContext } from '../embedding/context';
import type { FileRow } from '../files/ports';
import { estimateIndexing } from '../models/price';
import { lookAtFolders } from './look';
import type { IndexerPorts, IndexingPlan, IndexingProgress, IndexingState } from './ports';
import { IndexingRun, type RunEnd } from './run';
import { sentOf, workFor } from './work';

/** Files that are saved together are looked at together. */
const SETTLE_MS = 1000;

/** How long a window that takes the word back waits for one that indexes. */
const LOOK_MS = 200;
const MOST_LOOKS = 50;

const nothing: IndexingProgress = { done: 0, total: 0, spentUsd: 0 };

/** What is still to be looked at: everything, or paths by folder. */
type Pending = 'all' | Map<string, Set<string>>;

/**
 * Keeps the index of one workspace equal to its pictures, once the user has consented. One run at a time; what changes
 * meanwhile is looked at in the next.
 */
export class Indexer implements Disposable {
  readonly #ports: IndexerPorts;
  readonly #changed = new Emitter<IndexingState>();
  readonly #end = new AbortController();
  #state: IndexingState = { kind: 'idle' };
  #pending: Pending | undefined;
  #loop: Promise<void> | undefined;
  #run: AbortController | undefined;
  #settling = false;

  readonly onDidChange = this.#changed.event;

  constructor(ports: IndexerPorts) {
    this.#ports = ports;
    const record = ports.records.read();
    if (record.ok && !record.value.consent) this.#state = { kind: 'noConsent' };
    else if (record.ok && record.value.isPaused) this.#state = { kind: 'paused', ...nothing };
  }

  get state(): IndexingState {
    return this.#state;
  }

  /**
   * What indexing would mean, before anything is sent: looks at names, sizes and times alone. Copies of one picture count
   * each, because nobody has read them yet.
   */
  async plan(signal: AbortSignal): Promise<Result<IndexingPlan>> {
    const { files, indexes, context } = this.#ports;
    const current = await context(signal);
    if (!current.ok) return current;
    const space = spaceOf(current.value);
    const { model } = current.value.model;
    const looked = await lookAtFolders(this.#ports, model.id, undefined, signal);
    if (!looked.ok) return looked;
    const listed = await indexes.list();
    if (!listed.ok) return listed;
    let has: readonly string[] = [];
    if (listed.value.some((each) => isSameSpace(each.space, space))) {
      const opened = await indexes.open(space);
      const ids = opened.ok ? await opened.value.ids() : opened;
      if (!ids.ok) return ids;
      has = ids.value;
    }
    const counts = files.counts();
    if (!counts.ok) return counts;
    const work = workFor(looked.value.folders, new Set(has));
    const sent = sentOf(work);
    const known = looked.value.folders.reduce((sum, { changes }) => sum + changes.problemCount, 0);
    return ok({
      ...estimateIndexing(model, sent, current.value.provider),
      context: current.value,
      leftOut: looked.value.leftOut,
      problems: known + work.length - sent,
      counts: counts.value,
    });
  }

  /** The user's word for this workspace, given where the plan was shown; indexing begins. */
  consent({ model, region, provider }: EmbeddingContext): Result<void> {
    const consent = { at: this.#ports.clock.now(), modelId: model.model.id, region, provider };
    const updated = this.#ports.records.update(({ complete, include }) => ({
      complete,
      consent,
      ...(include ? { include } : {}),
    }));
    if (!updated.ok) return updated;
    this.start();
    return ok();
  }

  /** Takes the word back: every index of the workspace, and all that was known of its files, is deleted. */
  async withdraw(): Promise<Result<void>> {
    const { records, files, indexes, lease } = this.#ports;
    // First, so that nothing begins again, in no window.
    const updated = records.update(({ include }) => ({ complete: [], ...(include ? { include } : {}) }));
    if (!updated.ok) return updated;
    await this.stop();
    await this.#othersEnd();
    const listed = await indexes.list();
    if (!listed.ok) return listed;
    for (const { space } of listed.value) {
      const deleted = await indexes.delete(space);
      if (!deleted.ok) return deleted;
    }
    const cleared = files.clear();
    lease.release();
    this.#become({ kind: 'noConsent' });
    return cleared;
  }

  /**
   * Brings the index up to date: after activation, after a change of settings, and now and then, so that this window takes
   * over from one that was closed. Does nothing without consent or while paused.
   */
  start(): void {
    this.#pending = 'all';
    this.#wake();
  }

  /**
   * Something has changed on the disk. Files that are saved together are looked at together.
   *
   * @param paths files or folders, relative to the workspace folder, with `/`
   */
  look(folder: string, paths: readonly string[]): void {
    if (this.#pending !== 'all') {
      this.#pending ??= new Map();
      const known = this.#pending.get(folder) ?? new Set();
      for (const path of paths) known.add(path);
      this.#pending.set(folder, known);
    }
    if (this.#settling || this.#loop) return;
    this.#settling = true;
    void this.#ports.clock.sleep(SETTLE_MS, this.#end.signal).then(() => {
      this.#settling = false;
      if (!this.#end.signal.aborted) this.#wake();
    });
  }

  /** Resolves when what is under way is finished and written. It stays paused after a reload. */
  async pause(): Promise<Result<void>> {
    const updated = this.#ports.records.update((record) => ({ ...record, isPaused: true }));
    if (!updated.ok) return updated;
    const progress = 'done' in this.#state ? this.#state : nothing;
    await this.stop();
    const { done, total, spentUsd } = 'done' in this.#state ? this.#state : progress;
    this.#become({ kind: 'paused', done, total, spentUsd });
    return ok();
  }

  resume(): Result<void> {
    const updated = this.#ports.records.update(({ isPaused: _paused, ...record }) => record);
    if (!updated.ok) return updated;
    this.start();
    return ok();
  }

  /** Ends the run; what was paid for is kept. The next start goes on from there. */
  async stop(): Promise<void> {
    this.#pending = undefined;
    this.#run?.abort();
    await this.#loop;
  }

  /** Deletes the index of the model and length that the settings name, and makes it anew. */
  async rebuild(signal: AbortSignal): Promise<Result<void>> {
    const current = await this.#ports.context(signal);
    if (!current.ok) return current;
    const own = spaceOf(current.value);
    await this.stop();
    const deleted = await this.#ports.indexes.delete(own);
    if (!deleted.ok) return deleted;
    const updated = this.#ports.records.update((record) => ({
      ...record,
      complete: record.complete.filter((space) => !isSameSpace(space, own)),
    }));
    if (!updated.ok) return updated;
    this.start();
    return ok();
  }

  /** Folders that are looked at from now on although a rule leaves them out, beside those of before; relative paths. */
  include(folder: string, paths: readonly string[]): Result<void> {
    return this.#changeIncluded((before) => withIncluded(before, folder, paths));
  }

  /** Lets the rules hold again for these folders and for all that lies in them. @returns those that had been included */
  leaveToRules(folder: string, paths: readonly string[]): Result<readonly string[]> {
    let included: readonly string[] = [];
    const changed = this.#changeIncluded((before) => {
      included = paths.filter((path) => before[folder]?.includes(path));
      return withoutIncluded(before, folder, paths);
    });
    return changed.ok ? ok(included) : changed;
  }

  /** Files that are not in the index, each with the reason. */
  problems(): Result<readonly FileRow[]> {
    return this.#ports.files.problems();
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#loop) await this.#loop;
  }

  dispose(): void {
    this.#pending = undefined;
    this.#end.abort();
    this.#run?.abort();
    this.#ports.lease.release();
  }

  #changeIncluded(change: (before: Included) => Included): Result<void> {
    const updated = this.#ports.records.update((record) => ({
      ...record,
      include: change(record.include ?? {}),
    }));
    if (!updated.ok) return updated;
    this.start();
    return ok();
  }

  /** A window that indexes sees that the word was taken back, and writes what is under way before it ends. */
  async #othersEnd(): Promise<void> {
    const { lease, clock } = this.#ports;
    for (let tries = 0; tries < MOST_LOOKS && !lease.hold(); tries++) {
      await clock.sleep(LOOK_MS, this.#end.signal);
    }
  }

  #wake(): void {
    if (this.#loop || this.#end.signal.aborted) return;
    this.#loop = this.#work()
      .catch((cause: unknown) => {
        this.#become({ kind: 'stopped', error: { kind: 'unexpected', cause }, ...nothing });
      })
      .finally(() => {
        this.#loop = undefined;
        // Something came between the last look at what waits and this moment.
        if (this.#pending !== undefined && !this.#settling) this.#wake();
      });
  }

  async #work(): Promise<void> {
    // Whoever has called goes on first.
    await Promise.resolve();
    while (this.#pending !== undefined) {
      // What was left, or what a window that is gone now may have left, is looked at too.
      const isUnsure = this.#state.kind === 'stopped' || this.#state.kind === 'elsewhere';
      const pending = isUnsure ? 'all' : this.#pending;
      const allowed = this.#isAllowed();
      if (!allowed) {
        this.#pending = undefined;
        return;
      }
      this.#pending = undefined;
      const run = new AbortController();
      this.#run = run;
      const end = await this.#runOnce(pending, run.signal);
      this.#run = undefined;
      this.#ports.lease.release();
      if (!run.signal.aborted && end) this.#ended(end);
      else if (this.#state.kind !== 'noConsent') this.#interrupted(end);
    }
  }

  #isAllowed(): boolean {
    const record = this.#ports.records.read();
    if (!record.ok) {
      this.#become({ kind: 'stopped', error: record.error, ...nothing });
      return false;
    }
    if (!record.value.consent) {
      this.#become({ kind: 'noConsent' });
      return false;
    }
    if (record.value.isPaused && this.#state.kind !== 'paused') this.#become({ kind: 'paused', ...nothing });
    return record.value.isPaused !== true;
  }

  async #runOnce(
    pending: Pending,
    signal: AbortSignal,
  ): Promise<RunEnd | { readonly kind: 'noConsent' } | undefined> {
    const context = await this.#ports.context(signal);
    if (signal.aborted) return undefined;
    if (!context.ok) return { kind: 'stopped', error: context.error, progress: nothing };
    const record = this.#ports.records.read();
    if (record.ok && !covers(record.value.consent, context.value.provider)) return { kind: 'noConsent' };
    const only =
      pending === 'all' ? undefined : new Map([...pending].map(([folder, paths]) => [folder, [...paths]]));
    const run = new IndexingRun(this.#ports, context.value, only, (state) => this.#become(state));
    return run.run(signal);
  }

  #ended(end: RunEnd | { readonly kind: 'noConsent' }): void {
    switch (end.kind) {
      case 'noConsent':
        return this.#become({ kind: 'noConsent' });
      case 'finished':
        return this.#become({ kind: 'idle' });
      case 'elsewhere':
        return this.#become({ kind: 'elsewhere' });
      case 'stopped':
        return this.#become({ kind: 'stopped', error: end.error, ...end.progress });
      case 'interrupted':
        return this.#interrupted(end);
    }
  }

  #interrupted(end: RunEnd | { readonly kind: 'noConsent' } | undefined): void {
    if (end?.kind !== 'interrupted' || end.progress.total === 0) return this.#become({ kind: 'idle' });
    this.#become({ kind: 'paused', ...end.progress });
  }

  #become(state: IndexingState): void {
    if (this.#end.signal.aborted) return;
    if (state.kind === this.#state.kind && !('done' in state)) return;
    this.#state = state;
    this.#changed.fire(state);
  }
}
