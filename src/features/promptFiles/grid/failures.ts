import type { ImageError } from '../../../core/errors';
import type { Bar } from './bars';
import type { CellFailure } from './gridState';
import type { GridDependencies } from './ports';

/** Why cells were not made, in words, with buttons that help. */
export class Failures {
  readonly #deps: Pick<GridDependencies, 'reporter'>;
  readonly #openFile: () => unknown;
  /** By key. */
  readonly #bars = new Map<string, Bar>();

  /** @param openFile shows the prompt file: what the model refused is changed there */
  constructor(deps: Pick<GridDependencies, 'reporter'>, openFile: () => unknown) {
    this.#deps = deps;
    this.#openFile = openFile;
  }

  get views(): ReadonlyMap<string, CellFailure> {
    return new Map(
      [...this.#bars].map(([key, { text, buttons }]) => [
        key,
        { text, buttons: buttons.map(({ label }) => label) },
      ]),
    );
  }

  /**
   * A failure is logged as every failure is.
   *
   * @param retry of what failed; the budget has a button of its own, with the price
   * @returns undefined where there is nothing to say
   */
  barOf(error: ImageError, retry: () => unknown): Bar | undefined {
    const open = this.#openFile;
    return this.#deps.reporter.inPlace(error, {
      ...(error.kind === 'budgetReached' ? {} : { retry }),
      editPrompt: open,
      changeRequest: open,
      chooseModel: open,
    });
  }

  /** @returns what is said of it */
  keep(key: string, error: ImageError, retry: () => unknown): string | undefined {
    const bar = this.barOf(error, retry);
    if (bar) this.#bars.set(key, bar);
    return bar?.text;
  }

  forget(keys: readonly string[]): void {
    for (const key of keys) this.#bars.delete(key);
  }

  clear(): void {
    this.#bars.clear();
  }

  /** @param action key of the request and place of the button, with a colon between them */
  async run(action: string): Promise<void> {
    const at = action.lastIndexOf(':');
    await this.#bars.get(action.slice(0, at))?.buttons[Number(action.slice(at + 1))]?.run();
  }
}
