import type { Clock } from '../../../src/core/clock';
import type { KeptValues } from '../../../src/core/kept';
import type { Log } from '../../../src/core/log';

export const silentLog: Log = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export class MemoryLog implements Log {
  readonly lines: string[] = [];
  readonly #add = (message: string, ...facts: unknown[]): void => {
    this.lines.push([message, ...facts.map((fact) => JSON.stringify(fact))].join(' '));
  };
  readonly trace = this.#add;
  readonly debug = this.#add;
  readonly info = this.#add;
  readonly warn = this.#add;
  readonly error = this.#add;
}

export class FakeClock implements Clock {
  time = Date.now();
  now(): number {
    return this.time;
  }
  sleep(): Promise<void> {
    return Promise.resolve();
  }
}

/** Keeps JSON, as a real store does, and forgets by the clock. */
export class FakeKeptValues implements KeptValues {
  readonly entries = new Map<string, { readonly text: string; readonly until: number }>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): unknown {
    const entry = this.entries.get(key);
    return entry && entry.until > this.#clock.now() ? JSON.parse(entry.text) : undefined;
  }

  set(key: string, value: unknown, ttlMs: number): void {
    this.entries.set(key, { text: JSON.stringify(value), until: this.#clock.now() + ttlMs });
  }
}
