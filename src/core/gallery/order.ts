import type { GalleryImage } from './image';

export type SortBy = 'newest' | 'closest';

/**
 * Newest first, or the closest to the query first and the newest among those.
 *
 * @param scores by key; absent counts as 0
 */
export function sortImages(
  images: readonly GalleryImage[],
  by: SortBy,
  scores: ReadonlyMap<string, number>,
): readonly GalleryImage[] {
  const score = ({ key }: GalleryImage): number => (by === 'closest' ? (scores.get(key) ?? 0) : 0);
  return [...images].sort(
    (a, b) => score(b) - score(a) || b.timeMs - a.timeMs || compare(a.files[0].path, b.files[0].path),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
