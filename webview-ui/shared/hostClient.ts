import type { Methods, ToHost, ToWebview } from '../../src/protocol/rpc';
import type { VscodeApi } from './vscodeApi';

/** Asks the host, and hears what it tells. The only place from which a page posts. */
export interface HostClient<M extends Methods, E extends object> {
  /** @returns the answer; undefined when the host could not do it, which it has told the user itself */
  ask<K extends keyof M & string>(method: K, params: M[K]['params']): Promise<M[K]['result'] | undefined>;
  /** @returns ends it */
  on<K extends keyof E & string>(name: K, listener: (payload: E[K]) => void): () => void;
}

/** Connects a page with its host, for as long as the page lives. */
export function connectToHost<M extends Methods, E extends object>(
  api: VscodeApi,
  page: EventTarget,
): HostClient<M, E> {
  const waiting = new Map<number, (value: unknown) => void>();
  const listeners = new Map<string, Set<(payload: unknown) => void>>();
  let lastId = 0;

  page.addEventListener('message', (event) => {
    const message = readMessage((event as MessageEvent<unknown>).data);
    if (message?.kind === 'reply') {
      waiting.get(message.id)?.(message.isOk ? message.value : undefined);
      waiting.delete(message.id);
    } else if (message?.kind === 'event') {
      for (const listener of listeners.get(message.name) ?? []) listener(message.payload);
    }
  });

  return {
    ask: async (method, params) =>
      await new Promise((resolve) => {
        lastId += 1;
        waiting.set(lastId, resolve);
        api.postMessage({ id: lastId, method, params } satisfies ToHost);
      }),
    on: (name, listener) => {
      const ofName = listeners.get(name) ?? new Set();
      listeners.set(name, ofName);
      const added = listener as (payload: unknown) => void;
      ofName.add(added);
      return () => {
        ofName.delete(added);
      };
    },
  };
}

/** Other scripts, such as those of a browser's extensions, post to every page: what is not the host's is left alone. */
function readMessage(data: unknown): ToWebview | undefined {
  const isOurs =
    typeof data === 'object' &&
    data !== null &&
    'kind' in data &&
    (data.kind === 'reply' || data.kind === 'event');
  return isOurs ? (data as ToWebview) : undefined;
}
