import type { Recipe, RecipeStore } from '../recipes/recipe';
import type { Result } from '../result';
import type { Destination, ImageStore, SavedFile } from './store';

/** Sends what belongs to a local folder to one store, and what belongs to any other file system to another. */
export class ImagesByScheme implements ImageStore {
  readonly #local: ImageStore;
  readonly #other: ImageStore;

  constructor(local: ImageStore, other: ImageStore) {
    this.#local = local;
    this.#other = other;
  }

  save(
    destination: Destination,
    bytes: Uint8Array,
    extension: string,
    isRepeated?: boolean,
  ): Promise<Result<SavedFile>> {
    const store = isLocal(destination.folder) ? this.#local : this.#other;
    return store.save(destination, bytes, extension, isRepeated);
  }
}

/** Recipes lie where their images do. */
export class RecipesByScheme implements RecipeStore {
  readonly #local: RecipeStore;
  readonly #other: RecipeStore;

  constructor(local: RecipeStore, other: RecipeStore) {
    this.#local = local;
    this.#other = other;
  }

  write(folder: string | undefined, recipe: Recipe): Promise<Result<void>> {
    return this.#of(folder).write(folder, recipe);
  }

  writeMask(folder: string | undefined, sha256: string, png: Uint8Array): Promise<Result<void>> {
    return this.#of(folder).writeMask(folder, sha256, png);
  }

  read(folder: string | undefined, sha256: string): Promise<Recipe | undefined> {
    return this.#of(folder).read(folder, sha256);
  }

  #of(folder: string | undefined): RecipeStore {
    return folder === undefined || isLocal(folder) ? this.#local : this.#other;
  }
}

function isLocal(folder: string): boolean {
  return folder.startsWith('file:');
}
