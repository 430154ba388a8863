/** Time as a port, so that waiting can be tested without waiting. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` is aborted; the caller looks at the signal. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
