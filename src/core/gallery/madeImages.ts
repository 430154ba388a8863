import { sha256Hex } from '../sha256';
import { forEachAtOnce } from './atOnce';
import type { GalleryImage, ImageFile } from './image';
import type { FileStamp, FolderFiles } from './ports';
import type { ScannedRecipe } from './recipeScan';

/** Longer files are not read to find out whether they are a picture that was moved. */
const MAX_HASHED_BYTES = 100_000_000;

/** Where the pictures of a folder's recipes lie now. */
export interface Located {
  readonly found: readonly { readonly recipe: ScannedRecipe; readonly files: readonly ImageFile[] }[];
  /** Moved, changed or deleted. */
  readonly missing: readonly ScannedRecipe[];
}

/**
 * Looks where the runs of each recipe put its picture. A file of another length is another picture.
 */
export async function locate(
  files: FolderFiles,
  folder: string,
  recipes: readonly ScannedRecipe[],
): Promise<Located> {
  const paths = [...new Set(recipes.flatMap((recipe) => recipe.paths))];
  const stamps = await files.stat(folder, paths);
  const byPath = new Map(paths.map((path, index) => [path, stamps[index]]));
  const found: { recipe: ScannedRecipe; files: readonly ImageFile[] }[] = [];
  const missing: ScannedRecipe[] = [];
  for (const recipe of recipes) {
    const own = recipe.paths.flatMap((path) => {
      const stamp = byPath.get(path);
      return stamp?.bytes === recipe.bytes ? [imageFile(folder, stamp)] : [];
    });
    if (own.length > 0) found.push({ recipe, files: own });
    else missing.push(recipe);
  }
  return { found, missing };
}

/** Hashes of files by what tells whether they changed, so that each is read once. */
export class FileHashes {
  readonly #files: FolderFiles;
  readonly #known = new Map<
    string,
    { readonly bytes: number; readonly timeMs: number; readonly sha256: string }
  >();

  constructor(files: FolderFiles) {
    this.#files = files;
  }

  /** What is known without reading. */
  known(file: ImageFile): string | undefined {
    const known = this.#known.get(file.uri);
    return known?.bytes === file.bytes && known.timeMs === file.timeMs ? known.sha256 : undefined;
  }

  remember(file: ImageFile, sha256: string): void {
    this.#known.set(file.uri, { bytes: file.bytes, timeMs: file.timeMs, sha256 });
  }

  /** @returns undefined for a file that is gone, cannot be read or is too long */
  async of(file: ImageFile): Promise<string | undefined> {
    const known = this.known(file);
    if (known !== undefined) return known;
    const bytes = await this.#files.read(file.folder, file.path, MAX_HASHED_BYTES);
    if (!bytes) return undefined;
    const sha256 = await sha256Hex(bytes);
    this.remember(file, sha256);
    return sha256;
  }
}

/**
 * Finds pictures that were moved or renamed: of the folder's image files only those of the same length are read.
 *
 * @param images of the folder; those that are already a recipe's are left out by the caller
 */
export async function findMoved(
  hashes: FileHashes,
  missing: readonly ScannedRecipe[],
  images: readonly ImageFile[],
  signal: AbortSignal,
): Promise<Located['found']> {
  const lengths = new Set(missing.map(({ bytes }) => bytes));
  const byHash = new Map<string, ImageFile[]>();
  const candidates = images.filter(({ bytes }) => lengths.has(bytes));
  await forEachAtOnce(candidates, 4, async (image) => {
    const sha256 = signal.aborted ? undefined : await hashes.of(image);
    if (sha256 === undefined) return;
    const others = byHash.get(sha256);
    if (others) others.push(image);
    else byHash.set(sha256, [image]);
  });
  return missing.flatMap((recipe) => {
    const files = byHash.get(recipe.sha256);
    return files ? [{ recipe, files }] : [];
  });
}

/** One image for each hash, with the files of every folder. */
export function madeImages(found: Located['found']): readonly GalleryImage[] {
  const byHash = new Map<string, { recipe: ScannedRecipe; files: ImageFile[] }>();
  for (const { recipe, files } of found) {
    const known = byHash.get(recipe.sha256);
    if (known) known.files.push(...files);
    else byHash.set(recipe.sha256, { recipe, files: [...files] });
  }
  return [...byHash.values()].flatMap(({ recipe, files }) => {
    const [first, ...rest] = files;
    if (!first) return [];
    const { sha256, making } = recipe;
    const timeMs = making.madeAt > 0 ? making.madeAt : first.timeMs;
    return [{ key: sha256, files: [first, ...rest], sha256, timeMs, making }];
  });
}

/**
 * All images of the workspace: what was made, with its recipe, and every other file; equal files are one where their
 * hashes are known.
 */
export function allImages(
  made: readonly GalleryImage[],
  files: readonly ImageFile[],
  hashes: Pick<FileHashes, 'known'>,
): readonly GalleryImage[] {
  const images = new Map<string, GalleryImage>(made.map((image) => [image.key, image]));
  const keys = new Map<string, string>(made.map(({ key }) => [key, key]));
  const placed = new Set(made.flatMap((image) => image.files.map(({ uri }) => uri)));
  for (const file of files) {
    if (placed.has(file.uri)) continue;
    const sha256 = hashes.known(file);
    const same = sha256 === undefined ? undefined : images.get(keys.get(sha256) ?? '');
    if (same) {
      images.set(same.key, { ...same, files: [...same.files, file] });
    } else {
      // Not the hash: the key must not change when somebody learns it.
      const key = file.uri;
      images.set(key, {
        key,
        files: [file],
        timeMs: file.timeMs,
        ...(sha256 === undefined ? {} : { sha256 }),
      });
      if (sha256 !== undefined) keys.set(sha256, key);
    }
  }
  return [...images.values()];
}

/** Files that may be equal to another: only those are read for *Duplicates*. */
export function sameLength(files: readonly ImageFile[]): readonly ImageFile[] {
  const counts = new Map<number, number>();
  for (const { bytes } of files) counts.set(bytes, (counts.get(bytes) ?? 0) + 1);
  return files.filter(({ bytes }) => (counts.get(bytes) ?? 0) > 1);
}

export function imageFile(folder: string, stamp: FileStamp): ImageFile {
  const root = folder.endsWith('/') ? folder : `${folder}/`;
  const uri = `${root}${stamp.path.split('/').map(encodeURIComponent).join('/')}`;
  return { uri, folder, path: stamp.path, bytes: stamp.bytes, timeMs: stamp.timeMs };
}
