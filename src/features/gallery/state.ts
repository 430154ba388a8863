import { byDay } from '../../core/gallery/days';
import { familiesOf } from '../../core/gallery/families';
import { applyFilters, type Filter, type FilterFacts } from '../../core/gallery/filters';
import type { GalleryImage } from '../../core/gallery/image';
import { sortImages, type SortBy } from '../../core/gallery/order';
import { matchScore, parseQuery, searchTextOf, type SearchText } from '../../core/gallery/query';
import type { GalleryScope } from '../../protocol/gallery';

/** What the user has chosen to see. */
export interface GalleryState {
  readonly scope: GalleryScope;
  readonly query: string;
  readonly filters: readonly Filter[];
  readonly sort: SortBy;
  readonly isGroupedByOriginal: boolean;
}

export const firstState: GalleryState = {
  scope: 'made',
  query: '',
  filters: [],
  sort: 'newest',
  isGroupedByOriginal: false,
};

/** Images under one heading. */
export interface ImageGroup {
  readonly heading?:
    | { readonly kind: 'day'; readonly startMs: number }
    | { readonly kind: 'original'; readonly name: string }
    /** Neither made from another image nor changed into one. */
    | { readonly kind: 'alone' };
  readonly images: readonly GalleryImage[];
}

/** More cells than anyone scrolls through would only make every change slow. */
export const MOST_SHOWN = 20_000;

/** Searches, filters, sorts and groups; remembers what it folded for searching. */
export class ImageLister {
  readonly #texts = new WeakMap<GalleryImage, SearchText>();

  /** @returns all that match, and of those at most `MOST_SHOWN` in groups */
  list(
    images: readonly GalleryImage[],
    state: GalleryState,
    facts: FilterFacts,
  ): { readonly groups: readonly ImageGroup[]; readonly count: number } {
    const query = parseQuery(state.query);
    const isSearching = query.wanted.length > 0 || query.unwanted.length > 0;
    const scores = new Map<string, number>();
    const matching = isSearching
      ? images.filter((image) => {
          const score = matchScore(query, this.#textOf(image));
          scores.set(image.key, score);
          return score > 0;
        })
      : images;
    const filtered = applyFilters(matching, state.filters, facts);
    const sort = isSearching || state.sort === 'score' ? state.sort : 'newest';
    const sorted = sortImages(filtered, sort, scores).slice(0, MOST_SHOWN);
    return { groups: groupsOf(sorted, sort, state.isGroupedByOriginal), count: filtered.length };
  }

  #textOf(image: GalleryImage): SearchText {
    let text = this.#texts.get(image);
    if (!text) {
      text = searchTextOf(image);
      this.#texts.set(image, text);
    }
    return text;
  }
}

function groupsOf(
  images: readonly GalleryImage[],
  sort: SortBy,
  isGroupedByOriginal: boolean,
): readonly ImageGroup[] {
  if (images.length === 0) return [];
  if (isGroupedByOriginal) {
    const { families, others } = familiesOf(images);
    return [
      ...families.map(({ name, images: members }): ImageGroup => ({
        heading: { kind: 'original', name },
        images: members,
      })),
      ...(others.length > 0 ? [{ heading: { kind: 'alone' }, images: others } as const] : []),
    ];
  }
  if (sort !== 'newest') return [{ images }];
  return byDay(images).map(({ startMs, images: members }) => ({
    heading: { kind: 'day', startMs },
    images: members,
  }));
}
