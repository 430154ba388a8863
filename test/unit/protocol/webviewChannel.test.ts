import assert from 'node:assert/strict';
import type { Webview } from 'vscode';
import * as z from 'zod/mini';
import type { Log } from '../../../src/core/log';
import { WebviewChannel } from '../../../src/platform/webviewChannel';
import type { Checkers, Handlers, ToWebview } from '../../../src/protocol/rpc';

type TestMethods = {
  double: { params: { readonly value: number }; result: number };
  wait: { params: Record<string, never>; result: string };
  fail: { params: Record<string, never>; result: undefined };
};

interface TestEvents {
  readonly snapshot: { readonly revision: number };
}

/** The part of a webview that the channel uses. */
class FakeWebview {
  readonly posted: ToWebview[] = [];
  isGone = false;
  #listeners: ((message: unknown) => void)[] = [];

  readonly onDidReceiveMessage = (listener: (message: unknown) => void): { dispose(): void } => {
    this.#listeners.push(listener);
    return {
      dispose: () => {
        this.#listeners = this.#listeners.filter((each) => each !== listener);
      },
    };
  };

  async postMessage(message: ToWebview): Promise<boolean> {
    if (this.isGone) throw new Error('Webview is disposed');
    this.posted.push(message);
    return true;
  }

  send(message: unknown): void {
    for (const listener of this.#listeners) listener(message);
  }

  get listeners(): number {
    return this.#listeners.length;
  }
}

/** All that was begun without a timer has ended. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('WebviewChannel', () => {
  let webview: FakeWebview;
  let channel: WebviewChannel<TestMethods, TestEvents>;
  let logged: string[];
  let signals: AbortSignal[];
  let release: (value: string) => void;
  let called: unknown[];

  beforeEach(() => {
    webview = new FakeWebview();
    logged = [];
    signals = [];
    called = [];
    release = () => undefined;
    const note = (message: string): void => void logged.push(message);
    const log: Log = { trace: note, debug: note, info: note, warn: note, error: note };
    const checkers = {
      double: z.object({ value: z.number() }),
      wait: z.object({}),
      fail: z.object({}),
    } as unknown as Checkers<TestMethods>;
    const handlers: Handlers<TestMethods> = {
      double: async (params) => {
        called.push(params);
        return params.value * 2;
      },
      wait: (_params, signal) => {
        signals.push(signal);
        return new Promise((resolve) => {
          release = resolve;
        });
      },
      fail: async () => {
        throw new Error('a bug');
      },
    };
    channel = new WebviewChannel(webview as unknown as Webview, checkers, handlers, log);
  });
  afterEach(() => channel.dispose());

  it('answers each request once, under its id', async () => {
    webview.send({ id: 4, method: 'double', params: { value: 21 } });
    webview.send({ id: 5, method: 'double', params: { value: 1 } });
    await settled();
    assert.deepEqual(webview.posted, [
      { kind: 'reply', id: 4, isOk: true, value: 42 },
      { kind: 'reply', id: 5, isOk: true, value: 2 },
    ]);
    assert.deepEqual(logged, []);
  });

  it('answers a quick request before a slow one that came first', async () => {
    webview.send({ id: 1, method: 'wait', params: {} });
    webview.send({ id: 2, method: 'double', params: { value: 1 } });
    await settled();
    assert.deepEqual(
      webview.posted.map((each) => each.kind === 'reply' && each.id),
      [2],
    );
    release('now');
    await settled();
    assert.deepEqual(webview.posted[1], { kind: 'reply', id: 1, isOk: true, value: 'now' });
    assert.equal(webview.posted.length, 2);
  });

  it('answers also when the handler throws, without a word about why', async () => {
    webview.send({ id: 7, method: 'fail', params: {} });
    await settled();
    assert.deepEqual(webview.posted, [{ kind: 'reply', id: 7, isOk: false }]);
    assert.deepEqual(logged, ['a request of a page failed']);
  });

  for (const method of ['', 'drop', '__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
    it(`says no to the method '${method}' that there is not`, async () => {
      webview.send({ id: 8, method, params: {} });
      await settled();
      assert.deepEqual(webview.posted, [{ kind: 'reply', id: 8, isOk: false }]);
      assert.equal(logged.length, 1);
    });
  }

  it('says no to parameters that are not right, and calls nobody', async () => {
    for (const params of [undefined, null, {}, { value: '21' }, [21]]) {
      webview.send({ id: 9, method: 'double', params });
    }
    await settled();
    assert.deepEqual(
      webview.posted,
      Array.from({ length: 5 }, () => ({ kind: 'reply', id: 9, isOk: false })),
    );
    assert.deepEqual(called, []);
  });

  it('hands a handler what was checked, not what was sent', async () => {
    webview.send({ id: 10, method: 'double', params: { value: 1, path: '/etc/passwd' } });
    await settled();
    assert.deepEqual(called, [{ value: 1 }]);
  });

  it('has no answer for what is no request', async () => {
    for (const message of [undefined, null, 'x', 5, [], {}, { id: 'x', method: 'double' }])
      webview.send(message);
    await settled();
    assert.deepEqual(webview.posted, []);
    assert.equal(logged.length, 7);
  });

  it('tells events', () => {
    channel.tell('snapshot', { revision: 3 });
    assert.deepEqual(webview.posted, [{ kind: 'event', name: 'snapshot', payload: { revision: 3 } }]);
  });

  it('aborts what runs, listens no more and posts nothing once it is disposed', async () => {
    webview.send({ id: 1, method: 'wait', params: {} });
    await settled();
    assert.equal(signals[0]?.aborted, false);
    channel.dispose();
    assert.equal(signals[0]?.aborted, true);
    assert.equal(webview.listeners, 0);
    release('late');
    channel.tell('snapshot', { revision: 1 });
    webview.send({ id: 2, method: 'double', params: { value: 1 } });
    await settled();
    assert.deepEqual(webview.posted, []);
    assert.deepEqual(called, []);
  });

  it('bears a page that is gone before anybody said so', async () => {
    const unhandled: unknown[] = [];
    const onUnhandled = (cause: unknown): void => void unhandled.push(cause);
    process.on('unhandledRejection', onUnhandled);
    try {
      webview.isGone = true;
      webview.send({ id: 1, method: 'double', params: { value: 1 } });
      channel.tell('snapshot', { revision: 1 });
      await settled();
      await settled();
    } finally {
      process.off('unhandledRejection', onUnhandled);
    }
    assert.deepEqual(unhandled, []);
  });
});
