/** Whatever must be ended by its owner; VS Code's `Disposable` fits. */
export interface Disposable {
  dispose(): void;
}

/**
 * Owns what has `dispose`: ends it in reverse order, and ends at once what is added after its own end.
 */
export class DisposableStore implements Disposable {
  readonly #items: Disposable[] = [];
  #isDisposed = false;

  get isDisposed(): boolean {
    return this.#isDisposed;
  }

  add<T extends Disposable>(item: T): T {
    if (this.#isDisposed) item.dispose();
    else this.#items.push(item);
    return item;
  }

  dispose(): void {
    this.#isDisposed = true;
    for (let item = this.#items.pop(); item; item = this.#items.pop()) item.dispose();
  }
}
