import type { Clock } from '../../../../../src/core/clock';

interface Timer {
  at: number;
  readonly number: number;
  readonly wake: () => void;
}

/** Time stands still while anybody works, and goes to the next thing that somebody waits for when nobody does. */
export class SimulatedClock implements Clock {
  readonly start = Date.UTC(2026, 10, 20, 9, 30);
  /** Since the start; a clock that is set does not change how long things take. */
  #passed = 0;
  #set = 0;
  #count = 0;
  #timers: Timer[] = [];

  now(): number {
    return this.start + this.#passed + this.#set;
  }

  /** Somebody sets the clock of the computer. */
  set(byMs: number): void {
    this.#set += byMs;
  }

  /** The time elsewhere, which nobody here can set. */
  trueNow(): number {
    return this.start + this.#passed;
  }

  /** The computer sleeps: time goes by, and whoever waits does not count it. */
  doze(ms: number): void {
    this.#passed += ms;
    this.#timers = this.#timers.map((timer) => Object.assign(timer, { at: timer.at + ms }));
  }

  get waiting(): number {
    return this.#timers.length;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const timer: Timer = { at: this.#passed + Math.max(0, ms), number: this.#count++, wake: resolve };
      this.#timers.push(timer);
      const stop = (): void => {
        this.#timers = this.#timers.filter((each) => each !== timer);
        resolve();
      };
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /** Lets time pass until something is so. @returns false when it did not come to be so in this time */
  async until(isSo: () => boolean, withinMs: number): Promise<boolean> {
    const end = this.#passed + withinMs;
    for (;;) {
      await settled();
      if (isSo()) return true;
      const [next] = this.#timers.toSorted((one, other) => one.at - other.at || one.number - other.number);
      if (!next || next.at > end) {
        this.#passed = end;
        return false;
      }
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#passed = Math.max(this.#passed, next.at);
      next.wake();
    }
  }

  async pass(ms: number): Promise<void> {
    await this.until(() => false, ms);
  }
}

/** Everything that waits for nothing but its turn has had it. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
