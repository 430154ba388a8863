import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { TEST_CERTIFICATE, TEST_KEY } from './testCertificate';

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export type Script = (request: SeenRequest, response: http.ServerResponse) => void;

/** An HTTP server on this computer that says what the test tells it to. */
export class ScriptedService {
  readonly requests: SeenRequest[] = [];
  readonly #server: http.Server;
  readonly #isSecure: boolean;
  readonly #sockets = new Set<Socket>();

  constructor(script: Script, isSecure = false) {
    this.#isSecure = isSecure;
    const listen = (incoming: http.IncomingMessage, response: http.ServerResponse): void => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const request = {
          method: incoming.method ?? '',
          url: incoming.url ?? '',
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        };
        this.requests.push(request);
        script(request, response);
      });
    };
    this.#server = isSecure
      ? https.createServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }, listen)
      : http.createServer(listen);
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#isSecure ? 'https' : 'http'}://127.0.0.1:${this.port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** An error as Bedrock sends it, with the tail of the type that SDKs cut off. */
export function bedrockError(
  status: number,
  type: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Script {
  return (_request, response) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'x-amzn-requestid': 'request-1',
      'x-amzn-errortype': `${type}:http://internal.amazon.com/coral/com.amazon.bedrock/`,
      ...headers,
    });
    response.end(JSON.stringify({ message }));
  };
}

export function json(body: unknown, status = 200): Script {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': 'request-1' });
    response.end(JSON.stringify(body));
  };
}
