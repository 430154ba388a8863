import * as vscode from 'vscode';
import type { SignInStatus } from '../../core/aws/signIn';
import type { Clock } from '../../core/clock';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { JobList } from '../../core/jobs/jobList';
import type { VideoJobFeed } from '../../core/jobs/lateVideoJobs';
import type { Ledger, SpendingTotals } from '../../core/money/ledger';
import type { IndexingFeed } from '../../core/search/lateIndexing';
import { showJobsCommand, type CommandId } from '../../platform/ids';
import type { Settings } from '../../platform/settings';
import type { Words } from '../../platform/words';
import { statusTexts, statusTooltip, tooltipCommands, type StatusState } from './statusTexts';
import { underWay } from './underWay';

/** The seconds of a running job are shown. */
const TICK_MS = 1_000;

export interface StatusDependencies {
  readonly ledger: Ledger;
  /** Resolves when the ledger can answer, or never will. */
  readonly booksReady: () => Promise<unknown>;
  readonly jobs: Pick<JobList, 'snapshot' | 'onDidChange'>;
  readonly videos: VideoJobFeed;
  readonly indexing: IndexingFeed;
  readonly signInStatus: SignInStatus;
  readonly settings: Settings;
  /** URI of the workspace, or empty, as bookings name it. */
  readonly workspace: () => string;
  readonly words: Words;
  readonly clock: Clock;
}

/** The one item of the status bar: running jobs, and what was spent today. */
export class StatusItem implements Disposable {
  readonly #deps: StatusDependencies;
  readonly #store = new DisposableStore();
  readonly #item: vscode.StatusBarItem;
  #ticks: NodeJS.Timeout | undefined;
  #midnight: NodeJS.Timeout | undefined;
  #totals: SpendingTotals | undefined;
  /** When the sign-in was found to have expired; an answer after it shows that it works again. */
  #expiredAt: number | undefined;

  constructor(deps: StatusDependencies) {
    this.#deps = deps;
    const { t } = deps.words;
    this.#item = this.#store.add(
      vscode.window.createStatusBarItem('easel.status', vscode.StatusBarAlignment.Left),
    );
    this.#item.name = t('Easel Jobs and Spending');
    const { ledger, jobs, videos, indexing, signInStatus, settings } = deps;
    this.#store.add(
      ledger.onDidChange(() => {
        this.#noticeAnswer();
        this.#countAnew();
      }),
    );
    this.#store.add(jobs.onDidChange(() => this.#update()));
    this.#store.add(videos.onDidChange(() => this.#update()));
    this.#store.add(indexing.onDidChange(() => this.#update()));
    this.#store.add(
      signInStatus.onDidChange(() => {
        this.#expiredAt = signInStatus.isNeeded ? deps.clock.now() : undefined;
        this.#update();
      }),
    );
    this.#store.add(settings.onDidChange(() => this.#update()));
    // Activation does not wait for the books to be opened.
    void deps.booksReady().then(() => {
      if (!this.#store.isDisposed) this.#countAnew();
    });
  }

  dispose(): void {
    clearInterval(this.#ticks);
    clearTimeout(this.#midnight);
    this.#store.dispose();
  }

  /** Asks the books, and asks them again when a new day begins. */
  #countAnew(): void {
    const { ledger, clock, workspace } = this.#deps;
    const totals = ledger.totals(workspace());
    this.#totals = totals.ok ? totals.value : undefined;
    clearTimeout(this.#midnight);
    this.#midnight = setTimeout(() => this.#countAnew(), msToMidnight(clock.now()));
    this.#update();
  }

  #state(): StatusState {
    const { jobs, videos, indexing, signInStatus, settings } = this.#deps;
    const { provider, profile, region, budget } = settings.window();
    return {
      provider,
      profile,
      region,
      totals: this.#totals,
      perDayUsd: budget.perDayUsd,
      jobs: underWay(jobs.snapshot(), videos.list()),
      indexing: indexing.progress(),
      isSignInNeeded: signInStatus.isNeeded,
    };
  }

  #update(): void {
    const state = this.#state();
    const texts = statusTexts(state, this.#deps.words);
    this.#tick(state.jobs.length > 0);
    if (!texts) {
      this.#item.hide();
      return;
    }
    this.#item.text = texts.text;
    this.#item.accessibilityInformation = { label: texts.accessibilityLabel, role: 'button' };
    this.#item.backgroundColor = texts.isWarning
      ? new vscode.ThemeColor('statusBarItem.warningBackground')
      : undefined;
    const tooltip = new vscode.MarkdownString(statusTooltip(state, this.#deps.words), true);
    tooltip.isTrusted = { enabledCommands: [...tooltipCommands] };
    this.#item.tooltip = tooltip;
    const checkSetup: CommandId = 'easel.checkSetup';
    this.#item.command = texts.isWarning ? checkSetup : showJobsCommand;
    this.#item.show();
  }

  #tick(isNeeded: boolean): void {
    if (!isNeeded) {
      clearInterval(this.#ticks);
      this.#ticks = undefined;
    } else this.#ticks ??= setInterval(() => this.#update(), TICK_MS);
  }

  /** Somebody signed in beside us, and a request went through. */
  #noticeAnswer(): void {
    if (this.#expiredAt === undefined) return;
    const rows = this.#deps.ledger.rows(this.#expiredAt);
    const isAnswered =
      rows.ok &&
      rows.value.some(({ booking, outcome }) => booking.provider === 'bedrock' && outcome === 'succeeded');
    if (isAnswered) this.#deps.signInStatus.works();
  }
}

function msToMidnight(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1).getTime() - now + 1_000;
}
