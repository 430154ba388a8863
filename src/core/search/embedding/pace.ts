/** Slower by so much after a refusal. */
const SLOWER = 0.7;

/** Requests that went well before it tries to be a little faster again. */
const STEADY = 50;
const FASTER = 1.1;

/**
 * How many requests per minute are worth trying. New accounts have far less than the published quota, and the service says
 * so only by refusing.
 */
export class Pace {
  readonly #most: number;
  #perMinute: number;
  #good = 0;

  constructor(requestsPerMinute: number) {
    this.#most = requestsPerMinute;
    this.#perMinute = requestsPerMinute;
  }

  get perMinute(): number {
    return this.#perMinute;
  }

  refused(): void {
    this.#good = 0;
    this.#perMinute = Math.max(1, Math.floor(this.#perMinute * SLOWER));
  }

  succeeded(): void {
    if (this.#perMinute === this.#most || ++this.#good < STEADY) return;
    this.#good = 0;
    this.#perMinute = Math.min(this.#most, Math.ceil(this.#perMinute * FASTER));
  }
}
