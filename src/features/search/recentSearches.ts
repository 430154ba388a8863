import type { Memento } from 'vscode';

const KEY = 'easel.search.recent';
const MOST = 10;

/** What was looked for lately in this workspace, the newest first. */
export class RecentSearches {
  readonly #memory: Pick<Memento, 'get' | 'update'>;

  constructor(memory: Pick<Memento, 'get' | 'update'>) {
    this.#memory = memory;
  }

  list(): readonly string[] {
    const kept: unknown = this.#memory.get(KEY);
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  }

  async add(words: string): Promise<void> {
    const text = words.trim();
    if (text === '') return;
    await this.#memory.update(KEY, [text, ...this.list().filter((each) => each !== text)].slice(0, MOST));
  }
}
