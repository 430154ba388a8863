import * as http from 'node:http';
import * as https from 'node:https';
import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { noteNetworkFacts } from './networkFacts';

/**
 * Ends a connection that is not established in time, and notes on every error before that point that nothing was sent:
 * the difference between "nothing was spent" and "it may be charged".
 */
export function guardConnecting(socket: unknown, limitMs: number): void {
  if (!(socket instanceof Socket)) return;
  const isSecure = socket instanceof TLSSocket;
  if (!isSecure && !socket.connecting) return;

  const onError = (error: Error): void => noteNetworkFacts(error, { isUnsent: true });
  const timer = setTimeout(() => socket.destroy(connectTimeout(limitMs)), limitMs);
  const settle = (): void => {
    clearTimeout(timer);
    socket.off('error', onError);
  };
  socket.once('error', onError);
  socket.once(isSecure ? 'secureConnect' : 'connect', settle);
  socket.once('close', settle);
}

/** Looks like the operating system's own, so that there is one rule for both. */
export function connectTimeout(limitMs: number): Error {
  const error = Object.assign(new Error(`No connection within ${limitMs} ms`), {
    code: 'ETIMEDOUT',
    syscall: 'connect',
  });
  noteNetworkFacts(error, { isUnsent: true });
  return error;
}

type ConnectCallback = (error: Error | null, stream: import('node:stream').Duplex) => void;

export class GuardedHttpAgent extends http.Agent {
  readonly #connectMs: number;

  constructor(options: http.AgentOptions, connectMs: number) {
    super(options);
    this.#connectMs = connectMs;
  }

  override createConnection(
    options: http.ClientRequestArgs,
    callback?: ConnectCallback,
  ): ReturnType<http.Agent['createConnection']> {
    const socket = super.createConnection(options, callback);
    guardConnecting(socket, this.#connectMs);
    return socket;
  }
}

export class GuardedHttpsAgent extends https.Agent {
  readonly #connectMs: number;

  constructor(options: https.AgentOptions, connectMs: number) {
    super(options);
    this.#connectMs = connectMs;
  }

  override createConnection(
    options: https.RequestOptions,
    callback?: ConnectCallback,
  ): ReturnType<https.Agent['createConnection']> {
    const socket = super.createConnection(options, callback);
    guardConnecting(socket, this.#connectMs);
    return socket;
  }
}
