/** A file in a workspace folder, as it was when it was looked at. */
export interface ImageFile {
  readonly uri: string;
  /** URI of the workspace folder. */
  readonly folder: string;
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Last change, in milliseconds since 1970. */
  readonly timeMs: number;
}

/** A file that went into the making of an image. */
export interface Parent {
  readonly sha256: string;
  /** Where it was then, relative to the workspace folder. */
  readonly path?: string;
}

/** What a recipe says about an image, as far as the Gallery shows it. */
export interface Making {
  readonly prompt: string;
  readonly task: string;
  readonly modelId: string;
  readonly modelName: string;
  /** 0 is a seed. */
  readonly seed?: number;
  /** Of the last run, in USD; 0 offline. */
  readonly priceUsd: number;
  /** Last making, in milliseconds since 1970; 0 where the recipe's date is none. */
  readonly madeAt: number;
  readonly width: number;
  readonly height: number;
  /** The last verdict on it, from 1 to 10; absent where nobody has judged. */
  readonly score?: number;
  /** The picture it is an edit of. */
  readonly parent?: Parent;
}

/** One picture of the Gallery: equal files are one. */
export interface GalleryImage {
  /** The same for as long as the picture is there. */
  readonly key: string;
  /** At least one, the one to show first. */
  readonly files: readonly [ImageFile, ...ImageFile[]];
  /** Of the bytes, lower-case hex; absent until somebody had to know. */
  readonly sha256?: string;
  /** Made, or changed last, in milliseconds since 1970. */
  readonly timeMs: number;
  readonly making?: Making;
}

/** @returns the last segment of a path or URI path */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** @returns the folder part; empty for a file at the top */
export function folderName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** `png`, `jpeg` (also for `.jpg`), `tiff` (also for `.tif`), … by the name's ending; empty without one. */
export function typeOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
  return ending === 'jpg' ? 'jpeg' : ending === 'tif' ? 'tiff' : ending;
}
