import type { FolderFiles } from '../core/gallery/ports';
import type { CellArchive } from '../core/promptFiles/runs/imageMaker';
import type { MadeImage } from '../core/promptFiles/runs/record';
import type { VideoArchive } from '../core/promptFiles/runs/videoMaker';
import { parseRecipeText } from '../core/recipes/parse';
import type { Recipe } from '../core/recipes/recipe';
import { parseVideoRecipeText, type VideoRecipe } from '../core/recipes/video';

/** A recipe is a few kilobytes. */
const MAX_RECIPE_BYTES = 4_000_000;

interface ReadRecipe {
  readonly stamp: string;
  readonly recipe: Recipe | undefined;
  readonly video: VideoRecipe | undefined;
}

/** The recipes of one workspace folder by the cell they were made for. A file that has not changed is read once. */
export class RecipeCells implements CellArchive, VideoArchive {
  readonly #files: FolderFiles;
  readonly #folder: string;
  readonly #read = new Map<string, ReadRecipe>();

  /** @param folder URI of the workspace folder */
  constructor(files: FolderFiles, folder: string) {
    this.#files = files;
    this.#folder = folder;
  }

  async find(keys: readonly string[]): Promise<ReadonlyMap<string, readonly Recipe[]>> {
    const wanted = new Set(keys);
    const found = new Map<string, Recipe[]>();
    await this.#refresh();
    for (const { recipe } of this.#read.values()) {
      if (recipe?.cell === undefined || !wanted.has(recipe.cell)) continue;
      found.set(recipe.cell, [...(found.get(recipe.cell) ?? []), recipe]);
    }
    return found;
  }

  async findVideos(keys: readonly string[]): Promise<ReadonlyMap<string, readonly VideoRecipe[]>> {
    const wanted = new Set(keys);
    const found = new Map<string, VideoRecipe[]>();
    await this.#refresh();
    for (const { video } of this.#read.values()) {
      if (video?.cell === undefined || !wanted.has(video.cell)) continue;
      found.set(video.cell, [...(found.get(video.cell) ?? []), video]);
    }
    return found;
  }

  /** An image that was moved is there as long as its recipe is: the recipe goes by the bytes, not by the path. */
  async has({ sha256, path }: MadeImage): Promise<boolean> {
    const [there] = path === undefined ? [] : await this.#files.stat(this.#folder, [path]);
    if (there) return true;
    const [recipe] = await this.#files.stat(this.#folder, [recipePath(sha256)]);
    return recipe !== undefined;
  }

  async #refresh(): Promise<void> {
    const stamps = await this.#files.recipes(this.#folder);
    const current = new Set(stamps.map(({ path }) => path));
    for (const path of this.#read.keys()) if (!current.has(path)) this.#read.delete(path);
    const changed = stamps.filter(
      ({ path, bytes, timeMs }) => this.#read.get(path)?.stamp !== `${bytes} ${timeMs}`,
    );
    for (const { path, bytes, timeMs } of changed) {
      const content = await this.#files.read(this.#folder, path, MAX_RECIPE_BYTES);
      const text = content && new TextDecoder().decode(content);
      const recipe = text === undefined ? undefined : parseRecipeText(text);
      const video = recipe || text === undefined ? undefined : parseVideoRecipeText(text);
      this.#read.set(path, { stamp: `${bytes} ${timeMs}`, recipe, video });
    }
  }
}

function recipePath(sha256: string): string {
  return `.easel/recipes/${sha256.slice(0, 2)}/${sha256}.json`;
}
