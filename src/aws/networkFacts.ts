/** What our own HTTP handler knows about a failure, and the exception does not say. */
export interface NetworkFacts {
  /** Host that was spoken to: the service's, or the proxy's where that one failed. */
  readonly host?: string;
  /** True when no byte of the request can have left: the connection was never established. */
  readonly isUnsent?: boolean;
}

const FACTS = Symbol('networkFacts');

/** Notes facts on an error on its way through; what was noted nearer to the cause stays. */
export function noteNetworkFacts(error: unknown, facts: NetworkFacts): void {
  if (error instanceof Error) Object.assign(error, { [FACTS]: { ...facts, ...networkFacts(error) } });
}

export function networkFacts(error: unknown): NetworkFacts {
  return error instanceof Error && FACTS in error ? (error[FACTS] as NetworkFacts) : {};
}

/** A proxy answered CONNECT with something else than 200. */
export class ProxyRefusedError extends Error {
  override readonly name = 'ProxyRefusedError';
  readonly status: number;

  constructor(status: number) {
    super(`The proxy answered CONNECT with ${status}`);
    this.status = status;
  }
}
