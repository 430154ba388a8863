import { byDay } from '../../core/gallery/days';
import { familiesOf } from '../../core/gallery/families';
import { applyFilters, type Filter, type FilterFacts } from '../../core/gallery/filters';
import { baseName, type GalleryImage } from '../../core/gallery/image';
import { sortImages, type SortBy } from '../../core/gallery/order';
import { matchScore, parseQuery, searchTextOf, type SearchText } from '../../core/gallery/query';
import type { FoundImage } from '../../core/gallery/found';
import { closenessOrder, type Closeness } from '../../core/search/finding/closeness';
import type { QueryPicture } from '../../core/search/finding/ports';
import type { GalleryScope } from '../../protocol/gallery';

/** A picture that is looked with. */
export interface LookedWith {
  readonly id: string;
  readonly name: string;
  readonly sha256: string;
  readonly picture: QueryPicture;
  /** Of a file on this computer; absent where none could be made. */
  readonly thumbnail?: string;
}

/** More say less: they are added up to one direction. */
export const MOST_PICTURES = 4;

/** What the user has chosen to see. */
export interface GalleryState {
  readonly scope: GalleryScope;
  readonly query: string;
  readonly pictures: readonly LookedWith[];
  /** What is only loosely related is wanted too. */
  readonly isLooseShown: boolean;
  readonly filters: readonly Filter[];
  readonly sort: SortBy;
  readonly isGroupedByOriginal: boolean;
}

export const firstState: GalleryState = {
  scope: 'made',
  query: '',
  pictures: [],
  isLooseShown: false,
  filters: [],
  sort: 'newest',
  isGroupedByOriginal: false,
};

/** Whether anything is looked for. */
export function isLooking({ query, pictures }: Pick<GalleryState, 'query' | 'pictures'>): boolean {
  return query.trim() !== '' || pictures.length > 0;
}

/** Images under one heading. */
export interface ImageGroup {
  readonly heading?:
    | { readonly kind: 'day'; readonly startMs: number }
    | { readonly kind: 'original'; readonly name: string }
    | { readonly kind: 'closeness'; readonly closeness: Closeness }
    /** Equal or nearly equal to each other, by the name of the first. */
    | { readonly kind: 'duplicates'; readonly name: string }
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
    const isDuplicates = state.filters.some(({ kind }) => kind === 'duplicates');
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
    if (isDuplicates && facts.duplicates && !state.isGroupedByOriginal) {
      return { groups: duplicateGroups(sorted, facts.duplicates), count: filtered.length };
    }
    return { groups: groupsOf(sorted, sort, state.isGroupedByOriginal), count: filtered.length };
  }

  /** The same of what was found by meaning, best first. */
  listFound(
    found: readonly FoundImage[],
    state: GalleryState,
  ): { readonly groups: readonly ImageGroup[]; readonly count: number } {
    const shown = found.filter(({ closeness }) => isShown(closeness, state.isLooseShown));
    const images = shown.map(({ image }) => image);
    if (state.sort !== 'closest' || state.isGroupedByOriginal) {
      const sorted = state.sort === 'closest' ? images : sortImages(images, state.sort, new Map());
      return { groups: groupsOf(sorted, state.sort, state.isGroupedByOriginal), count: images.length };
    }
    const groups = closenessOrder.flatMap((closeness): readonly ImageGroup[] => {
      const members = shown.filter((each) => each.closeness === closeness).map(({ image }) => image);
      return members.length > 0 ? [{ heading: { kind: 'closeness', closeness }, images: members }] : [];
    });
    return { groups, count: images.length };
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

function isShown(closeness: Closeness, isLooseShown: boolean): boolean {
  return closeness === 'veryClose' || closeness === 'close' || (closeness === 'loose' && isLooseShown);
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

/** Those that are nearly equal beside each other, in the order of the first of each group. */
function duplicateGroups(
  images: readonly GalleryImage[],
  groupOf: ReadonlyMap<string, number>,
): readonly ImageGroup[] {
  const groups = new Map<number | string, GalleryImage[]>();
  for (const image of images) {
    const number = image.files.map(({ uri }) => groupOf.get(uri)).find((each) => each !== undefined);
    const key = number ?? image.key;
    const members = groups.get(key);
    if (members) members.push(image);
    else groups.set(key, [image]);
  }
  return [...groups.values()].flatMap((members): readonly ImageGroup[] => {
    const [first] = members;
    return first
      ? [{ heading: { kind: 'duplicates', name: baseName(first.files[0].path) }, images: members }]
      : [];
  });
}
