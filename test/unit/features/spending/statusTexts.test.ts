import assert from 'node:assert/strict';
import type { RunningJob } from '../../../../src/features/spending/underWay';
import {
  clockTime,
  escapeMarkdown,
  statusTexts,
  statusTooltip,
  tooltipCommands,
  type StatusState,
} from '../../../../src/features/spending/statusTexts';
import { english } from '../../platform/english';

const idle: StatusState = {
  provider: 'bedrock',
  profile: 'dev',
  region: 'us-west-2',
  totals: { todayUsd: 0, monthUsd: 4.18, workspaceUsd: 2.02 },
  perDayUsd: 10,
  jobs: [],
  indexing: undefined,
  isSignInNeeded: false,
};
const spent: StatusState = { ...idle, totals: { todayUsd: 0.63, monthUsd: 4.18, workspaceUsd: 2.02 } };

function job(elapsedMs: number, label = 'kite-flight'): RunningJob {
  return { label, modelName: 'Ray 2', usualSeconds: 180, state: 'running', elapsedMs };
}

function seen(state: StatusState): readonly (string | boolean)[] | undefined {
  const texts = statusTexts(state, english);
  return texts && [texts.text, texts.accessibilityLabel, texts.isWarning];
}

describe('the status bar item', () => {
  it('is hidden when nothing runs and nothing was spent today', () => {
    assert.equal(seen(idle), undefined);
    assert.equal(seen({ ...idle, totals: undefined }), undefined);
  });

  it('shows what was spent today', () => {
    assert.deepEqual(seen(spent), ['$(paintcan) $0.63', 'Easel, $0.63 spent today', false]);
  });

  it('shows how many jobs run and how long the oldest has', () => {
    assert.deepEqual(seen({ ...spent, jobs: [job(12_000), job(84_400)] }), [
      '$(loading~spin) 2 jobs 1:24 · $0.63',
      'Easel, 2 jobs running, $0.63 spent today',
      false,
    ]);
    assert.deepEqual(seen({ ...idle, jobs: [job(5_000)] }), [
      '$(loading~spin) 1 job 0:05',
      'Easel, 1 job running',
      false,
    ]);
  });

  it('shows how far indexing is, beside what was spent and behind jobs', () => {
    const indexing = { done: 819, total: 2340 };
    assert.deepEqual(seen({ ...spent, indexing }), [
      '$(loading~spin) Indexing 35 % · $0.63',
      'Easel, indexing images',
      false,
    ]);
    assert.equal(seen({ ...idle, provider: 'offline', indexing })?.[0], '$(loading~spin) Indexing 35 %');
    assert.equal(seen({ ...idle, jobs: [job(5_000)], indexing })?.[0], '$(loading~spin) 1 job 0:05');
    assert.equal(seen({ ...idle, indexing, isSignInNeeded: true })?.[0], '$(warning) Easel: sign in');
    assert.match(
      statusTooltip({ ...idle, indexing }, english),
      /Indexing 819 of 2,340 images · \[Manage Search Index\]\(command:easel\.manageIndex\)/,
    );
  });

  it('says offline for as long as it is, and never a price', () => {
    assert.deepEqual(seen({ ...spent, provider: 'offline' }), [
      '$(debug-disconnect) Easel offline',
      'Easel, offline, nothing is charged',
      false,
    ]);
    assert.equal(
      statusTexts({ ...spent, provider: 'offline', jobs: [job(5_000)] }, english)?.text,
      '$(loading~spin) 1 job 0:05',
    );
  });

  it('warns when the sign-in has expired', () => {
    assert.deepEqual(seen({ ...spent, isSignInNeeded: true }), [
      '$(warning) Easel: sign in',
      'Easel, your AWS sign-in has expired',
      true,
    ]);
  });
});

describe('the tooltip of the status bar item', () => {
  it('has a line each for where, how much, each job, and what to do', () => {
    assert.deepEqual(statusTooltip({ ...spent, jobs: [job(84_400)] }, english).split('\n\n'), [
      '**Easel** · profile dev · us\\-west\\-2',
      'Today **$0.63** of $10.00 · this month $4.18 · this workspace $2.02',
      '$(loading~spin) kite\\-flight · Ray 2 · 1:24, usually 3 min',
      '[Show Jobs](command:easel.jobs.focus) · [Show Spending](command:easel.showSpending) · [Change Budget](command:easel.changeBudget)',
    ]);
  });

  it('names no limit where there is none', () => {
    assert.ok(
      statusTooltip({ ...spent, perDayUsd: null }, english).includes('Today **$0.63** · this month $4.18'),
    );
  });

  it('says that the books cannot be read rather than that nothing was spent', () => {
    assert.match(statusTooltip({ ...idle, totals: undefined }, english), /What was spent is not known/);
  });

  it('links only to commands that it is trusted with', () => {
    const states = [spent, { ...spent, isSignInNeeded: true }, { ...spent, provider: 'offline' as const }];
    const commands = states.flatMap((state) =>
      [...statusTooltip(state, english).matchAll(/\(command:([^)]+)\)/g)].map(([, command]) => command),
    );
    assert.ok(commands.length >= 6);
    for (const command of commands) {
      assert.ok((tooltipCommands as readonly (string | undefined)[]).includes(command), command);
    }
  });

  it('shows names as names, whatever they hold', () => {
    const name = '[x](command:evil) $(zap)\n# big `code` <b>';
    const escaped = escapeMarkdown(name);
    assert.ok(!/(?<!\\)[[\]()#`<>$]/.test(escaped), escaped);
    assert.ok(!escaped.includes('\n'));
    assert.ok(statusTooltip({ ...spent, profile: name }, english).includes(escaped));
    assert.ok(statusTooltip({ ...spent, jobs: [job(0, name)] }, english).includes(escaped));
  });
});

describe('a running time', () => {
  it('is minutes and seconds, with hours where there are some', () => {
    assert.equal(clockTime(0), '0:00');
    assert.equal(clockTime(84_999), '1:24');
    assert.equal(clockTime(3_725_000), '1:02:05');
  });
});
