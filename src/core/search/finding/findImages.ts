import type { GalleryImage } from '../../gallery/image';
import { foundImages } from '../../gallery/found';
import { isEmptyQuery, matchScore, parseQuery, searchTextOf } from '../../gallery/query';
import { ok, type Result } from '../../result';
import type { WorkspaceSearch } from '../workspaceSearch';
import type { Closeness } from './closeness';
import type { SearchNote } from './ports';

/** The images of the workspace as they are listed now, and the documents that show them. */
export interface PictureList {
  readonly images: readonly GalleryImage[];
  /** Paths of documents by the URI of the image. */
  readonly usage: ReadonlyMap<string, readonly string[]>;
}

export interface FoundByWords {
  readonly image: GalleryImage;
  /** Undefined for what was found by its name or prompt alone. */
  readonly closeness: Closeness | undefined;
  readonly usedIn: readonly string[];
}

export interface FoundList {
  /** Best first: by meaning, then by names and prompts. */
  readonly found: readonly FoundByWords[];
  /** `names`: nobody has looked by meaning, because there is no index to look in. */
  readonly by: 'meaning' | 'names';
  /** The best by meaning are loosely related at most; those are in the list. */
  readonly isNothingClose: boolean;
  readonly notes: readonly SearchNote[];
}

/** More than a list that is looked through row by row. */
const MOST_FOUND = 60;

/** By names, paths and prompts, which costs nothing and needs no index. */
export function findByNames(words: string, list: PictureList): readonly FoundByWords[] {
  const query = parseQuery(words);
  if (isEmptyQuery(query)) return [];
  return list.images
    .map((image) => ({ image, score: matchScore(query, searchTextOf(image)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.image.timeMs - a.image.timeMs)
    .slice(0, MOST_FOUND)
    .map(({ image }) => ({ image, closeness: undefined, usedIn: usedIn(image, list) }));
}

/** By meaning where there is an index; what was found by its name follows, and is all there is without one. */
export async function findImages(
  words: string,
  list: PictureList,
  search: Pick<WorkspaceSearch, 'search'>,
  signal: AbortSignal,
): Promise<Result<FoundList>> {
  const byNames = findByNames(words, list);
  const answer = await search.search({ words, count: MOST_FOUND }, signal);
  if (!answer.ok) return answer;
  const { notes, best } = answer.value;
  if (notes.some(({ kind }) => kind === 'noIndex')) {
    return ok({ found: byNames, by: 'names', isNothingClose: false, notes: [] });
  }
  const isNothingClose = best === 'loose' || best === 'none';
  const matches = answer.value.matches.filter(
    ({ closeness }) => closeness !== 'none' && (isNothingClose || closeness !== 'loose'),
  );
  const byMeaning = foundImages(matches, list.images).map(({ image, closeness }): FoundByWords => {
    return { image, closeness, usedIn: usedIn(image, list) };
  });
  const shown = new Set(byMeaning.map(({ image }) => image.key));
  const others = byNames.filter(({ image }) => !shown.has(image.key));
  // A name that says what was looked for is worth more than what is only loosely related.
  const found = isNothingClose ? [...others, ...byMeaning] : [...byMeaning, ...others];
  return ok({ found, by: 'meaning', isNothingClose, notes });
}

function usedIn({ files }: GalleryImage, { usage }: PictureList): readonly string[] {
  return [...new Set(files.flatMap(({ uri }) => usage.get(uri) ?? []))];
}
