import type { ToHost, ToWebview } from '../../src/protocol/rpc';
import type { VscodeApi } from './vscodeApi';

/** What the host said to one request; it has told the user already where it could not. */
export type Reply<T> = { readonly isOk: true; readonly value: T } | { readonly isOk: false };

type MethodsOf<M> = { readonly [K in keyof M]: { readonly params: unknown; readonly result: unknown } };

/**
 * A page's connection to its host, and the only caller of `postMessage`.
 *
 * @typeParam M the page's methods, such as `StudioMethods`
 * @typeParam E what the host tells by itself, such as `StudioEvents`
 */
export class Client<M extends MethodsOf<M>, E> {
  readonly #api: VscodeApi;
  readonly #waiting = new Map<number, (reply: Reply<unknown>) => void>();
  readonly #listeners = new Map<string, Set<(payload: unknown) => void>>();
  #lastId = 0;

  /** Listens from now on, for as long as the document lives. */
  constructor(api: VscodeApi) {
    this.#api = api;
    window.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (isFromHost(event.data)) this.#receive(event.data);
    });
  }

  /** Asks the host; it answers each request exactly once, so the promise always settles and never rejects. */
  ask<K extends keyof M & string>(method: K, params: M[K]['params']): Promise<Reply<M[K]['result']>> {
    this.#lastId += 1;
    const request: ToHost = { id: this.#lastId, method, params };
    return new Promise((resolve) => {
      this.#waiting.set(request.id, (reply) => {
        resolve(reply as Reply<M[K]['result']>);
      });
      this.#api.postMessage(request);
    });
  }

  /** Sends an intent whose answer does not matter: what it changes arrives as a snapshot. */
  send<K extends keyof M & string>(method: K, params: M[K]['params']): void {
    void this.ask(method, params);
  }

  /** @returns ends the listening */
  on<K extends keyof E & string>(name: K, listener: (payload: E[K]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    const untyped = (payload: unknown): void => {
      listener(payload as E[K]);
    };
    listeners.add(untyped);
    return () => {
      listeners.delete(untyped);
    };
  }

  #receive(message: ToWebview): void {
    if (message.kind === 'event') {
      for (const listener of this.#listeners.get(message.name) ?? []) listener(message.payload);
      return;
    }
    const settle = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    settle?.(message.isOk ? { isOk: true, value: message.value } : { isOk: false });
  }
}

/** Other scripts of the frame post to the window, too; the host's messages are told by their kind. */
function isFromHost(data: unknown): data is ToWebview {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return false;
  return data.kind === 'reply' || data.kind === 'event';
}
