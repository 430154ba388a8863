import type { SpendingTotals } from '../../core/money/ledger';
import { showJobsCommand } from '../../platform/ids';
import type { Words } from '../../platform/words';
import type { RunningJob } from './underWay';

/** All that the status bar item follows. */
export interface StatusState {
  readonly provider: 'bedrock' | 'offline';
  readonly profile: string | undefined;
  readonly region: string | undefined;
  /** Undefined where the books cannot be read. */
  readonly totals: SpendingTotals | undefined;
  readonly perDayUsd: number | null;
  /** Waiting and running, any order. */
  readonly jobs: readonly RunningJob[];
  /** Files, while images are being indexed. */
  readonly indexing: { readonly done: number; readonly total: number } | undefined;
  readonly isSignInNeeded: boolean;
}

export interface StatusTexts {
  readonly text: string;
  readonly isWarning: boolean;
  readonly accessibilityLabel: string;
}

/** @returns undefined when there is nothing to show */
export function statusTexts(state: StatusState, words: Words): StatusTexts | undefined {
  const { t, format } = words;
  const { jobs, provider, totals } = state;
  const todayUsd = provider === 'offline' ? 0 : (totals?.todayUsd ?? 0);
  const spent = todayUsd > 0 ? format.price(todayUsd) : undefined;

  if (jobs.length > 0) {
    const count = jobsLabel(jobs.length, words);
    const time = clockTime(longestMs(jobs));
    return {
      text: [`$(loading~spin) ${count} ${time}`, ...(spent === undefined ? [] : [spent])].join(' · '),
      isWarning: false,
      accessibilityLabel: runningLabel(jobs.length, spent, words),
    };
  }
  if (state.indexing && !state.isSignInNeeded) {
    const share = t('Indexing {0} %', percent(state.indexing));
    return {
      text: [`$(loading~spin) ${share}`, ...(spent === undefined ? [] : [spent])].join(' · '),
      isWarning: false,
      accessibilityLabel: t('Easel, indexing images'),
    };
  }
  if (provider === 'offline') {
    return {
      text: `$(debug-disconnect) ${t('Easel offline')}`,
      isWarning: false,
      accessibilityLabel: t('Easel, offline, nothing is charged'),
    };
  }
  if (state.isSignInNeeded) {
    return {
      text: `$(warning) ${t('Easel: sign in')}`,
      isWarning: true,
      accessibilityLabel: t('Easel, your AWS sign-in has expired'),
    };
  }
  if (spent === undefined) return undefined;
  return {
    text: `$(paintcan) ${spent}`,
    isWarning: false,
    accessibilityLabel: t('Easel, {0} spent today', spent),
  };
}

/** Commands that the tooltip links to; no other link in it works. */
export const tooltipCommands = [
  showJobsCommand,
  'easel.showSpending',
  'easel.changeBudget',
  'easel.connect',
  'easel.checkSetup',
  'easel.manageIndex',
] as const;

/** Markdown with theme icons, a line for each subject. */
export function statusTooltip(state: StatusState, words: Words): string {
  const { t } = words;
  const link = (label: string, command: (typeof tooltipCommands)[number]): string =>
    `[${label}](command:${command})`;
  const jobs = link(t('Show Jobs'), showJobsCommand);
  const links =
    state.provider === 'offline'
      ? [jobs, link(t('Connect to AWS'), 'easel.connect'), link(t('Show Spending'), 'easel.showSpending')]
      : [
          jobs,
          ...(state.isSignInNeeded ? [link(t('Check AWS Setup'), 'easel.checkSetup')] : []),
          link(t('Show Spending'), 'easel.showSpending'),
          link(t('Change Budget'), 'easel.changeBudget'),
        ];
  const lines = [
    whereLine(state, words),
    moneyLine(state, words),
    ...state.jobs.map((job) => jobLine(job, words)),
    ...(state.indexing
      ? [`${indexingLine(state.indexing, words)} · ${link(t('Manage Search Index'), 'easel.manageIndex')}`]
      : []),
    links.join(' · '),
  ];
  return lines.join('\n\n');
}

function whereLine({ provider, profile, region }: StatusState, { t }: Words): string {
  if (provider === 'offline') return `**Easel** · ${t('offline: placeholder images, made on this computer')}`;
  return [
    '**Easel**',
    ...(profile === undefined ? [] : [t('profile {0}', escapeMarkdown(profile))]),
    ...(region === undefined ? [] : [escapeMarkdown(region)]),
  ].join(' · ');
}

function moneyLine({ provider, totals, perDayUsd }: StatusState, { t, format }: Words): string {
  if (provider === 'offline') return t('Nothing is sent or charged.');
  if (!totals) return t('What was spent is not known: Easel cannot read its books on this computer.');
  const [today, month, workspace] = [totals.todayUsd, totals.monthUsd, totals.workspaceUsd].map((usd) =>
    format.amount(usd),
  ) as [string, string, string];
  return perDayUsd === null
    ? t('Today **{0}** · this month {1} · this workspace {2}', today, month, workspace)
    : t(
        'Today **{0}** of {1} · this month {2} · this workspace {3}',
        today,
        format.amount(perDayUsd),
        month,
        workspace,
      );
}

function jobLine({ label, modelName, elapsedMs, usualSeconds, state }: RunningJob, { t }: Words): string {
  const name = `${escapeMarkdown(label)} · ${escapeMarkdown(modelName)}`;
  if (state === 'queued') return `$(watch) ${name} · ${t('waiting')}`;
  return `$(loading~spin) ${name} · ${t('{0}, usually {1}', clockTime(elapsedMs), usualTime(usualSeconds, t))}`;
}

function indexingLine({ done, total }: NonNullable<StatusState['indexing']>, { t, format }: Words): string {
  return `$(loading~spin) ${t('Indexing {0} of {1} images', format.number(done), format.number(total))}`;
}

/** Rounded down, so that 100 % is the end. */
function percent({ done, total }: NonNullable<StatusState['indexing']>): number {
  return Math.floor((100 * done) / total);
}

function usualTime(seconds: number, t: Words['t']): string {
  return seconds < 90 ? t('{0} s', seconds) : t('{0} min', Math.round(seconds / 60));
}

function jobsLabel(count: number, { t, format }: Words): string {
  return format.isOne(count) ? t('{0} job', format.number(count)) : t('{0} jobs', format.number(count));
}

function runningLabel(count: number, spent: string | undefined, { t, format }: Words): string {
  const number = format.number(count);
  if (spent === undefined) {
    return format.isOne(count) ? t('Easel, {0} job running', number) : t('Easel, {0} jobs running', number);
  }
  return format.isOne(count)
    ? t('Easel, {0} job running, {1} spent today', number, spent)
    : t('Easel, {0} jobs running, {1} spent today', number, spent);
}

function longestMs(jobs: readonly RunningJob[]): number {
  return Math.max(0, ...jobs.map(({ elapsedMs }) => elapsedMs));
}

/** `1:24`; hours where there are some. */
export function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A name stays a name: no markup, no link, no icon, one line. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&');
}
