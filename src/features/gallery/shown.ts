import { Emitter } from '../../core/emitter';
import { filterId, type FilterFacts } from '../../core/gallery/filters';
import type { GalleryImage } from '../../core/gallery/image';
import type { Library } from '../../core/gallery/library';
import type { WaitingImage } from '../../core/gallery/ports';
import type { UsageScan } from '../../core/gallery/usageScan';
import type { GallerySnapshot } from '../../protocol/gallery';
import type { Words } from '../../platform/words';
import { rememberFormats } from './rememberFormats';
import { GROUPING_CHIP, snapshotOf } from './snapshot';
import { firstState, ImageLister, type GalleryState } from './state';
import { waitingImage } from './waiting';

/** What the Gallery shows now, and what is selected in it. */
export class ShownImages {
  readonly #library: Library;
  readonly #usageScan: UsageScan;
  readonly #words: Words;
  readonly #now: () => number;
  readonly #lister = new ImageLister();
  readonly #changed = new Emitter<undefined>();
  readonly #byId = new Map<string, GalleryImage>();
  readonly #ids = new Map<string, string>();
  #state: GalleryState = firstState;
  #waiting: readonly GalleryImage[] = [];
  #usage: ReadonlyMap<string, readonly string[]> = new Map();
  #selected: readonly string[] = [];
  #revision = 0;

  /** Told when the user's choices change; what the library tells comes from there. */
  readonly onDidChange = this.#changed.event;

  constructor(library: Library, usageScan: UsageScan, words: Words, now: () => number = Date.now) {
    this.#library = library;
    this.#usageScan = usageScan;
    this.#words = rememberFormats(words);
    this.#now = now;
  }

  get state(): GalleryState {
    return this.#state;
  }

  change(changes: Partial<GalleryState>): void {
    this.#state = { ...this.#state, ...changes };
    this.#changed.fire(undefined);
  }

  removeChip(id: string): void {
    if (id === GROUPING_CHIP) this.change({ isGroupedByOriginal: false });
    else this.change({ filters: this.#state.filters.filter((filter) => filterId(filter) !== id) });
  }

  setWaiting(waiting: readonly WaitingImage[]): void {
    this.#waiting = waiting.map(waitingImage);
    this.#changed.fire(undefined);
  }

  /** Reads which documents show which images; told when that is known. */
  async readUsage(signal: AbortSignal): Promise<void> {
    const usage = await this.#usageScan.scan(signal);
    if (signal.aborted) return;
    this.#usage = usage;
    this.#changed.fire(undefined);
  }

  /** Everything in the scope, before searching and filtering. */
  inScope(): readonly GalleryImage[] {
    switch (this.#state.scope) {
      case 'made':
        return this.#library.made;
      case 'all':
        return this.#library.all ?? [];
      case 'waiting':
        return this.#waiting;
    }
  }

  filterFacts(): FilterFacts {
    return { nowMs: this.#now(), used: new Set(this.#usage.keys()) };
  }

  snapshot(): GallerySnapshot {
    this.#revision += 1;
    const { state } = this;
    const { groups, count } = this.#lister.list(this.inScope(), state, this.filterFacts());
    const isLoading = this.#library.isLoading || (state.scope === 'all' && this.#library.all === undefined);
    return snapshotOf(
      {
        revision: this.#revision,
        state,
        counts: {
          made: this.#library.isLoading ? undefined : this.#library.made.length,
          all: this.#library.all?.length,
          waiting: this.#waiting.length,
        },
        groups,
        count,
        isLoading: isLoading && state.scope !== 'waiting',
        nowMs: this.#now(),
        idOf: (image) => this.#idOf(image),
        usedIn: (image) => this.#usedIn(image),
        modelName: (id) => this.modelName(id),
      },
      this.#words,
    );
  }

  /** As a recipe calls it: the recipe's model may be one that this version does not know. */
  modelName(id: string): string {
    const making = [...this.#library.made, ...this.#waiting].find((image) => image.making?.modelId === id);
    return making?.making?.modelName ?? id;
  }

  select(ids: readonly string[]): void {
    this.#selected = ids;
  }

  /** @param ids as the page knows them; others are left out */
  imagesOf(ids: readonly string[]): readonly GalleryImage[] {
    return ids.flatMap((id) => this.#byId.get(id) ?? []);
  }

  /** What a command is about: the image of the menu and, where that is selected, all that are; else the selection. */
  imagesFor(id: string | undefined): readonly GalleryImage[] {
    return this.imagesOf(id === undefined || this.#selected.includes(id) ? this.#selected : [id]);
  }

  #idOf(image: GalleryImage): string {
    // A file that was changed is another picture, of which the page has no thumbnail yet.
    const [{ bytes, timeMs }] = image.files;
    const identity = image.making ? image.key : `${image.key} ${bytes} ${timeMs}`;
    let id = this.#ids.get(identity);
    if (id === undefined) {
      id = `i${this.#ids.size}`;
      this.#ids.set(identity, id);
    }
    this.#byId.set(id, image);
    return id;
  }

  #usedIn({ files }: GalleryImage): readonly string[] {
    return [...new Set(files.flatMap(({ uri }) => this.#usage.get(uri) ?? []))];
  }
}
