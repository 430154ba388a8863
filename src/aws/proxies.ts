/** A proxy as VS Code's settings name it; it goes before the environment's. */
export interface ProxySettings {
  readonly url: string;
  /** False: the certificates of the proxy, and of what it re-signs, are not checked. */
  readonly strictSsl: boolean;
  readonly noProxy: readonly string[];
}

export interface Proxy {
  readonly url: URL;
  readonly strictSsl: boolean;
}

/**
 * The proxy for one address, or undefined for the direct way.
 *
 * Settings first, then `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` by protocol, in either case. Loopback addresses are never
 * proxied: the simulator answers there. An unreadable proxy address counts as none.
 */
export function proxyFor(
  target: { readonly protocol: string; readonly hostname: string; readonly port?: number | undefined },
  settings: ProxySettings | undefined,
  environment: NodeJS.ProcessEnv,
): Proxy | undefined {
  const hostname = target.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (isLoopback(hostname)) return undefined;
  const noProxy = [
    ...(settings?.noProxy ?? []),
    ...(variable(environment, 'NO_PROXY') ?? '').split(/[\s,]+/),
  ];
  const port = target.port ?? (target.protocol === 'http:' ? 80 : 443);
  if (noProxy.some((rule) => matches(rule.trim().toLowerCase(), hostname, port))) return undefined;

  const text =
    settings?.url ??
    variable(environment, target.protocol === 'http:' ? 'HTTP_PROXY' : 'HTTPS_PROXY') ??
    variable(environment, 'ALL_PROXY');
  const url = text === undefined ? undefined : parseProxyUrl(text);
  return url && { url, strictSsl: settings?.strictSsl ?? true };
}

function parseProxyUrl(text: string): URL | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url : undefined;
}

/** One rule of `NO_PROXY`: `*`, a host and all below it, with or without a leading dot or `*.`, with or without a port. */
function matches(rule: string, hostname: string, port: number): boolean {
  if (rule === '') return false;
  if (rule === '*') return true;
  const [, host = rule, rulePort] = /^(.*?)(?::(\d+))?$/.exec(rule) ?? [];
  if (rulePort !== undefined && Number(rulePort) !== port) return false;
  const domain = host.replace(/^\*?\./, '');
  return hostname === domain || hostname.endsWith(`.${domain}`);
}

function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '::1' ||
    /^127\./.test(hostname)
  );
}

function variable(environment: NodeJS.ProcessEnv, name: string): string | undefined {
  return environment[name.toLowerCase()] || environment[name] || undefined;
}
