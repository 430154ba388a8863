import type { GalleryImage } from './image';

export type SortBy = 'newest' | 'closest' | 'score';

/**
 * Newest first; or the closest to the query, or the best judged, first and the newest among those. What nobody has judged
 * comes last.
 *
 * @param scores closeness by key; absent counts as 0
 */
export function sortImages(
  images: readonly GalleryImage[],
  by: SortBy,
  scores: ReadonlyMap<string, number>,
): readonly GalleryImage[] {
  const score = ({ key, making }: GalleryImage): number =>
    by === 'closest' ? (scores.get(key) ?? 0) : by === 'score' ? (making?.score ?? 0) : 0;
  return [...images].sort(
    (a, b) => score(b) - score(a) || b.timeMs - a.timeMs || compare(a.files[0].path, b.files[0].path),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
