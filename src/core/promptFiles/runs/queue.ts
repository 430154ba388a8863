import { Emitter } from '../../emitter';
import type { ImageError } from '../../errors';
import { reachOf } from '../../generate/failures';
import { roundUsd } from '../../generate/plan';
import { ok, type Result } from '../../result';
import type { Cell } from '../cells';
import { knownCells, planOf, type KnownCells, type RunPlan } from './plan';
import type { CellKnowledge, CellStart, RunPorts } from './ports';
import type { MadeCell, RunCell, RunRecord } from './record';

/** Where one cell of a run stands. */
export type ItemState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'making' }
  | { readonly kind: 'made'; readonly made: MadeCell; readonly wasMadeBefore: boolean }
  | { readonly kind: 'failed'; readonly error: ImageError; readonly mayBeCharged: boolean }
  | { readonly kind: 'cancelled'; readonly mayBeCharged: boolean }
  /** Sent by a run that died: it may have been charged, and is sent again only when the user asks. */
  | { readonly kind: 'inDoubt' };

export interface RunItem {
  readonly key: string;
  readonly cell: Cell;
  readonly state: ItemState;
}

/** Everything of a run at one moment. */
export interface RunSnapshot {
  readonly status: RunRecord['status'];
  /** In the order in which they are made. */
  readonly items: readonly RunItem[];
  readonly plan: RunPlan;
  /** What this run has paid itself, in USD. */
  readonly spentUsd: number;
  readonly mayBeCharged: boolean;
  /** Why it stopped: the budget, the sign-in, the network. What waits can be resumed. */
  readonly stoppedBy?: ImageError;
}

/** A cell with what its run says of it. */
export interface QueuedCell {
  readonly cell: Cell;
  readonly kept: Pick<RunCell, 'at' | 'values' | 'isStarred' | 'note'>;
}

/** Requests at once; more would only meet the model's requests per minute. */
const PARALLEL = 3;

/** How often it is looked whether another window has finished a cell. */
const BUSY_POLL_MS = 1000;

interface Item {
  readonly cell: Cell;
  kept: QueuedCell['kept'];
  state: ItemState;
  isRepeated: boolean;
  abort?: AbortController;
}

/**
 * Makes the cells of one run, each at most once. Before each paid call it stands on the disk that it is made, so that after
 * a kill nothing is paid for twice: what arrived is found again, and what cannot be found is left to the user.
 */
export class RunQueue {
  readonly #ports: RunPorts;
  readonly #changed = new Emitter<RunSnapshot>();
  readonly #items = new Map<string, Item>();
  #record: RunRecord;
  #order: string[];
  #status: RunRecord['status'] = 'paused';
  #stoppedBy: ImageError | undefined;
  #spentUsd = 0;
  #mayBeCharged = false;
  #working: Promise<Result<void>> | undefined;

  /** @param record of a new run, or of one that is resumed: then its stars and notes stay */
  constructor(record: RunRecord, cells: readonly QueuedCell[], ports: RunPorts) {
    this.#ports = ports;
    this.#record = record;
    const earlier = new Map(record.cells.map((cell) => [cell.key, cell]));
    for (const { cell, kept } of cells) {
      // Two combinations with one text are one request.
      if (this.#items.has(cell.key)) continue;
      const { isStarred, note } = earlier.get(cell.key) ?? {};
      this.#items.set(cell.key, {
        cell,
        kept: {
          ...kept,
          ...(isStarred === undefined ? {} : { isStarred }),
          ...(note === undefined ? {} : { note }),
        },
        state: { kind: 'waiting' },
        isRepeated: false,
      });
    }
    this.#order = [...this.#items.keys()];
  }

  readonly onDidChange = this.#changed.event;

  get snapshot(): RunSnapshot {
    const items = this.#order.flatMap((key) => {
      const item = this.#items.get(key);
      return item ? [{ key, cell: item.cell, state: item.state }] : [];
    });
    return {
      status: this.#status,
      items,
      plan: this.#plan(),
      spentUsd: roundUsd(this.#spentUsd),
      mayBeCharged: this.#mayBeCharged,
      ...(this.#stoppedBy ? { stoppedBy: this.#stoppedBy } : {}),
    };
  }

  /** The run as it is kept on the disk. */
  get record(): RunRecord {
    return {
      ...this.#record,
      status: this.#status,
      cells: this.#order.flatMap((key) => this.#keptCell(key) ?? []),
    };
  }

  /** Finds out what was made before. Costs nothing, sends nothing. */
  async prepare(): Promise<Result<RunPlan>> {
    const waiting = this.#order.filter((key) => this.#items.get(key)?.state.kind === 'waiting');
    const known = await knownCells(waiting, this.#record.provider, this.#ports);
    if (!known.ok && !this.#isOffline) return known;
    if (known.ok) this.#learn(known.value);
    this.#tell();
    return ok(this.#plan());
  }

  /**
   * Makes what waits, until nothing does, or somebody pauses, or nothing can be sent. Asked again while it works, it is the
   * same work.
   *
   * @returns the error where the run itself cannot be written: then nothing was sent
   */
  async start(): Promise<Result<void>> {
    if (this.#working) {
      if (this.#status === 'paused') this.#status = 'running';
      this.#fill();
      return this.#working;
    }
    this.#status = 'running';
    this.#stoppedBy = undefined;
    this.#working = this.#work().finally(() => {
      this.#working = undefined;
    });
    return this.#working;
  }

  /** What is being made is finished; nothing more is sent. */
  pause(): void {
    if (this.#status !== 'running') return;
    this.#status = 'paused';
    this.#tell();
  }

  /** @param keys those that wait or are being made; all without it. An image that arrives nevertheless is kept. */
  cancel(keys?: readonly string[]): void {
    for (const key of keys ?? this.#order) {
      const item = this.#items.get(key);
      if (item?.state.kind === 'waiting') item.state = { kind: 'cancelled', mayBeCharged: false };
      else if (item?.state.kind === 'making') item.abort?.abort();
    }
    if (!keys) this.#status = 'cancelled';
    this.#tell();
  }

  /** Puts a cell before others: 0 is the next one to be made. */
  move(key: string, place: number): void {
    if (!this.#items.has(key)) return;
    const waiting = this.#order.filter(
      (each) => each !== key && this.#items.get(each)?.state.kind === 'waiting',
    );
    const before = waiting[Math.max(0, place)];
    const others = this.#order.filter((each) => each !== key);
    const at = before === undefined ? others.length : others.indexOf(before);
    this.#order = [...others.slice(0, at), key, ...others.slice(at)];
    this.#tell();
  }

  /**
   * Lets failed and cancelled cells wait again, and nothing else; `start` makes them.
   *
   * @param keys only these of them
   */
  retryFailed(keys: readonly string[] = this.#order): void {
    for (const key of keys) {
      const item = this.#items.get(key);
      if (item?.state.kind === 'failed' || item?.state.kind === 'cancelled') item.state = { kind: 'waiting' };
    }
    this.#tell();
  }

  /** The user wants these again, also where they were made or may have been: they will be paid for. */
  repeat(keys: readonly string[]): void {
    for (const key of keys) {
      const item = this.#items.get(key);
      if (!item || item.state.kind === 'making') continue;
      item.state = { kind: 'waiting' };
      item.isRepeated = true;
    }
    this.#tell();
  }

  /** @param note undefined or empty for none */
  mark(
    key: string,
    { isStarred, note }: { readonly isStarred?: boolean; readonly note?: string },
  ): Promise<Result<void>> {
    const item = this.#items.get(key);
    if (item) {
      const { isStarred: starred, note: noted, ...kept } = item.kept;
      const star = isStarred ?? starred;
      const words = note ?? noted;
      item.kept = {
        ...kept,
        ...(star === true ? { isStarred: true } : {}),
        ...(words === undefined || words === '' ? {} : { note: words }),
      };
    }
    this.#tell();
    return this.#ports.store.write(this.record);
  }

  get #isOffline(): boolean {
    return this.#record.provider === 'offline';
  }

  async #work(): Promise<Result<void>> {
    const { endedAt: _endedAt, ...record } = this.#record;
    this.#record = record;
    const written = await this.#ports.store.write(this.record);
    if (!written.ok) {
      this.#status = 'stopped';
      this.#stoppedBy = written.error;
      this.#tell();
      return written;
    }
    this.#fill();
    while (this.#workers.size > 0) await Promise.race(this.#workers);
    // Read anew: it may have been paused, cancelled or stopped meanwhile.
    if (this.#isRunning()) this.#status = 'finished';
    if (this.#status !== 'paused' && this.#status !== 'stopped') {
      this.#record = { ...this.#record, endedAt: new Date(this.#ports.clock.now()).toISOString() };
    }
    this.#tell();
    return this.#ports.store.write(this.record);
  }

  readonly #workers = new Set<Promise<void>>();

  #isRunning(): boolean {
    return this.#status === 'running';
  }

  #fill(): void {
    while (this.#isRunning() && this.#workers.size < PARALLEL && this.#next() !== undefined) {
      const worker = this.#workOff().finally(() => this.#workers.delete(worker));
      this.#workers.add(worker);
    }
  }

  async #workOff(): Promise<void> {
    for (let item = this.#next(); item && this.#isRunning(); item = this.#next()) await this.#make(item);
  }

  #next(): Item | undefined {
    for (const key of this.#order) {
      const item = this.#items.get(key);
      if (item?.state.kind === 'waiting') return item;
    }
    return undefined;
  }

  async #make(item: Item): Promise<void> {
    const { cell } = item;
    item.abort = new AbortController();
    const { signal } = item.abort;
    this.#set(item, { kind: 'making' });
    const begun = await this.#begin(item, signal);
    if (!begun) return;
    try {
      const result = await this.#ports.maker.make(cell, signal);
      if (result.kind === 'made') this.#keep(item, result.made);
      else this.#fail(item, result, signal);
    } catch (cause) {
      // A bug behind the port: the books assume the worst.
      this.#ports.log.error('a cell could not be made', cause);
      this.#fail(item, { error: { kind: 'unexpected', cause }, mayBeCharged: true, isKept: true }, signal);
    }
  }

  /** @returns true where the cell is this run's to make, which stands on the disk by then */
  async #begin(item: Item, signal: AbortSignal): Promise<boolean> {
    const { book, clock } = this.#ports;
    for (;;) {
      const begun = book.begin(this.#record.provider, item.cell.key, item.isRepeated);
      if (!begun.ok) {
        // Nothing is spent offline, so a missing database stops only what costs money.
        if (this.#isOffline && begun.error.kind === 'noDatabase') return true;
        this.#stop(item, begun.error);
        return false;
      }
      if (begun.value.kind === 'yours') return true;
      if (begun.value.kind !== 'busy') {
        await this.#settleKnown(item, begun.value);
        return false;
      }
      await clock.sleep(BUSY_POLL_MS, signal);
      if (signal.aborted) {
        this.#set(item, { kind: 'cancelled', mayBeCharged: false });
        return false;
      }
    }
  }

  async #settleKnown(
    item: Item,
    known: Exclude<CellStart, { readonly kind: 'yours' | 'busy' }>,
  ): Promise<void> {
    if (known.kind === 'made') {
      this.#set(item, { kind: 'made', made: known.made, wasMadeBefore: true });
      return;
    }
    const looked = await knownCells([item.cell.key], this.#record.provider, this.#ports);
    const found = looked.ok ? looked.value.get(item.cell.key) : undefined;
    this.#set(
      item,
      found?.kind === 'made' ? { kind: 'made', made: found.made, wasMadeBefore: true } : { kind: 'inDoubt' },
    );
  }

  #keep(item: Item, made: MadeCell): void {
    const { book, log } = this.#ports;
    const written = book.made(this.#record.provider, item.cell.key, made);
    // The recipe names the cell, so that it is found again all the same.
    if (!written.ok) log.warn('a cell could not be entered as made', { why: written.error.kind });
    this.#spentUsd += made.priceUsd;
    item.isRepeated = false;
    this.#set(item, { kind: 'made', made, wasMadeBefore: false });
  }

  #fail(
    item: Item,
    {
      error,
      mayBeCharged,
      isKept,
    }: { readonly error: ImageError; readonly mayBeCharged: boolean; readonly isKept: boolean },
    signal: AbortSignal,
  ): void {
    const { book } = this.#ports;
    const { key } = item.cell;
    if (isKept) book.doubt(this.#record.provider, key);
    else book.release(this.#record.provider, key);
    if (mayBeCharged && !this.#isOffline) {
      this.#mayBeCharged = true;
      this.#spentUsd += item.cell.priceUsd ?? 0;
    }
    if (error.kind === 'cancelled' || (signal.aborted && !mayBeCharged)) {
      this.#set(item, { kind: 'cancelled', mayBeCharged });
      return;
    }
    if (reachOf(error) === 'command' && !mayBeCharged) {
      this.#stop(item, error);
      return;
    }
    this.#set(item, { kind: 'failed', error, mayBeCharged });
  }

  /** Nothing more can be sent now; the cell waits for the resume. */
  #stop(item: Item, error: ImageError): void {
    if (this.#status === 'running' || this.#status === 'paused') {
      this.#status = 'stopped';
      this.#stoppedBy = error;
    }
    this.#set(item, { kind: 'waiting' });
  }

  #learn(known: KnownCells): void {
    for (const [key, each] of known) {
      const item = this.#items.get(key);
      if (item?.state.kind !== 'waiting' || item.isRepeated) continue;
      if (each.kind === 'made') item.state = { kind: 'made', made: each.made, wasMadeBefore: true };
      else if (each.kind === 'inDoubt') item.state = { kind: 'inDoubt' };
    }
  }

  #plan(): RunPlan {
    const known = new Map<string, CellKnowledge>();
    for (const [key, { state }] of this.#items) {
      if (state.kind === 'made') known.set(key, { kind: 'made', made: state.made });
      else if (state.kind === 'inDoubt') known.set(key, { kind: 'inDoubt' });
    }
    return planOf(
      [...this.#items.values()].map(({ cell }) => cell),
      known,
    );
  }

  #keptCell(key: string): RunCell | undefined {
    const item = this.#items.get(key);
    return item && runCell(item.cell, item.kept, item.state);
  }

  #set(item: Item, state: ItemState): void {
    item.state = state;
    this.#tell();
  }

  #tell(): void {
    this.#changed.fire(this.snapshot);
  }
}

function runCell(cell: Cell, kept: QueuedCell['kept'], state: ItemState): RunCell {
  const { wish, key, seed } = cell;
  const size =
    wish.size && ('ratio' in wish.size ? wish.size.ratio : `${wish.size.width}x${wish.size.height}`);
  return {
    key,
    // What is being made may be lost with the window: until it is made, it waits.
    state: state.kind === 'making' ? 'waiting' : state.kind,
    ...kept,
    prompt: wish.prompt,
    ...(wish.kind === 'image' && wish.negativePrompt !== undefined
      ? { negativePrompt: wish.negativePrompt }
      : {}),
    model: wish.model.id,
    ...(size === undefined ? {} : { size }),
    ...(seed === undefined ? {} : { seed }),
    ...(wish.kind === 'image' && Object.keys(wish.options).length > 0 ? { options: wish.options } : {}),
    ...(state.kind === 'made' ? { made: state.made } : {}),
    ...(state.kind === 'made' && state.wasMadeBefore ? { wasMadeBefore: true } : {}),
    ...(state.kind === 'failed' ? { error: state.error.kind } : {}),
  };
}
