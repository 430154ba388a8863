import type { GalleryImage, ImageFile, Making } from '../../../../src/core/gallery/image';
import type { FileStamp, FolderFiles } from '../../../../src/core/gallery/ports';
import { sha256Hex } from '../../../../src/core/sha256';
import type { Recipe } from '../../../../src/core/recipes/recipe';
import { sampleRecipe, sampleRun } from '../recipes/sampleRecipe';

export const folder = 'file:///work/project';

export function fileAt(path: string, changes: Partial<ImageFile> = {}): ImageFile {
  return { uri: `${folder}/${path}`, folder, path, bytes: 100, timeMs: 1000, ...changes };
}

export const sampleMaking: Making = {
  prompt: 'A red kite over the sea',
  task: 'textToImage',
  modelId: 'stability.stable-image-core-v1:1',
  modelName: 'Stable Image Core',
  seed: 0,
  priceUsd: 0.04,
  madeAt: 1000,
  width: 24,
  height: 15,
};

/** A made image; its hash is its name where none is given. */
export function imageAt(
  path: string,
  making: Partial<Making> = {},
  changes: Partial<GalleryImage> = {},
): GalleryImage {
  const timeMs = making.madeAt ?? 1000;
  return {
    key: path,
    files: [fileAt(path)],
    sha256: path,
    timeMs,
    making: { ...sampleMaking, ...making },
    ...changes,
  };
}

export function keysOf(images: readonly GalleryImage[]): readonly string[] {
  return images.map(({ key }) => key);
}

/** Files in memory, as a folder has them; counts what was read. */
export class FakeFiles implements FolderFiles {
  readonly contents = new Map<string, { bytes: Uint8Array; timeMs: number }>();
  readonly reads: string[] = [];

  put(path: string, content: string | Uint8Array, timeMs = 1000): void {
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    this.contents.set(path, { bytes, timeMs });
  }

  /** A picture with its recipe. @returns its hash */
  async putMade(path: string, pixels: string, changes: Partial<Recipe> = {}): Promise<string> {
    this.put(path, pixels);
    return this.putRecipe(path, pixels, changes);
  }

  /** The recipe alone. @returns the picture's hash */
  async putRecipe(path: string, pixels: string, changes: Partial<Recipe> = {}): Promise<string> {
    const bytes = new TextEncoder().encode(pixels);
    const sha256 = await sha256Hex(bytes);
    const recipe: Recipe = {
      ...sampleRecipe,
      sha256,
      image: { ...sampleRecipe.image, bytes: bytes.length },
      runs: [{ ...sampleRun, path }],
      ...changes,
    };
    this.put(recipePath(sha256), JSON.stringify(recipe));
    return sha256;
  }

  async recipes(): Promise<readonly FileStamp[]> {
    const paths = [...this.contents.keys()].filter((path) => path.startsWith('.easel/recipes/'));
    return paths.map((path) => this.#stamp(path)!);
  }

  async stat(_folder: string, paths: readonly string[]): Promise<readonly (FileStamp | undefined)[]> {
    return paths.map((path) => this.#stamp(path));
  }

  async read(_folder: string, path: string, maxBytes: number): Promise<Uint8Array | undefined> {
    this.reads.push(path);
    const bytes = this.contents.get(path)?.bytes;
    return bytes && bytes.length <= maxBytes ? bytes : undefined;
  }

  imagePaths(): readonly string[] {
    return [...this.contents.keys()].filter((path) => /\.(png|webp)$/.test(path));
  }

  #stamp(path: string): FileStamp | undefined {
    const content = this.contents.get(path);
    return content && { path, bytes: content.bytes.length, timeMs: content.timeMs };
  }
}

export function recipePath(sha256: string): string {
  return `.easel/recipes/${sha256.slice(0, 2)}/${sha256}.json`;
}
