/** Work on one thing follows itself, in the order in which it was asked for; work on different things does not wait. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  /** @param work never throws: what it meets is in what it returns */
  async take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const turn = before.then(work);
    this.#last.set(key, turn);
    const result = await turn;
    if (this.#last.get(key) === turn) this.#last.delete(key);
    return result;
  }
}
