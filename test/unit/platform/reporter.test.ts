import assert from 'node:assert/strict';
import type { ImageError } from '../../../src/core/errors';
import type { Log } from '../../../src/core/log';
import { Reporter, type DefaultHandlers, type Notifications } from '../../../src/platform/reporter';
import { english, modelName } from './english';

interface Shown {
  readonly severity: string;
  readonly text: string;
  readonly labels: readonly string[];
  press(label: string | undefined): void;
}

class FakeNotifications implements Notifications {
  readonly shown: Shown[] = [];
  readonly texts: string[] = [];
  readonly files: string[] = [];

  show(severity: string, text: string, labels: readonly string[]): Promise<string | undefined> {
    return new Promise((resolve) => {
      this.shown.push({ severity, text, labels, press: resolve });
    });
  }

  async showText(text: string): Promise<void> {
    this.texts.push(text);
  }

  async showFile(path: string): Promise<void> {
    this.files.push(path);
  }
}

class FakeLog implements Log {
  readonly lines: (readonly [level: string, line: string])[] = [];
  readonly trace = (line: string): void => void this.lines.push(['trace', line]);
  readonly debug = (line: string): void => void this.lines.push(['debug', line]);
  readonly info = (line: string): void => void this.lines.push(['info', line]);
  readonly warn = (line: string): void => void this.lines.push(['warn', line]);
  readonly error = (line: string): void => void this.lines.push(['error', line]);

  /** What stands in the log at the level that people have. */
  get usual(): string {
    return this.lines
      .filter(([level]) => level !== 'trace' && level !== 'debug')
      .map(([, line]) => line)
      .join('\n');
  }
}

function setUp(defaults: DefaultHandlers = {}, isOffline = false) {
  const notifications = new FakeNotifications();
  const log = new FakeLog();
  const reporter = new Reporter({
    notifications,
    log,
    words: english,
    modelName,
    isOffline: () => isOffline,
  });
  reporter.setDefaults(defaults);
  const last = (): Shown => {
    const shown = notifications.shown.at(-1);
    assert.ok(shown, 'nothing was shown');
    return shown;
  };
  return { notifications, log, reporter, last };
}

/** Lets what a button started begin. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the reporter', () => {
  const budget: ImageError = { kind: 'budgetReached', spentUsd: 9, limitUsd: 10, priceUsd: 2 };

  it('shows a button only where somebody handles it', () => {
    const { reporter, last } = setUp({ showSpending: () => undefined });
    reporter.report(budget);
    assert.deepEqual(last().labels, ['Show Spending']);
    assert.equal(last().severity, 'warning');
  });

  it("prefers the command's own handler to the one for everywhere", async () => {
    const pressed: string[] = [];
    const { reporter, last } = setUp({ changeBudget: () => pressed.push('everywhere') });
    reporter.report(budget, { changeBudget: () => pressed.push('own') });
    last().press('Change Budget');
    await turn();
    assert.deepEqual(pressed, ['own']);
  });

  it('hands a handler for everywhere the failure and the retry of the command', async () => {
    let retried = 0;
    const seen: (string | undefined)[] = [];
    const { reporter, last } = setUp({
      signIn: ({ error, handlers }) => {
        seen.push(error?.kind === 'signInExpired' ? error.profile : undefined);
        return handlers.retry?.();
      },
    });
    reporter.report({ kind: 'signInExpired', profile: 'dev', isSso: true }, { retry: () => retried++ });
    last().press('Sign In');
    await turn();
    assert.deepEqual(seen, ['dev']);
    assert.equal(retried, 1);
  });

  it('does nothing when the message is closed', async () => {
    let count = 0;
    const { reporter, last } = setUp({ showSpending: () => count++ });
    reporter.report(budget);
    last().press(undefined);
    await turn();
    assert.equal(count, 0);
  });

  it('says nothing about what was cancelled, and keeps it out of the usual log', () => {
    const { reporter, notifications, log } = setUp();
    reporter.report({ kind: 'cancelled' });
    assert.equal(notifications.shown.length, 0);
    assert.equal(log.usual, '');
  });

  it('reports a button that fails', async () => {
    const { reporter, notifications, last } = setUp({
      showSpending: () => Promise.reject(new Error('broken')),
    });
    reporter.report(budget);
    last().press('Show Spending');
    await turn();
    assert.equal(notifications.shown.length, 2);
    assert.match(last().text, /^Easel met a failure it does not know\./);
  });

  it('names the price of the request where the caller knows it', () => {
    const { reporter, last } = setUp();
    reporter.report({ kind: 'guardrailIntervened' }, {}, { priceUsd: 0.08 });
    assert.equal(last().text, 'Your guardrail held the request back. It may be charged (about $0.08).');
  });

  it('promises offline that nothing was charged, whatever the caller thinks', () => {
    const { reporter, last } = setUp({}, true);
    reporter.report({ kind: 'guardrailIntervened' }, {}, { priceUsd: 0.08 });
    assert.equal(last().text, 'Your guardrail held the request back. Nothing was charged.');
  });

  it("shows the service's own words on request, and an answer that is no image", async () => {
    const { reporter, notifications, last } = setUp();
    reporter.report({
      kind: 'permissionDenied',
      context: { serviceMessage: 'User is not authorized' },
    });
    assert.deepEqual(last().labels, ['Show Details']);
    last().press('Show Details');
    reporter.report({ kind: 'badAnswer', answerPath: '/answers/1' });
    last().press('Show Answer');
    await turn();
    assert.deepEqual(notifications.texts, ['User is not authorized']);
    assert.deepEqual(notifications.files, ['/answers/1']);
  });

  it('offers no details where the service said nothing', () => {
    const { reporter, last } = setUp();
    reporter.report({ kind: 'permissionDenied' });
    assert.deepEqual(last().labels, []);
  });

  it('logs kind, model, region, request and code in one line', () => {
    const { reporter, log } = setUp();
    reporter.report({
      kind: 'throttled',
      modelId: 'm',
      attempts: 5,
      context: { region: 'us-west-2', requestId: 'r-1', code: 'ThrottlingException' },
    });
    assert.deepEqual(log.lines, [
      ['error', 'throttled model=m region=us-west-2 request=r-1 code=ThrottlingException attempts=5'],
    ]);
  });

  it('keeps what may quote the prompt out of the usual log', () => {
    const { reporter, log } = setUp();
    const prompt = 'a secret red kite';
    reporter.report({
      kind: 'badRequest',
      field: 'text',
      reason: `bad: ${prompt}`,
      context: { serviceMessage: `Malformed: ${prompt}` },
    });
    reporter.report({
      kind: 'unexpected',
      cause: new TypeError(`Unexpected token in "${prompt}\n    at ${prompt}"`),
    });
    reporter.report({ kind: 'notReadable', name: `${prompt}.png`, reason: `no ${prompt}.png` });
    reporter.report({ kind: 'outsideWorkspace', path: `../${prompt}.png` });
    assert.ok(!log.usual.includes('secret'), log.usual);
    assert.ok(log.lines.some(([level, line]) => level === 'trace' && line.includes(prompt)));
  });

  it('hides keys and account numbers at every level', () => {
    const { reporter, log } = setUp();
    const keyId = ['AK', 'IA', 'IOSFODNN7EXAMPLE'].join('');
    reporter.report({
      kind: 'noModelAccess',
      modelId: 'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/x',
      context: { serviceMessage: `Credential=${keyId}/2026` },
    });
    const all = log.lines.map(([, line]) => line).join('\n');
    assert.ok(!all.includes('123456789012'), all);
    assert.ok(!all.includes(keyId), all);
  });

  it('logs the chain of causes with the way through the code', () => {
    const { reporter, log } = setUp();
    const inner = new RangeError('inner');
    reporter.report({ kind: 'unexpected', cause: new Error('outer', { cause: inner }) });
    assert.match(
      log.usual,
      /^unexpected\ncaused by Error\n\s+at .*reporter.*\n[^]*caused by RangeError\n\s+at /,
    );
  });

  it('survives a circle of causes', () => {
    const { reporter, log } = setUp();
    const cause = new Error('round');
    cause.cause = cause;
    reporter.report({ kind: 'unexpected', cause });
    assert.ok(log.usual.length > 0);
  });

  it('tells listeners of every failure', () => {
    const { reporter } = setUp();
    const kinds: string[] = [];
    reporter.onDidReport(({ kind }) => kinds.push(kind));
    reporter.report({ kind: 'cancelled' });
    reporter.report(budget);
    assert.deepEqual(kinds, ['cancelled', 'budgetReached']);
  });

  it('tells a success with the buttons that are handled, each label once', () => {
    const { reporter, last } = setUp({ connect: () => undefined, connectToAws: () => undefined });
    reporter.tell(
      { severity: 'info', text: 'Saved kite.png.', actions: ['goToDocument', 'connect', 'connectToAws'] },
      { goToDocument: () => undefined },
      { goToDocument: 'README.md' },
    );
    assert.equal(last().severity, 'info');
    assert.deepEqual(last().labels, ['Go to README.md', 'Connect to AWS']);
  });
});
