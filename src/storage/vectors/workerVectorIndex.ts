import type { Log } from '../../core/log';
import { ok, type Result } from '../../core/result';
import type {
  Added,
  BackgroundSimilarity,
  IndexState,
  IndexSummary,
  Match,
  SearchOrder,
  VectorEntry,
  VectorIndex,
  VectorIndexes,
  VectorSpace,
} from '../../core/search/vectorIndex';
import type { Urgency } from '../../threads/queuedWorker';
import { keyOf, type Filter, type OperationName, type Operations } from './protocol';
import { VectorThread } from './thread';

/** Indexes in SQLite files of one folder, read and searched in a worker of their own, which is started at the first call. */
export class WorkerVectorIndexes implements VectorIndexes {
  readonly #thread: VectorThread;
  readonly #filters = new SentFilters();
  readonly #opened = new Map<string, OpenedIndex>();

  /**
   * @param program path of the built worker entry, `storage/vectors/worker.js` beside the extension's bundle
   * @param folder made when it is needed; nothing else lies in it
   */
  constructor(program: string, folder: string, log: Log, idleMs?: number) {
    this.#thread = new VectorThread(program, { folder }, log, idleMs);
  }

  /** The worker is running, with its indexes in memory; it ends by itself when nobody has asked for ten minutes. */
  get isRunning(): boolean {
    return this.#thread.isRunning;
  }

  async open(space: VectorSpace): Promise<Result<VectorIndex>> {
    const key = keyOf(space);
    const index = this.#opened.get(key) ?? new OpenedIndex(this.#thread, this.#filters, space);
    const opened = await index.open();
    if (!opened.ok) return opened;
    this.#opened.set(key, index);
    return ok(index);
  }

  async list(): Promise<Result<readonly IndexSummary[]>> {
    return (await this.#thread.run('list', () => undefined, 'later')).result;
  }

  async delete(space: VectorSpace): Promise<Result<void>> {
    const { result } = await this.#thread.run('delete', () => ({ space }), 'later');
    if (result.ok) this.#opened.delete(keyOf(space));
    return result;
  }

  dispose(): void {
    this.#thread.dispose();
  }
}

class OpenedIndex implements VectorIndex {
  readonly space: VectorSpace;
  readonly #thread: VectorThread;
  readonly #filters: SentFilters;
  #state: IndexState = { kind: 'ready' };

  constructor(thread: VectorThread, filters: SentFilters, space: VectorSpace) {
    this.#thread = thread;
    this.#filters = filters;
    this.space = { ...space };
  }

  get state(): IndexState {
    return this.#state;
  }

  open(): Promise<Result<undefined>> {
    return this.#run('open', () => ({ space: this.space }), 'later');
  }

  add(entries: readonly VectorEntry[]): Promise<Result<Added>> {
    return this.#run('add', () => ({ space: this.space, entries }), 'later');
  }

  remove(ids: readonly string[]): Promise<Result<number>> {
    return this.#run('remove', () => ({ space: this.space, ids }), 'later');
  }

  has(ids: readonly string[]): Promise<Result<ReadonlySet<string>>> {
    return this.#run('has', () => ({ space: this.space, ids }), 'later');
  }

  ids(): Promise<Result<readonly string[]>> {
    return this.#run('ids', () => ({ space: this.space }), 'later');
  }

  count(): Promise<Result<number>> {
    return this.#run('count', () => ({ space: this.space }), 'later');
  }

  vectors(ids: readonly string[]): Promise<Result<ReadonlyMap<string, Float32Array>>> {
    return this.#run('vectors', () => ({ space: this.space, ids }), 'now');
  }

  search({ vector, count, allowed }: SearchOrder, signal?: AbortSignal): Promise<Result<readonly Match[]>> {
    const params = (worker: number): Operations['search']['params'] => ({
      space: this.space,
      vector,
      count,
      filter: allowed && this.#filters.of(allowed, worker),
    });
    return this.#run('search', params, 'now', signal);
  }

  background(queries?: readonly Float32Array[], signal?: AbortSignal): Promise<Result<BackgroundSimilarity>> {
    return this.#run('background', () => ({ space: this.space, queries }), 'now', signal);
  }

  async close(): Promise<void> {
    if (this.#thread.isRunning) await this.#run('close', () => ({ space: this.space }), 'later');
  }

  async #run<Name extends OperationName>(
    name: Name,
    params: (worker: number) => Operations[Name]['params'],
    urgency: Urgency,
    signal?: AbortSignal,
  ): Promise<Result<Operations[Name]['result']>> {
    const { result, state } = await this.#thread.run(name, params, urgency, signal);
    // A worker that was started again knows nothing of what another one has rebuilt.
    if (state && state.kind !== 'ready') this.#state = state;
    return result;
  }
}

/** Which filter the worker was given last: people type on with the same one, and it may be 100,000 ids long. */
class SentFilters {
  #last: { readonly worker: number; readonly allowed: ReadonlySet<string> } | undefined;

  of(allowed: ReadonlySet<string>, worker: number): Filter {
    if (this.#last?.worker === worker && this.#last.allowed === allowed) return { kind: 'last' };
    this.#last = { worker, allowed };
    return { kind: 'ids', ids: [...allowed] };
  }
}
