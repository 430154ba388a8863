/** The picture of a film stands beside it under the film's own name. */
const POSTER = /\.poster\.jpg$/i;

/** Whether films have to be looked for at all. */
export function mayBePoster(path: string): boolean {
  return POSTER.test(path);
}

/** A poster is part of its film, not an image of its own; a file that is only named like one stays. */
export function withoutPosters(images: readonly string[], films: readonly string[]): readonly string[] {
  const named = new Set(films.map((path) => path.replace(/\.mp4$/i, '').toLowerCase()));
  return images.filter((path) => !mayBePoster(path) || !named.has(path.replace(POSTER, '').toLowerCase()));
}
