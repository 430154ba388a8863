import type { Disposable } from '../../core/disposable';
import { DisposableStore } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import type { ImageError } from '../../core/errors';
import type { QueryPicture, SearchAnswer } from '../../core/search/finding/ports';
import type { IndexingState } from '../../core/search/indexing/ports';
import type { WorkspaceSearch } from '../../core/search/workspaceSearch';

/** More than anybody looks at; what is not close is not shown anyway. */
const MOST_FOUND = 300;

/** An index that has grown by so much is worth another look. */
const GROWTH = 1.2;
const LEAST_GROWTH = 20;

/** What is looked for. */
export interface MeaningQuestion {
  /** Equal questions are asked once. */
  readonly key: string;
  readonly words: string;
  readonly pictures: readonly QueryPicture[];
  /** All pictures where it is not given. */
  readonly allowed?: () => Promise<ReadonlySet<string>>;
}

/** What was found for a question. */
export interface MeaningAnswer {
  readonly key: string;
  readonly answer: SearchAnswer;
}

/** Asks the index while somebody types: one question at a time, the one before is turned away from. */
export class MeaningSearch implements Disposable {
  readonly search: WorkspaceSearch;
  readonly #changed = new Emitter<'answer' | 'state'>();
  readonly #owned = new DisposableStore();
  #asked: MeaningQuestion | undefined;
  #asking: AbortController | undefined;
  #answer: MeaningAnswer | undefined;
  #failure: ImageError | undefined;
  #hasNoIndex = false;
  #doneWhenAsked = 0;
  #before: IndexingState['kind'];

  /** `state` while indexing goes on, which is often; `answer` when something else is to be shown. */
  readonly onDidChange = this.#changed.event;

  constructor(search: WorkspaceSearch) {
    this.search = search;
    this.#before = search.state.kind;
    this.#owned.add(search.onDidChange(() => this.#indexChanged()));
  }

  get indexing(): IndexingState {
    return this.search.state;
  }

  /** False where there is nothing to look in: then the box searches names. */
  get canAsk(): boolean {
    return this.search.state.kind !== 'noConsent' && !this.#hasNoIndex;
  }

  get isAsking(): boolean {
    return this.#asking !== undefined;
  }

  /** The last one: it stays while the next is on its way. */
  get answer(): MeaningAnswer | undefined {
    return this.#answer;
  }

  /** Why there is no answer to the last question. */
  get failure(): ImageError | undefined {
    return this.#failure;
  }

  /** @param question undefined when nothing is looked for any more */
  ask(question: MeaningQuestion | undefined): void {
    if (question?.key === this.#asked?.key) return;
    this.#turnAway();
    this.#asked = question;
    this.#failure = undefined;
    if (!question) this.#answer = undefined;
    else this.#start(question);
  }

  /** The same question again, after a failure. */
  retry(): void {
    const question = this.#asked;
    this.#asked = undefined;
    this.#hasNoIndex = false;
    this.ask(question);
    this.#changed.fire('answer');
  }

  dispose(): void {
    this.#turnAway();
    this.#owned.dispose();
  }

  #turnAway(): void {
    this.#asking?.abort();
    this.#asking = undefined;
  }

  #start(question: MeaningQuestion): void {
    const asking = new AbortController();
    this.#asking = asking;
    const { state } = this.search;
    this.#doneWhenAsked = 'done' in state ? state.done : 0;
    this.#find(question, asking.signal).catch((cause: unknown) => {
      if (!asking.signal.aborted) this.#failed({ kind: 'unexpected', cause });
    });
  }

  async #find(question: MeaningQuestion, signal: AbortSignal): Promise<void> {
    const { key, words, pictures } = question;
    // Asked anew after each wait.
    const isOver = (): boolean => signal.aborted;
    const allowed = question.allowed ? await question.allowed() : undefined;
    if (isOver()) return;
    const found = await this.search.search(
      { words, pictures, count: MOST_FOUND, ...(allowed ? { allowed } : {}) },
      signal,
    );
    // Whoever has turned away wants no answer, however it ends.
    if (isOver()) return;
    if (!found.ok) {
      this.#failed(found.error);
      return;
    }
    this.#asking = undefined;
    if (found.value.notes.some(({ kind }) => kind === 'noIndex')) {
      this.#hasNoIndex = true;
      this.#answer = undefined;
    } else {
      this.#answer = { key, answer: found.value };
    }
    this.#changed.fire('answer');
  }

  #failed(error: ImageError): void {
    this.#asking = undefined;
    this.#answer = undefined;
    this.#failure = error;
    this.#changed.fire('answer');
  }

  /** Where nothing is close yet, the index may have grown by what is. Where something is, it stays as it is. */
  #askAgainWhileNothing(): void {
    const { state } = this.search;
    const answer = this.#answer?.answer;
    if (state.kind !== 'indexing' || !answer || !this.#asked || this.#asking) return;
    const isNothing = answer.best === 'loose' || answer.best === 'none';
    if (!isNothing || state.done < this.#doneWhenAsked * GROWTH + LEAST_GROWTH) return;
    this.#start(this.#asked);
  }

  #indexChanged(): void {
    const { kind } = this.search.state;
    const isOther = kind !== this.#before;
    this.#before = kind;
    if (!isOther) {
      this.#askAgainWhileNothing();
      this.#changed.fire('state');
      return;
    }
    this.#hasNoIndex = false;
    const isOpen = this.#answer?.answer.notes.some((note) => note.kind === 'stillIndexing') ?? true;
    const question = this.#asked;
    // What was not in the index may be by now. The answer so far stays meanwhile.
    if (question && kind !== 'noConsent' && isOpen && !this.#asking) this.#start(question);
    this.#changed.fire('answer');
  }
}
