import type * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Log } from '../core/log';
import { parseToHost, type Checkers, type Handlers, type Methods, type ToWebview } from '../protocol/rpc';

/**
 * Answers a page's requests, each exactly once, and tells it events. What a page sends is checked as if a stranger had
 * written it. Disposing it aborts what runs; a page that is gone hears nothing.
 */
export class WebviewChannel<M extends Methods, E> {
  readonly #webview: vscode.Webview;
  readonly #checkers: Checkers<M>;
  readonly #handlers: Handlers<M>;
  readonly #log: Log;
  readonly #subscription: vscode.Disposable;
  readonly #ending = new AbortController();

  constructor(webview: vscode.Webview, checkers: Checkers<M>, handlers: Handlers<M>, log: Log) {
    this.#webview = webview;
    this.#checkers = checkers;
    this.#handlers = handlers;
    this.#log = log;
    this.#subscription = webview.onDidReceiveMessage((message: unknown) => void this.#receive(message));
  }

  tell<K extends keyof E & string>(name: K, payload: E[K]): void {
    this.#post({ kind: 'event', name, payload });
  }

  dispose(): void {
    this.#ending.abort();
    this.#subscription.dispose();
  }

  async #receive(message: unknown): Promise<void> {
    const request = parseToHost(message);
    if (!request) {
      this.#log.warn('a page sent what is no request');
      return;
    }
    const { id, method } = request;
    if (!Object.hasOwn(this.#checkers, method)) {
      this.#log.warn('a page asked for what there is not', { method });
      this.#post({ kind: 'reply', id, isOk: false });
      return;
    }
    const checked = z.safeParse(this.#checkers[method as keyof M], request.params);
    if (!checked.success) {
      this.#log.warn('a page sent a request that is not right', { method });
      this.#post({ kind: 'reply', id, isOk: false });
      return;
    }
    try {
      const value = await this.#handlers[method as keyof M](checked.data, this.#ending.signal);
      this.#post({ kind: 'reply', id, isOk: true, value });
    } catch (cause) {
      this.#log.error('a request of a page failed', { method, cause });
      this.#post({ kind: 'reply', id, isOk: false });
    }
  }

  #post(message: ToWebview): void {
    if (this.#ending.signal.aborted) return;
    // False where the page is hidden, refused where it is gone: it asks anew when it is back.
    this.#webview.postMessage(message).then(undefined, (cause: unknown) => {
      this.#log.debug('a page is gone', { cause });
    });
  }
}
