import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../core/disposable';
import { Emitter } from '../../../core/emitter';
import type { ImageError } from '../../../core/errors';
import type { RunQueue } from '../../../core/promptFiles/runs/queue';
import type { Result } from '../../../core/result';
import { nameOf } from '../../../platform/documentLink';
import { askToSpend } from '../../../platform/picks/askToSpend';
import type { GridAction } from '../../../protocol/grid';
import { barView, Bars, type Bar } from './bars';
import { countsOf } from './counts';
import { Failures } from './failures';
import type { GridState } from './gridState';
import { Judgements } from './judgements';
import { loadGrid, type LoadedGrid } from './loadGrid';
import type { GridDependencies } from './ports';
import { openDocument, showDocument } from './promptDocument';
import { RunWatch } from './runWatch';
import type { TableCell } from './table';

const { t } = vscode.l10n;

/** Keys are pressed one after the other; the file is read after the last. */
const RELOAD_MS = 300;

interface Announcement {
  readonly text: string;
  readonly isUrgent: boolean;
}

/** One prompt file as a grid: what is made, what is to go, and everything that can be done with it as a whole. */
export class Grid implements Disposable {
  readonly uri: vscode.Uri;
  readonly bars: Bars;
  readonly judgements: Judgements;
  readonly #deps: GridDependencies;
  readonly #changed = new Emitter<void>();
  readonly #announced = new Emitter<Announcement>();
  readonly #owned = new DisposableStore();
  #watch: RunWatch;
  #loaded: LoadedGrid | undefined;
  #listening: Disposable | undefined;
  #isLoading = true;
  #isWanted = false;
  #loading: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #revision = 0;
  #hasBegun = false;
  #isSortedByScore = false;
  #empty: Bar | undefined;
  readonly #failures: Failures;

  constructor(uri: vscode.Uri, deps: GridDependencies) {
    this.uri = uri;
    this.#deps = deps;
    this.bars = new Bars(this.#changed);
    this.#failures = new Failures(deps, () => showDocument(uri));
    this.#watch = this.#newWatch();
    this.judgements = this.#owned.add(new Judgements(this, deps, () => this.#changed.fire()));
    const isOwn = (changed: vscode.Uri): void => {
      if (changed.toString() === uri.toString()) this.#loadSoon();
    };
    this.#owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) isOwn(document.uri);
      }),
    );
    this.#owned.add(deps.onDidLook(isOwn));
    // Where no editor has it open, only the disk tells.
    const folder = vscode.Uri.joinPath(uri, '..');
    const pattern = new vscode.RelativePattern(folder, '*');
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    for (const event of [watcher.onDidChange, watcher.onDidCreate]) this.#owned.add(event(isOwn));
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#loadSoon()));
    this.#owned.add(
      deps.settings.onDidChange((affects) => {
        if (['provider', 'aws', 'models', 'prompts'].some(affects)) this.#loadSoon();
      }),
    );
  }

  readonly onDidChange = this.#changed.event;
  /** What is said to who does not see it. */
  readonly onDidAnnounce = this.#announced.event;

  get loaded(): LoadedGrid | undefined {
    return this.#loaded;
  }

  get isRunning(): boolean {
    return this.#loaded?.queue.snapshot.status === 'running';
  }

  /** `hero`. */
  get name(): string {
    return nameOf(this.uri).replace(/\.imgprompt\.md$/i, '');
  }

  get state(): GridState {
    const { queue, table, analysis, isOffline = false } = this.#loaded ?? {};
    const { judgement, busy, known } = this.judgements;
    return {
      revision: ++this.#revision,
      name: this.name,
      isOffline,
      isLoading: this.#isLoading,
      ...(table ? { table } : {}),
      ...(queue ? { run: queue.snapshot } : {}),
      marks: new Map(queue?.record.cells.map((cell) => [cell.key, cell])),
      accepted: analysis?.file.accepted.map(({ value }) => value) ?? [],
      judgements: known,
      since: this.#watch.since,
      failures: this.#failures.views,
      hasBegun: this.#hasBegun,
      isSortedByScore: this.#isSortedByScore,
      notices: this.bars.views,
      ...(judgement ? { judgement } : {}),
      ...(busy === undefined ? {} : { judging: busy }),
      ...(this.#empty ? { empty: barView('empty', this.#empty) } : {}),
    };
  }

  cell(id: string): TableCell | undefined {
    return this.#loaded?.table.cells.find((cell) => cell.id === id);
  }

  announce(text: string, isUrgent = false): void {
    this.#announced.fire({ text, isUrgent });
  }

  refresh(): void {
    this.#changed.fire();
  }

  /** Reads the file and what was made of it before. Asked again meanwhile, it reads once more afterwards. */
  async load(): Promise<void> {
    this.#isWanted = true;
    this.#loading ??= this.#loadWanted().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  #loadSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), RELOAD_MS);
  }

  async #loadWanted(): Promise<void> {
    while (this.#isWanted && !this.#owned.isDisposed) {
      this.#isWanted = false;
      this.#isLoading = true;
      this.#changed.fire();
      await this.#loadOnce().catch((cause: unknown) => this.#cannotLoad({ kind: 'unexpected', cause }));
      this.#isLoading = false;
      this.#changed.fire();
    }
  }

  async #loadOnce(): Promise<void> {
    const document = await openDocument(this.uri);
    if (!document) {
      this.#cannotLoad({ kind: 'notReadable', name: nameOf(this.uri), reason: 'gone' });
      return;
    }
    const outcome = await loadGrid(document, this.#deps, this.#loaded);
    if (this.#owned.isDisposed) return;
    if (outcome.kind === 'loaded') await this.#take(outcome.grid);
    else if (outcome.kind === 'failed') this.#cannotLoad(outcome.error);
    else this.#show({ severity: 'warning', text: outcome.text, buttons: [this.#openFileButton()] });
  }

  /** What runs or waits to go on is not thrown away by a key press in the file. */
  get #isBusy(): boolean {
    const { queue } = this.#loaded ?? {};
    if (!queue) return false;
    const { status, items } = queue.snapshot;
    return status === 'running' || (this.#hasBegun && countsOf(items).toGo.cells > 0);
  }

  async #take(grid: LoadedGrid): Promise<void> {
    const before = this.#loaded;
    const isElsewhere = before?.region !== grid.region || before.isOffline !== grid.isOffline;
    // Where requests go has changed: what waits is not sent to where it went before.
    if (before && grid.queue !== before.queue && this.#isBusy && !isElsewhere) {
      this.bars.set('changed', {
        severity: 'info',
        text: t('{0} has changed. This grid still makes what it said before.', nameOf(this.uri)),
        buttons: [{ label: t('Show the New Grid'), run: () => this.#adopt(grid) }],
      });
      return;
    }
    await this.#adopt(grid);
  }

  async #adopt(grid: LoadedGrid): Promise<void> {
    this.bars.set('changed', undefined);
    this.bars.set('load', undefined);
    this.#empty = undefined;
    const isNew = grid.queue !== this.#loaded?.queue;
    if (isNew) {
      if (this.isRunning) this.#loaded?.queue.pause();
      this.#listening?.dispose();
      this.#failures.clear();
      this.#watch = this.#newWatch();
      this.#hasBegun = grid.hasBegun;
      this.bars.set('stopped', undefined);
      this.#follow(grid.queue);
      this.bars.set('interrupted', grid.wasInterrupted ? interruptedBar(grid, this.#deps) : undefined);
    }
    this.#loaded = grid;
    this.#changed.fire();
    await this.judgements.read();
  }

  #cannotLoad(error: ImageError): void {
    const bar = this.#failures.barOf(error, () => this.load());
    if (bar) this.#show({ ...bar, buttons: [...bar.buttons, this.#openFileButton()] });
  }

  /** Instead of a table, or above the one that is there. */
  #show(bar: Bar): void {
    if (this.#loaded) this.bars.set('load', bar);
    else this.#empty = bar;
    this.#changed.fire();
  }

  #follow(queue: RunQueue): void {
    this.#watch.look(queue.snapshot);
    this.#listening = queue.onDidChange((run) => {
      const { failed, said, isUrgent } = this.#watch.look(run);
      for (const { key, error } of failed) {
        const text = this.#failures.keep(key, error, () => this.retry([key]));
        if (text !== undefined) this.announce(text);
      }
      if (run.status === 'running') this.bars.set('stopped', undefined);
      if (run.status === 'stopped' && run.stoppedBy) this.#tellStopped(run.stoppedBy);
      if (said !== undefined) this.announce(said, isUrgent);
      this.#changed.fire();
    });
  }

  #tellStopped(error: ImageError): void {
    const { format } = this.#deps;
    const { waiting } = countsOf(this.#loaded?.queue.snapshot.items ?? []);
    const bar = this.#failures.barOf(error, () => this.#start());
    if (!bar) return;
    const isBudget = error.kind === 'budgetReached';
    const price = waiting.priceUsd === undefined ? t('price not known') : format.price(waiting.priceUsd);
    const resume = { label: t('Resume · {0}', price), run: () => this.#start() };
    this.bars.set('stopped', {
      severity: isBudget ? 'warning' : bar.severity,
      text: isBudget
        ? t(
            "Stopped at today's budget with {0} to go. Everything made is kept.",
            format.number(waiting.images),
          )
        : bar.text,
      buttons: isBudget ? [resume, ...bar.buttons] : bar.buttons,
    });
  }

  /** A button of a cell, of a bar, or of what stands instead of the table. */
  async act(notice: string, action: string): Promise<void> {
    if (notice === 'judgement') return this.judgements.act(action);
    if (notice === 'empty') {
      await this.#empty?.buttons[Number(action)]?.run();
      return;
    }
    if (await this.bars.run(notice, action)) return;
    await this.#failures.run(action);
  }

  /** @returns false for what is done elsewhere */
  async run(action: GridAction): Promise<boolean> {
    const { queue } = this.#loaded ?? {};
    switch (action) {
      case 'make':
      case 'resume':
        if (queue) this.#wakeCancelled(queue);
        await this.#start();
        return true;
      case 'pause':
        queue?.pause();
        return true;
      case 'cancel':
        queue?.cancel();
        return true;
      case 'retryFailed':
        await this.retry(this.#keysOf('failed'));
        return true;
      case 'repeatDoubtful':
        await this.repeat(this.#keysOf('inDoubt'));
        return true;
      case 'sortByScore':
      case 'sortAsTable':
        this.#isSortedByScore = action === 'sortByScore';
        this.#changed.fire();
        return true;
      case 'openFile':
        await showDocument(this.uri);
        return true;
      case 'judgeAll':
      case 'exportHtml':
      case 'exportCsv':
      case 'exportJson':
      case 'heatmap':
        return false;
    }
  }

  /** Failed and cancelled cells, and nothing else. */
  async retry(keys: readonly string[]): Promise<void> {
    this.#loaded?.queue.retryFailed(keys);
    this.#failures.forget(keys);
    await this.#start();
  }

  /** Paid for again, because the user wants them again. */
  async repeat(keys: readonly string[]): Promise<void> {
    this.#loaded?.queue.repeat(keys);
    await this.#start();
  }

  #keysOf(kind: 'failed' | 'inDoubt' | 'cancelled'): readonly string[] {
    const items = this.#loaded?.queue.snapshot.items ?? [];
    return items.flatMap(({ key, state }) => (state.kind === kind ? [key] : []));
  }

  /** Who goes on after a cancel wants what was cancelled, where nothing else waits. */
  #wakeCancelled(queue: RunQueue): void {
    if (countsOf(queue.snapshot.items).waiting.cells === 0) queue.retryFailed(this.#keysOf('cancelled'));
  }

  /** What waits is sent; the price stood on the button, and above the user's limits it is asked for once more. */
  async #start(): Promise<void> {
    const { queue } = this.#loaded ?? {};
    if (!queue || !(await this.#maySpend(queue))) return;
    this.#hasBegun = true;
    this.bars.set('interrupted', undefined);
    this.bars.set('work', undefined);
    const worked = queue.start();
    this.#changed.fire();
    // Not waited for: it may take an hour, and the page hears of it all the while.
    worked.then(
      (result) => this.#tellEnd(result),
      (cause: unknown) => this.#tellEnd({ ok: false, error: { kind: 'unexpected', cause } }),
    );
  }

  async #maySpend(queue: RunQueue): Promise<boolean> {
    const { settings, format } = this.#deps;
    if (!vscode.workspace.isTrusted) {
      this.#tellWork({ kind: 'untrustedWorkspace' });
      return false;
    }
    const { perCallAskUsd, perCallRefuseUsd } = settings.window().budget;
    const { priceUsd } = countsOf(queue.snapshot.items).waiting;
    if (priceUsd === undefined) return true;
    if (perCallRefuseUsd !== null && priceUsd > perCallRefuseUsd) {
      this.#tellWork({ kind: 'callTooExpensive', priceUsd, limitUsd: perCallRefuseUsd });
      return false;
    }
    if (perCallAskUsd === null || priceUsd <= perCallAskUsd) return true;
    return (await askToSpend(format, priceUsd)) === 'spend';
  }

  #tellEnd(result: Result<void>): void {
    if (!result.ok) this.#tellWork(result.error);
    this.#changed.fire();
  }

  #tellWork(error: ImageError): void {
    // What stopped the run has a bar of its own.
    if (this.#loaded?.queue.snapshot.stoppedBy !== error) {
      this.bars.set(
        'work',
        this.#failures.barOf(error, () => this.#start()),
      );
    }
  }

  #openFileButton(): Bar['buttons'][number] {
    return { label: t('Open Prompt File'), run: () => showDocument(this.uri) };
  }

  #newWatch(): RunWatch {
    return new RunWatch(this.#deps.words, () => this.#deps.clock.now());
  }

  /** Whoever closes the panel pays for nothing more; what is on its way is kept, and the rest can be resumed. */
  dispose(): void {
    clearTimeout(this.#timer);
    this.#loaded?.queue.pause();
    this.#listening?.dispose();
    this.#owned.dispose();
  }
}

function interruptedBar({ queue }: LoadedGrid, { format }: Pick<GridDependencies, 'format'>): Bar {
  const { toGo } = countsOf(queue.snapshot.items);
  return {
    severity: 'info',
    text: t('This grid was interrupted with {0} to go. Everything made is kept.', format.number(toGo.images)),
    buttons: [],
  };
}
