import type { Disposable } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import { applyFilters, filterId, type FilterFacts } from '../../core/gallery/filters';
import type { GalleryImage } from '../../core/gallery/image';
import type { Library } from '../../core/gallery/library';
import type { WaitingImage } from '../../core/gallery/ports';
import type { UsageScan } from '../../core/gallery/usageScan';
import type { GallerySnapshot } from '../../protocol/gallery';
import type { Words } from '../../platform/words';
import { rememberFormats } from './rememberFormats';
import type { SearchSide, Surroundings } from './searchSide';
import { allNotices, GROUPING_CHIP, noSearch, snapshotOf, type SearchFacts } from './snapshot';
import {
  firstState,
  ImageLister,
  isLooking,
  MOST_PICTURES,
  type GalleryState,
  type ImageGroup,
  type LookedWith,
} from './state';
import { waitingImage } from './waiting';

/** What the groups hold, and which question they answer. */
interface Listed {
  readonly groups: readonly ImageGroup[];
  readonly count: number;
  readonly question: string;
  readonly folded: SearchFacts['folded'];
}

/** What the Gallery shows now, and what is selected in it. */
export class ShownImages {
  readonly #library: Pick<Library, 'made' | 'all' | 'isLoading'>;
  readonly #usageScan: Pick<UsageScan, 'scan'>;
  readonly #words: Words;
  readonly #now: () => number;
  readonly #lister = new ImageLister();
  readonly #changed = new Emitter<'images' | 'notices'>();
  readonly #byId = new Map<string, GalleryImage>();
  readonly #ids = new Map<string, string>();
  #state: GalleryState = firstState;
  /** How it was arranged before the question, and how it is for it; after it, it is as before. */
  #arranged: Record<'before' | 'asked', Pick<GalleryState, 'scope' | 'sort'>> | undefined;
  #waiting: readonly GalleryImage[] = [];
  #usage: ReadonlyMap<string, readonly string[]> = new Map();
  #selected: readonly string[] = [];
  #revision = 0;
  #libraryRevision = 0;
  #search: SearchSide | undefined;
  #searching: Disposable | undefined;
  #listed: Listed | undefined;

  /** Told when what is shown changes, or only the notices above it; what the library tells comes from there. */
  readonly onDidChange = this.#changed.event;

  constructor(
    library: Pick<Library, 'made' | 'all' | 'isLoading'>,
    usageScan: Pick<UsageScan, 'scan'>,
    words: Words,
    now: () => number = Date.now,
  ) {
    this.#library = library;
    this.#usageScan = usageScan;
    this.#words = rememberFormats(words);
    this.#now = now;
  }

  get state(): GalleryState {
    return this.#state;
  }

  get search(): SearchSide | undefined {
    return this.#search;
  }

  /** From now on the box can search by meaning. */
  attach(search: SearchSide): void {
    this.#search = search;
    this.#searching = search.onDidChange((what) => {
      if (what === 'images') this.#update();
      this.#changed.fire(what);
    });
    this.#update();
    this.#changed.fire('images');
  }

  change(changes: Partial<GalleryState>): void {
    const isOtherQuestion = changes.query !== undefined || changes.pictures !== undefined;
    this.#state = { ...this.#state, ...(isOtherQuestion ? { isLooseShown: false } : {}), ...changes };
    this.#update();
    this.#changed.fire('images');
  }

  /** Looks with one more picture. */
  lookWith(picture: LookedWith): void {
    const others = this.#state.pictures.filter(({ sha256 }) => sha256 !== picture.sha256);
    this.change({ pictures: [...others, picture].slice(-MOST_PICTURES) });
  }

  removeChip(id: string): void {
    if (id === GROUPING_CHIP) this.change({ isGroupedByOriginal: false });
    else this.change({ filters: this.#state.filters.filter((filter) => filterId(filter) !== id) });
  }

  removePicture(id: string): void {
    this.change({ pictures: this.#state.pictures.filter((picture) => picture.id !== id) });
  }

  /** The library has other images. */
  libraryChanged(): void {
    this.#libraryRevision += 1;
    this.#update();
  }

  setWaiting(waiting: readonly WaitingImage[]): void {
    this.#waiting = waiting.map(waitingImage);
    this.#changed.fire('images');
  }

  /** Reads which documents show which images; told when that is known. */
  async readUsage(signal: AbortSignal): Promise<void> {
    const usage = await this.#usageScan.scan(signal);
    if (signal.aborted) return;
    this.#usage = usage;
    this.libraryChanged();
    this.#changed.fire('images');
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

  /** Every image of the workspace, as far as they are listed. */
  allImages(): readonly GalleryImage[] {
    return this.#library.all ?? this.#library.made;
  }

  filterFacts(): FilterFacts {
    return {
      nowMs: this.#now(),
      used: new Set(this.#usage.keys()),
      duplicates: this.#search?.duplicates.groups,
    };
  }

  snapshot(urlOf: (path: string) => string = (path) => path): GallerySnapshot {
    this.#revision += 1;
    const { state } = this;
    const listed = this.#list();
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
        groups: listed.groups,
        count: listed.count,
        isLoading: isLoading && state.scope !== 'waiting' && listed.count === 0,
        nowMs: this.#now(),
        idOf: (image) => this.#idOf(image),
        usedIn: (image) => this.#usedIn(image),
        modelName: (id) => this.modelName(id),
        search: this.#searchFacts(listed, urlOf),
      },
      this.#words,
    );
  }

  /** The notices alone, while nothing else has changed. */
  notices(): Pick<GallerySnapshot, 'revision' | 'notices'> {
    const listed = this.#listed ?? this.#list();
    const search = this.#searchFacts(listed, (path) => path);
    return {
      revision: this.#revision,
      notices: allNotices({ count: listed.count, search }, this.#words),
    };
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

  dispose(): void {
    this.#searching?.dispose();
  }

  #update(): void {
    const search = this.#search;
    if (!search) return;
    this.#arrange(search);
    search.update(this.#surroundings());
  }

  /**
   * A question by meaning is about all images of the workspace, the closest first. Whoever arranges it otherwise meanwhile
   * keeps that.
   */
  #arrange(search: SearchSide): void {
    const { scope, sort } = this.#state;
    const isAsked = isLooking(this.#state) && search.isByMeaning(this.#state);
    if (isAsked && !this.#arranged) {
      const asked = { scope: scope === 'made' ? 'all' : scope, sort: 'closest' } as const;
      this.#arranged = { before: { scope, sort }, asked };
      this.#state = { ...this.#state, ...asked };
    } else if (!isLooking(this.#state) && this.#arranged) {
      const { before, asked } = this.#arranged;
      this.#arranged = undefined;
      this.#state = {
        ...this.#state,
        scope: scope === asked.scope ? before.scope : scope,
        sort: sort === asked.sort ? before.sort : sort,
      };
    }
  }

  #surroundings(): Surroundings {
    return {
      state: this.#state,
      revision: this.#libraryRevision,
      all: () => this.allImages(),
      allowed: () => applyFilters(this.inScope(), this.#state.filters, this.filterFacts()),
    };
  }

  #list(): Listed {
    this.#listed = this.#listNow();
    return this.#listed;
  }

  #listNow(): Listed {
    const { state } = this;
    const search = this.#search;
    const isByMeaning = search !== undefined && isLooking(state) && search.isByMeaning(state);
    if (isByMeaning && !search.meaning.failure) {
      const found = search.found(this.allImages());
      // Until the first answer comes, what is shown stays.
      if (!found && this.#listed) return this.#listed;
      const folded = new Map(found?.images.map(({ image, folded: behind }) => [image.key, behind]));
      return {
        ...this.#lister.listFound(found?.images ?? [], state),
        question: `${found?.key ?? ''} ${state.sort} ${state.isLooseShown}`,
        folded,
      };
    }
    const { scope, query, sort, filters } = state;
    return {
      ...this.#lister.list(this.inScope(), state, this.filterFacts()),
      question: JSON.stringify([scope, query, sort, ...filters.map(filterId)]),
      folded: new Map(),
    };
  }

  #searchFacts(listed: Listed, urlOf: (path: string) => string): SearchFacts {
    const search = this.#search;
    const { question, folded } = listed;
    if (!search) return { ...noSearch, question, urlOf };
    const { state } = this;
    return {
      isByMeaning: search.isByMeaning(state),
      question,
      isSearching: search.meaning.isAsking || search.duplicates.isComparing,
      notices: search.notices(state),
      lines: search.lines(state),
      nothingClose: search.nothingClose(state),
      folded,
      urlOf,
    };
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
