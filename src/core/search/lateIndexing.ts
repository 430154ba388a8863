import type { Disposable } from '../disposable';
import { Emitter } from '../emitter';
import type { WorkspaceSearch } from './workspaceSearch';

/** How far indexing is, as the status bar follows it. */
export interface IndexingFeed {
  /** Undefined while nothing is being indexed. */
  progress(): { readonly done: number; readonly total: number } | undefined;
  readonly onDidChange: (listener: () => void) => Disposable;
}

/** Indexing for those who follow it from the start of a window; nothing until search is loaded. */
export class LateIndexing implements IndexingFeed, Disposable {
  readonly #changed = new Emitter<undefined>();
  #search: Pick<WorkspaceSearch, 'state'> | undefined;
  #subscription: Disposable | undefined;

  readonly onDidChange = (listener: () => void): Disposable => this.#changed.event(() => listener());

  attach(search: Pick<WorkspaceSearch, 'state' | 'onDidChange'>): void {
    this.#subscription?.dispose();
    this.#search = search;
    this.#subscription = search.onDidChange(() => this.#changed.fire(undefined));
    this.#changed.fire(undefined);
  }

  progress(): { readonly done: number; readonly total: number } | undefined {
    const state = this.#search?.state;
    return state?.kind === 'indexing' && state.total > 0 ? state : undefined;
  }

  dispose(): void {
    this.#subscription?.dispose();
  }
}
