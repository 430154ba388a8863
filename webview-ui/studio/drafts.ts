import type { ControlValue } from '../../src/protocol/studio';

const delayMs = 150;

/** Tells the host what is being typed, a moment after the last key. */
export class DraftSender {
  readonly #send: (id: string, value: ControlValue) => Promise<void>;
  readonly #waiting = new Map<string, { value: ControlValue; timer: ReturnType<typeof setTimeout> }>();
  readonly #running = new Set<Promise<void>>();

  /** @param send tells the host; never rejects */
  constructor(send: (id: string, value: ControlValue) => Promise<void>) {
    this.#send = send;
  }

  /** Sends the value when nothing more comes for a moment. */
  later(id: string, value: ControlValue): void {
    clearTimeout(this.#waiting.get(id)?.timer);
    const timer = setTimeout(() => {
      this.#sendNow(id, value);
    }, delayMs);
    this.#waiting.set(id, { value, timer });
  }

  /** Sends the value at once, instead of any that waits. */
  now(id: string, value: ControlValue): void {
    clearTimeout(this.#waiting.get(id)?.timer);
    this.#sendNow(id, value);
  }

  /** Sends all that waits; settles when the host has everything. */
  async flush(): Promise<void> {
    for (const [id, { value }] of [...this.#waiting]) this.now(id, value);
    await Promise.all(this.#running);
  }

  #sendNow(id: string, value: ControlValue): void {
    this.#waiting.delete(id);
    const sending = this.#send(id, value).finally(() => this.#running.delete(sending));
    this.#running.add(sending);
  }
}
