import type { Closeness } from '../search/finding/closeness';
import type { SearchMatch } from '../search/finding/ports';
import type { FileRow } from '../search/files/ports';
import type { GalleryImage, ImageFile } from './image';
import { imageFile } from './madeImages';

/** An image that was found by meaning. */
export interface FoundImage {
  readonly image: GalleryImage;
  readonly closeness: Closeness;
  /** Nearly equal ones that stand behind it. */
  readonly folded: readonly GalleryImage[];
}

/**
 * What was found, as the Gallery knows it; a file that the Gallery has not listed yet is shown as what the index knows.
 *
 * @param known of the workspace
 * @returns in the order of the matches
 */
export function foundImages(
  matches: readonly SearchMatch[],
  known: readonly GalleryImage[],
): readonly FoundImage[] {
  const byHash = new Map<string, GalleryImage>();
  const byUri = new Map<string, GalleryImage>();
  for (const image of known) {
    if (image.sha256 !== undefined) byHash.set(image.sha256, image);
    for (const { uri } of image.files) byUri.set(uri, image);
  }
  const imageOf = ({ sha256, files }: SearchMatch): GalleryImage | undefined => {
    const [first, ...rest] = files.map(fileOf);
    if (!first) return undefined;
    const listed = byHash.get(sha256) ?? byUri.get(first.uri);
    if (listed) return listed;
    return { key: first.uri, files: [first, ...rest], sha256, timeMs: first.timeMs };
  };
  const shown = new Set<string>();
  return matches.flatMap((match) => {
    const image = imageOf(match);
    if (!image || shown.has(image.key)) return [];
    shown.add(image.key);
    const folded = match.folded.flatMap((each) => imageOf(each) ?? []);
    return [{ image, closeness: match.closeness, folded }];
  });
}

/** Hashes by the URI of the file, of the files that have one. */
export function hashesByUri(rows: readonly FileRow[]): ReadonlyMap<string, string> {
  return new Map(
    rows.flatMap((row) => (row.sha256 === undefined ? [] : [[fileOf(row).uri, row.sha256] as const])),
  );
}

/** @returns contents of the images, as far as anybody knows them */
export function contentsOf(
  images: readonly GalleryImage[],
  hashes: ReadonlyMap<string, string>,
): ReadonlySet<string> {
  const contents = new Set<string>();
  for (const { sha256, files } of images) {
    if (sha256 !== undefined) contents.add(sha256);
    for (const { uri } of files) {
      const known = hashes.get(uri);
      if (known !== undefined) contents.add(known);
    }
  }
  return contents;
}

export function fileOf({ folder, path, bytes, timeMs }: FileRow): ImageFile {
  return imageFile(folder, { path, bytes, timeMs });
}
