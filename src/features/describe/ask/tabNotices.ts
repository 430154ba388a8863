import type { Disposable } from '../../../core/disposable';
import type { ImageError } from '../../../core/errors';
import type { AskPage } from '../../../platform/askTab';
import type { ActionHandlers } from '../../../platform/messages';
import type { MessageInPlace } from '../../../platform/reporter';
import type { DescribeDependencies } from '../ports';

/** How long a success is shown. */
const SAID_MS = 8000;

/** What a tab says beside its conversation: failures until somebody acts on them, successes for a moment. */
export class TabNotices implements Disposable {
  readonly #reporter: DescribeDependencies['reporter'];
  readonly #page: Pick<AskPage, 'announce'>;
  readonly #onChange: () => void;
  readonly #shown = new Map<string, MessageInPlace>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  constructor(
    reporter: DescribeDependencies['reporter'],
    page: Pick<AskPage, 'announce'>,
    onChange: () => void,
  ) {
    this.#reporter = reporter;
    this.#page = page;
    this.#onChange = onChange;
  }

  /** By their ids, in the order in which they came. */
  get shown(): ReadonlyMap<string, MessageInPlace> {
    return this.#shown;
  }

  /** @param id a later message of the same id takes the place of an earlier one */
  fail(id: string, error: ImageError, handlers: ActionHandlers = {}): void {
    const message = this.#reporter.inPlace(error, handlers);
    if (!message) return;
    this.#shown.set(id, message);
    this.#page.announce(message.text, true);
    this.#onChange();
  }

  /** What went well, for a moment. */
  tell(id: string, text: string): void {
    const message: MessageInPlace = { severity: 'info', text, buttons: [] };
    this.#shown.set(id, message);
    this.#page.announce(text);
    this.#onChange();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (this.#shown.get(id) === message) this.remove(id);
    }, SAID_MS);
    this.#timers.add(timer);
  }

  remove(id: string): void {
    if (this.#shown.delete(id)) this.#onChange();
  }

  clear(): void {
    this.#shown.clear();
  }

  dispose(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }
}
