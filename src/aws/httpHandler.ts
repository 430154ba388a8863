import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { SecureContext } from 'node:tls';
import { trustedContext } from './certificates';
import { noteNetworkFacts } from './networkFacts';
import { proxyFor, type Proxy, type ProxySettings } from './proxies';
import type { TimeLimits } from './settings';
import { GuardedHttpAgent, GuardedHttpsAgent } from './sockets';

/** More than one user's images in flight; the request limiter holds it far below. */
const MAX_SOCKETS = 50;

export interface HandlerOptions {
  readonly limits: TimeLimits;
  readonly proxy?: ProxySettings | undefined;
  readonly caCertificates?: readonly string[] | undefined;
  /** Off for the simulator: no proxy, no certificates, nothing of the environment. */
  readonly usesEnvironment: boolean;
}

type Request = Parameters<NodeHttpHandler['handle']>[0];
type RequestOptions = Parameters<NodeHttpHandler['handle']>[1];
type Answer = Awaited<ReturnType<NodeHttpHandler['handle']>>;

/**
 * The one HTTP handler of every AWS client and credential provider; see `docs/decisions/one-http-handler.md`.
 * Picks the proxy per host, because one client may speak to several (sign-in, STS, the model).
 */
export class OneHttpHandler {
  readonly metadata = { handlerProtocol: 'http/1.1' };
  readonly #options: HandlerOptions;
  readonly #handlers = new Map<string, Promise<NodeHttpHandler>>();
  #context: Promise<SecureContext | undefined> | undefined;
  #clockOffsetMs: number | undefined;

  constructor(options: HandlerOptions) {
    this.#options = options;
  }

  /** Server's time minus ours by the last answer's `Date`, in ms (whole seconds); undefined before the first answer. */
  get clockOffsetMs(): number | undefined {
    return this.#clockOffsetMs;
  }

  async handle(request: Request, options?: RequestOptions): Promise<Answer> {
    try {
      const handler = await this.#handlerFor(request);
      const answer = await handler.handle(request, options);
      this.#readClock(answer.response.headers['date']);
      return answer;
    } catch (error) {
      noteNetworkFacts(error, { host: request.hostname });
      throw error;
    }
  }

  /** Called by a client's `destroy`; the connections belong to all clients, so only `dispose` ends them. */
  destroy(): void {}

  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }

  dispose(): void {
    for (const handler of this.#handlers.values()) void handler.then((it) => it.destroy());
    this.#handlers.clear();
  }

  async #handlerFor(request: Request): Promise<NodeHttpHandler> {
    const { usesEnvironment, proxy: settings } = this.#options;
    const proxy = usesEnvironment ? proxyFor(request, settings, process.env) : undefined;
    const key = proxy ? `${proxy.url.href} ${proxy.strictSsl}` : '';
    const known = this.#handlers.get(key);
    if (known) return known;
    const created = this.#create(proxy);
    this.#handlers.set(key, created);
    // A broken start (an unreadable module) is not kept.
    created.catch(() => this.#handlers.delete(key));
    return created;
  }

  async #create(proxy: Proxy | undefined): Promise<NodeHttpHandler> {
    const { connectMs, requestMs, idleMs } = this.#options.limits;
    const [{ NodeHttpHandler }, secureContext] = await Promise.all([
      import('@smithy/node-http-handler'),
      (this.#context ??= this.#trust()),
    ]);
    const limits = { requestTimeout: requestMs, throwOnRequestTimeout: true, socketTimeout: requestMs };
    if (proxy) {
      const { TunnelAgent } = await import('./tunnelAgent');
      const { strictSsl } = proxy;
      const agent = new TunnelAgent(proxy.url, {
        connectMs,
        idleMs,
        maxSockets: MAX_SOCKETS,
        secureContext,
        strictSsl,
      });
      // A tunnel serves both protocols; it is told by the request which one it is.
      return new NodeHttpHandler({ ...limits, httpAgent: agent, httpsAgent: agent });
    }
    const agent = { keepAlive: true, maxSockets: MAX_SOCKETS, timeout: idleMs };
    return new NodeHttpHandler({
      ...limits,
      httpAgent: new GuardedHttpAgent(agent, connectMs),
      httpsAgent: new GuardedHttpsAgent({ ...agent, ...(secureContext ? { secureContext } : {}) }, connectMs),
    });
  }

  async #trust(): Promise<SecureContext | undefined> {
    return this.#options.usesEnvironment
      ? trustedContext(this.#options.caCertificates ?? [], process.env)
      : undefined;
  }

  #readClock(date: string | undefined): void {
    const serverTime = Date.parse(date ?? '');
    if (!Number.isNaN(serverTime)) this.#clockOffsetMs = serverTime - Date.now();
  }
}
