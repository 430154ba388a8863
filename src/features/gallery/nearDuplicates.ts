import type { Disposable } from '../../core/disposable';
import { fileOf } from '../../core/gallery/found';
import type { WorkspaceSearch } from '../../core/search/workspaceSearch';

/** Which files are nearly equal; compared when somebody asks for it, which may take a while. */
export class NearDuplicates implements Disposable {
  readonly #search: Pick<WorkspaceSearch, 'duplicates'>;
  readonly #onFound: () => void;
  #groups: ReadonlyMap<string, number> | undefined;
  #comparing: AbortController | undefined;
  #isStale = true;

  constructor(search: Pick<WorkspaceSearch, 'duplicates'>, onFound: () => void) {
    this.#search = search;
    this.#onFound = onFound;
  }

  /** Number of the group by the URI of the file; undefined until the files were compared once. */
  get groups(): ReadonlyMap<string, number> | undefined {
    return this.#groups;
  }

  get isComparing(): boolean {
    return this.#comparing !== undefined;
  }

  /** Compares, unless that was done since the index changed. */
  async want(): Promise<void> {
    if (!this.#isStale || this.#comparing) return;
    this.#isStale = false;
    const comparing = new AbortController();
    this.#comparing = comparing;
    const found = await this.#search.duplicates(comparing.signal).catch(() => undefined);
    if (this.#comparing === comparing) this.#comparing = undefined;
    if (comparing.signal.aborted) return;
    // What cannot be compared is as it was: equal files are known without the index.
    if (found?.ok === true) {
      this.#groups = new Map(
        found.value.flatMap(({ files }, number) => files.map((row) => [fileOf(row).uri, number] as const)),
      );
    }
    this.#onFound();
  }

  /** The index holds other pictures than before. */
  changed(): void {
    this.#isStale = true;
  }

  /** Nobody looks at them any more. */
  stop(): void {
    if (!this.#comparing) return;
    this.#comparing.abort();
    this.#comparing = undefined;
    this.#isStale = true;
  }

  dispose(): void {
    this.#comparing?.abort();
  }
}
