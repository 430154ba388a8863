import {
  createServer as createHttp1,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttp2, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2';
import { createServer, type Server, type Socket } from 'node:net';
import type { ActiveFault } from './faults';
import type { Now, SimRequest, SimResponse } from './http';

/** How one answer leaves: whole, or broken off on purpose. */
export interface Delivery {
  readonly response: SimResponse;
  /** Close the connection after so many bytes of the body. */
  readonly resetAfterBytes?: number;
  /** Let the body leave no faster. */
  readonly bytesPerSecond?: number;
  /** The body in pieces, each sent before the next is asked for, in place of the response's own. */
  readonly stream?: StreamedBody;
}

export interface StreamedBody {
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Break the connection off where the pieces end. */
  readonly endsInReset: boolean;
}

/** What a fault does to the delivery of an answer that is right in itself. */
export function delivered(response: SimResponse, fault: ActiveFault | undefined): Delivery {
  switch (fault?.kind) {
    case 'reset':
      return { response, resetAfterBytes: fault.afterBytes ?? 0 };
    case 'slow':
      return { response, bytesPerSecond: fault.bytesPerSecond ?? 100_000 };
    case 'damaged':
      return { response: { ...response, body: Buffer.alloc(Buffer.byteLength(response.body), 'damaged ') } };
    default:
      return { response };
  }
}

/** InvokeModel takes 25,000,000 bytes; uploads to S3 are larger. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

/** HTTP/2 with prior knowledge begins with these bytes; no HTTP/1.1 request does. */
const preface = Buffer.from('PRI * HTTP/2.0');

/** What both versions' responses have; their own types differ in everything else. */
interface Answer {
  writeHead(status: number, headers?: Record<string, string>): unknown;
  write(bytes: Uint8Array, done: () => void): unknown;
  end(bytes?: string | Uint8Array): unknown;
  once(event: 'close', listener: () => void): unknown;
}

/** One port on 127.0.0.1 for HTTP/1.1 and cleartext HTTP/2: the unmodified SDK speaks one to some services, the other to others. */
export class Listener {
  readonly #handle: (request: SimRequest) => Promise<Delivery>;
  readonly #now: Now;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  /** @param now stands in each answer's `Date`, from which clients see how far their own clock is off */
  constructor(handle: (request: SimRequest) => Promise<Delivery>, now: Now) {
    this.#handle = handle;
    this.#now = now;
    const answer = (
      request: IncomingMessage | Http2ServerRequest,
      response: ServerResponse | Http2ServerResponse,
    ): void => void this.#answer(request, response);
    const http1 = createHttp1({ keepAliveTimeout: 30_000 }, answer);
    const http2 = createHttp2(answer);
    this.#server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      // A client that went away is no failure of ours.
      socket.on('error', () => socket.destroy());
      socket.once('readable', () => {
        const first = socket.read() as Buffer | null;
        if (!first) {
          socket.destroy();
          return;
        }
        socket.unshift(first);
        const isHttp2 = first.subarray(0, preface.length).equals(preface.subarray(0, first.length));
        (isHttp2 ? http2 : http1).emit('connection', socket);
      });
    });
  }

  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        const address = this.#server.address();
        if (address === null || typeof address === 'string') reject(new Error('No port'));
        else resolve(address.port);
      });
    });
  }

  close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(message: IncomingMessage | Http2ServerRequest, response: Answer): Promise<void> {
    let delivery: Delivery;
    try {
      const body = await readBody(message);
      if (!body) {
        response.writeHead(413);
        response.end();
        return;
      }
      delivery = await this.#handle(toRequest(message, body));
    } catch (cause) {
      // A bug of the simulator, or a request that was broken off; either way there is one answer.
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ message: cause instanceof Error ? cause.message : 'Internal error' }));
      return;
    }
    if (delivery.stream) {
      await this.#pour(delivery.response, delivery.stream, message, response);
      return;
    }
    const { status, headers, body } = delivery.response;
    const bytes = Buffer.from(body);
    const isBodiless = message.method === 'HEAD' || status === 204 || status === 304;
    const length = isBodiless ? headers['content-length'] : String(bytes.length);
    response.writeHead(status, {
      date: new Date(this.#now()).toUTCString(),
      ...headers,
      ...(length === undefined ? {} : { 'content-length': length }),
    });
    if (delivery.resetAfterBytes !== undefined) {
      const { socket } = message;
      response.write(bytes.subarray(0, delivery.resetAfterBytes), () => reset(message, socket));
      return;
    }
    if (isBodiless) response.end();
    else if (delivery.bytesPerSecond === undefined) response.end(bytes);
    else trickle(bytes, delivery.bytesPerSecond, message.socket, response);
  }

  async #pour(
    { status, headers }: SimResponse,
    { pieces, endsInReset }: StreamedBody,
    message: IncomingMessage | Http2ServerRequest,
    response: Answer,
  ): Promise<void> {
    const gone = new AbortController();
    const closed = new Promise<void>((resolve) =>
      response.once('close', () => {
        gone.abort();
        resolve();
      }),
    );
    response.writeHead(status, { date: new Date(this.#now()).toUTCString(), ...headers });
    for await (const piece of pieces) {
      if (gone.signal.aborted) return;
      // A client that went away never takes the piece.
      await Promise.race([closed, new Promise<void>((resolve) => response.write(piece, () => resolve()))]);
    }
    if (endsInReset) reset(message, message.socket);
    else response.end();
  }
}

/** In pieces, ten a second, until all is sent or the client has gone. */
function trickle(bytes: Buffer, bytesPerSecond: number, socket: Socket, response: Answer): void {
  const step = Math.max(1, Math.round(bytesPerSecond / 10));
  let at = 0;
  const timer = setInterval(() => {
    const piece = bytes.subarray(at, at + step);
    at += step;
    if (socket.destroyed || at >= bytes.length) clearInterval(timer);
    if (at >= bytes.length) response.end(piece);
    else response.write(piece, () => undefined);
  }, 100);
}

function reset(message: IncomingMessage | Http2ServerRequest, socket: Socket): void {
  if ('stream' in message) message.stream.close(2);
  else socket.resetAndDestroy();
}

async function readBody(message: IncomingMessage | Http2ServerRequest): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    if (length > MAX_BODY_BYTES) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

function toRequest(message: IncomingMessage | Http2ServerRequest, body: Buffer): SimRequest {
  const url = message.url ?? '/';
  const mark = url.indexOf('?');
  const rawQuery = mark < 0 ? '' : url.slice(mark + 1);
  return {
    method: message.method ?? 'GET',
    rawPath: mark < 0 ? url : url.slice(0, mark),
    rawQuery,
    query: new URLSearchParams(rawQuery),
    headers: plainHeaders(message.headers),
    body,
  };
}

function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(',') : value;
    // Over HTTP/2 the SDK signs `:authority` under that very name; everyone else looks for `host`.
    if (name === ':authority') plain['host'] ??= text;
    if (name === ':authority' || !name.startsWith(':')) plain[name] = text;
  }
  return plain;
}
