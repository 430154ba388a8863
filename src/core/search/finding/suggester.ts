import type { Clock } from '../../clock';
import { ok, type Result } from '../../result';
import type { SearchAnswer, SearchMatch, SearchRequest } from './ports';
import { Recently } from './recently';

const SETTLE_MS = 700;

/** Shorter prompts say too little to compare. */
const LEAST_LETTERS = 8;

const MOST_SUGGESTED = 3;

/** The part of the searcher that is needed. */
export interface SuggestionSearch {
  search(request: SearchRequest, signal: AbortSignal): Promise<Result<SearchAnswer>>;
}

/**
 * Pictures that are here already and close to a prompt, so that they need not be generated. Whoever types asks at each
 * change and aborts the question before.
 */
export class Suggester {
  readonly #searcher: SuggestionSearch;
  readonly #clock: Clock;
  /** By prompt and the state of the workspace's files. */
  readonly #kept = new Recently<readonly SearchMatch[]>(50);
  readonly #version: () => number;

  /** @param version changes with the workspace's pictures: see `SearchFiles` */
  constructor(searcher: SuggestionSearch, clock: Clock, version: () => number) {
    this.#searcher = searcher;
    this.#clock = clock;
    this.#version = version;
  }

  /**
   * Waits until the typing pauses, then asks the index with a cheap embedding.
   *
   * @returns at most three that are close or very close; none while aborted
   */
  async suggest(prompt: string, signal: AbortSignal): Promise<Result<readonly SearchMatch[]>> {
    const text = prompt.replace(/\s+/g, ' ').trim();
    if (text.replace(/[^\p{L}\p{N}]/gu, '').length < LEAST_LETTERS) return ok([]);
    const key = `${this.#version()} ${text}`;
    const known = this.#kept.get(key);
    if (known) return ok(known);
    await this.#clock.sleep(SETTLE_MS, signal);
    if (signal.aborted) return ok([]);
    // A prompt is no query: signs and quotes in it mean nothing.
    const words = text.replace(/["^]/g, ' ').replace(/(^|\s)[+-](?=\S)/g, '$1');
    const answer = await this.#searcher.search({ words, count: 20, task: 'suggest' }, signal);
    if (!answer.ok) return answer;
    const close = answer.value.matches
      .filter(({ closeness }) => closeness === 'veryClose' || closeness === 'close')
      .slice(0, MOST_SUGGESTED);
    this.#kept.set(key, close);
    return ok(close);
  }
}
