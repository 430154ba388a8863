import * as http from 'node:http';
import * as net from 'node:net';
import type { AddressInfo } from 'node:net';

/** A proxy that knows CONNECT alone, and leads every host to one port of this computer. */
export class ConnectProxy {
  /** `host:port` of each tunnel asked for. */
  readonly tunnels: string[] = [];
  readonly authorizations: (string | undefined)[] = [];
  readonly #server: http.Server;
  readonly #sockets = new Set<net.Socket>();

  constructor(targetPort: number, refuseWith?: number) {
    this.#server = http.createServer((_request, response) => response.writeHead(405).end());
    this.#server.on('connect', (request, socket: net.Socket, head) => {
      this.#track(socket);
      this.tunnels.push(request.url ?? '');
      this.authorizations.push(request.headers['proxy-authorization']);
      if (refuseWith !== undefined) {
        socket.end(`HTTP/1.1 ${refuseWith} Refused\r\nContent-Length: 0\r\n\r\n`);
        return;
      }
      const target = net.connect(targetPort, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        target.write(head);
        target.pipe(socket);
        socket.pipe(target);
      });
      this.#track(target);
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #track(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
