import type { ClientRequest } from 'node:http';
import type { SecureContext } from 'node:tls';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { ProxyRefusedError, noteNetworkFacts } from './networkFacts';
import { connectTimeout, guardConnecting } from './sockets';

export interface TunnelOptions {
  readonly connectMs: number;
  readonly idleMs: number;
  readonly maxSockets: number;
  readonly secureContext: SecureContext | undefined;
  /** False trusts whatever certificate the proxy shows, for itself and for what it re-signs. */
  readonly strictSsl: boolean;
}

/** Reaches every host through CONNECT; says apart a proxy that refuses, a proxy that is away, and the host itself. */
export class TunnelAgent extends HttpsProxyAgent<string> {
  readonly #connectMs: number;
  readonly #proxyHost: string;
  readonly #tls: { readonly secureContext?: SecureContext; readonly rejectUnauthorized?: boolean };

  constructor(proxy: URL, options: TunnelOptions) {
    const tls = {
      ...(options.secureContext ? { secureContext: options.secureContext } : {}),
      ...(options.strictSsl ? {} : { rejectUnauthorized: false }),
    };
    super(proxy.href, {
      keepAlive: true,
      maxSockets: options.maxSockets,
      timeout: options.idleMs,
      ...tls,
    });
    this.#connectMs = options.connectMs;
    this.#proxyHost = proxy.host;
    this.#tls = tls;
  }

  override async connect(request: ClientRequest, options: Parameters<Connect>[1]): ReturnType<Connect> {
    let status: number | undefined;
    request.once('proxyConnect', (answer: { statusCode: number }) => {
      status = answer.statusCode;
    });
    const timer = setTimeout(() => {
      const error = connectTimeout(this.#connectMs);
      noteNetworkFacts(error, { host: this.#proxyHost });
      request.destroy(error);
    }, this.#connectMs);
    try {
      const socket = await super.connect(request, { ...options, ...this.#tls });
      if (status !== undefined && status !== 200) {
        socket.destroy();
        throw new ProxyRefusedError(status);
      }
      guardConnecting(socket, this.#connectMs);
      return socket;
    } catch (error) {
      noteNetworkFacts(error, { host: this.#proxyHost, isUnsent: true });
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

type Connect = HttpsProxyAgent<string>['connect'];
