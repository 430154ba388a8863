import type { LeftOutFolder } from '../search/files/scan';
import type { Included } from '../search/workspace/included';
import type { GalleryImage } from './image';

/** A folder right below one of the workspace, or one that is left out. */
export interface FolderChoice {
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly path: string;
  readonly why?: LeftOutFolder['why'];
  /** Absent where nobody has looked. */
  readonly images?: number;
}

/**
 * Which folders can be taken out of the index or into it; what Easel keeps for itself is none.
 *
 * @param included are in the index, whether or not the Gallery shows their images
 */
export function folderChoices(
  images: readonly GalleryImage[],
  leftOut: readonly (LeftOutFolder & { readonly folder: string })[],
  included: Included = {},
): { readonly indexed: readonly FolderChoice[]; readonly leftOut: readonly FolderChoice[] } {
  const others = leftOut.filter(({ why }) => why !== 'own');
  const out = new Set(others.map(({ folder, path }) => `${folder}\n${path}`));
  const counts = new Map<string, FolderChoice & { images: number }>();
  for (const { files } of images) {
    for (const { folder, path } of files) {
      const slash = path.indexOf('/');
      const key = `${folder}\n${path.slice(0, slash)}`;
      if (slash < 0 || out.has(key)) continue;
      const known = counts.get(key);
      if (known) known.images += 1;
      else counts.set(key, { folder, path: path.slice(0, slash), images: 1 });
    }
  }
  const choices = new Map<string, FolderChoice>(counts);
  for (const [folder, paths] of Object.entries(included)) {
    for (const path of paths) {
      const key = `${folder}\n${path}`;
      if (!choices.has(key)) choices.set(key, { folder, path });
    }
  }
  const indexed = [...choices].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, choice]) => choice);
  return { indexed, leftOut: others };
}
