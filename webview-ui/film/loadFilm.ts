import type { FilmView } from '../../src/protocol/film';

/**
 * A URL that the film plays and seeks from. A file is fetched whole: a webview's own addresses answer no requests for
 * ranges everywhere, and a canvas refuses pictures of another origin.
 *
 * @returns `isOwned` where the caller has to revoke it; the film's own address where it could not be fetched
 */
export async function loadFilm(
  { url, isFile }: Pick<FilmView, 'url' | 'isFile'>,
  signal: AbortSignal,
): Promise<{ readonly url: string; readonly isOwned: boolean }> {
  if (!isFile) return { url, isOwned: false };
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) return { url, isOwned: false };
    const blob = new Blob([await response.arrayBuffer()], { type: 'video/mp4' });
    return { url: URL.createObjectURL(blob), isOwned: true };
  } catch {
    // Where nothing can be fetched, the player may still get it, and says so if not.
    return { url, isOwned: false };
  }
}
