/** Slower by so much after a refusal. */
const SLOWER = 0.7;

/** What goes well for a twentieth of a minute, at whatever pace, is tried a little faster. */
const STEADY_SHARE = 1 / 20;
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

  /**
   * @param perMinute the pace at which the request was sent: many are refused together, and those that were sent before it
   *   became slower say nothing about how it is now
   */
  refused(perMinute: number): void {
    if (perMinute > this.#perMinute) return;
    this.#good = 0;
    this.#perMinute = Math.max(1, Math.floor(this.#perMinute * SLOWER));
  }

  succeeded(): void {
    if (this.#perMinute === this.#most || ++this.#good < this.#perMinute * STEADY_SHARE) return;
    this.#good = 0;
    this.#perMinute = Math.min(this.#most, Math.ceil(this.#perMinute * FASTER));
  }
}
