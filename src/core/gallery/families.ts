import { baseName, type GalleryImage } from './image';

/** An original with what was made from it, and from that. */
export interface Family {
  /** File name of the original. */
  readonly name: string;
  /** The original where it is in the list, then each image before what was made from it; oldest first among siblings. */
  readonly images: readonly GalleryImage[];
}

/**
 * The tree of parents and children, as one list for each original.
 *
 * @param images newest first
 * @returns families, the one with the newest image first; `others` have neither parent nor child and keep their order
 */
export function familiesOf(images: readonly GalleryImage[]): {
  readonly families: readonly Family[];
  readonly others: readonly GalleryImage[];
} {
  const byHash = new Map<string, GalleryImage>();
  for (const image of images) if (image.sha256 !== undefined) byHash.set(image.sha256, image);
  const children = new Map<string, GalleryImage[]>();
  for (const image of images) {
    const parent = image.making?.parent?.sha256;
    if (parent === undefined || parent === image.sha256) continue;
    const siblings = children.get(parent);
    if (siblings) siblings.push(image);
    else children.set(parent, [image]);
  }

  const families: Family[] = [];
  const others: GalleryImage[] = [];
  const placed = new Set<GalleryImage>();
  const place = (first: GalleryImage, into: GalleryImage[]): void => {
    // Not by recursion: a line of edits may be longer than a stack is deep.
    const waiting = [first];
    for (let image = waiting.pop(); image; image = waiting.pop()) {
      // Recipes are files that anybody may write: two may name each other as parent.
      if (placed.has(image)) continue;
      placed.add(image);
      into.push(image);
      waiting.push(...childrenOf(image.sha256).toReversed());
    }
  };
  const childrenOf = (sha256: string | undefined): readonly GalleryImage[] =>
    sha256 === undefined ? [] : (children.get(sha256) ?? []).toReversed();

  for (const image of images) {
    if (placed.has(image)) continue;
    const root = originalOf(image, byHash);
    const members: GalleryImage[] = [];
    if (root.image) place(root.image, members);
    else for (const child of childrenOf(root.sha256)) place(child, members);
    if (!placed.has(image)) place(image, members);
    if (members.length > 1 || !root.image) families.push({ name: root.name, images: members });
    else others.push(...members);
  }
  return { families, others };
}

/** The first of the line; not an image of the list where the user's own picture stands there. */
function originalOf(
  image: GalleryImage,
  byHash: ReadonlyMap<string, GalleryImage>,
): { readonly name: string; readonly sha256: string | undefined; readonly image?: GalleryImage } {
  const seen = new Set<GalleryImage>();
  let current = image;
  while (!seen.has(current)) {
    seen.add(current);
    const parent = current.making?.parent;
    if (!parent) break;
    const next = byHash.get(parent.sha256);
    if (!next) {
      const name = parent.path === undefined ? parent.sha256.slice(0, 12) : baseName(parent.path);
      return { name, sha256: parent.sha256 };
    }
    current = next;
  }
  return { name: baseName(current.files[0].path), sha256: current.sha256, image: current };
}
