import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { mergeRecipes, serializeRecipe } from '../core/recipes/merge';
import { parseRecipeText } from '../core/recipes/parse';
import type { Recipe, RecipeStore } from '../core/recipes/recipe';
import { parseVideoRecipeText, type VideoRecipe, type VideoRecipeStore } from '../core/recipes/video';
import { err, ok, type Result } from '../core/result';
import { storageFailure } from './failure';
import { codeOf, makeFolders, nodeFileSystem, type FileSystem } from './fileSystem';
import { folderInside, isInside } from './folderInside';
import { StrayRemover, temporaryIn } from './strays';

/** A recipe is a few kilobytes; what is longer is none, whoever put it there. */
const MAX_RECIPE_BYTES = 4_000_000;

/** Writing takes milliseconds: an older lock belongs to a process that has died. */
const LOCK_MS = 10_000;
const LOCK_POLL_MS = 15;

type Parse<T> = (text: string) => T | undefined;

/** Recipes in `.easel/recipes` of a local folder, or in the extension's storage. */
export class LocalRecipes implements RecipeStore, VideoRecipeStore {
  readonly #storage: string;
  readonly #fs: FileSystem;
  readonly #strays = new StrayRemover();

  /** @param storage the extension's own folder, for images that belong to no workspace folder */
  constructor(storage: string, fileSystem: FileSystem = nodeFileSystem) {
    this.#storage = storage;
    this.#fs = fileSystem;
  }

  /**
   * @returns `notWritable` also where the recipe's file is there and cannot be read as one (a merge conflict in it, or a
   *   later version): it stays as it is
   */
  write(folder: string | undefined, recipe: Recipe): Promise<Result<void>> {
    return this.#write(folder, recipe, parseRecipeText);
  }

  writeVideo(folder: string | undefined, recipe: VideoRecipe): Promise<Result<void>> {
    return this.#write(folder, recipe, parseVideoRecipeText);
  }

  async #write<T extends Recipe | VideoRecipe>(
    folder: string | undefined,
    recipe: T,
    parse: Parse<T>,
  ): Promise<Result<void>> {
    try {
      const parent = await this.#subfolder(folder, subfolders(folder, recipe.sha256));
      if (parent === undefined) return err({ kind: 'outsideWorkspace', path: '.easel' });
      const isWritten = await this.#alone(path.join(parent, `.${recipe.sha256}.lock`), () =>
        this.#add(path.join(parent, fileName(recipe.sha256)), recipe, parse),
      );
      if (!isWritten) return err({ kind: 'notWritable', folder: '.easel', reason: 'EEXIST' });
      await this.#strays.visit(parent);
      return ok();
    } catch (cause) {
      return err(storageFailure(cause, '.easel'));
    }
  }

  async writeMask(folder: string | undefined, sha256: string, png: Uint8Array): Promise<Result<void>> {
    try {
      const parent = await this.#subfolder(folder, masksFolder(folder));
      if (parent === undefined) return err({ kind: 'outsideWorkspace', path: '.easel' });
      const target = path.join(parent, `${sha256}.png`);
      // Named by its bytes: one that is there is the same.
      if (await fs.lstat(target).catch(() => undefined)) return ok();
      const temporary = temporaryIn(parent);
      await this.#fs.writeNew(temporary, png);
      try {
        await this.#fs.rename(temporary, target);
      } catch (cause) {
        await this.#fs.unlink(temporary).catch(() => undefined);
        throw cause;
      }
      await this.#strays.visit(parent);
      return ok();
    } catch (cause) {
      return err(storageFailure(cause, '.easel'));
    }
  }

  read(folder: string | undefined, sha256: string): Promise<Recipe | undefined> {
    return this.#read(folder, sha256, parseRecipeText);
  }

  readVideo(folder: string | undefined, sha256: string): Promise<VideoRecipe | undefined> {
    return this.#read(folder, sha256, parseVideoRecipeText);
  }

  async #read<T extends Recipe | VideoRecipe>(
    folder: string | undefined,
    sha256: string,
    parse: Parse<T>,
  ): Promise<T | undefined> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
    try {
      const file = path.join(this.#root(folder), ...subfolders(folder, sha256), fileName(sha256));
      if (folder !== undefined) {
        const [real, realRoot] = await Promise.all([
          this.#fs.realpath(file),
          this.#fs.realpath(this.#root(folder)),
        ]);
        if (!isInside(real, realRoot)) return undefined;
      }
      return await readRecipe(file, sha256, parse);
    } catch {
      // No such file, or not readable: the caller has none.
      return undefined;
    }
  }

  #root(folder: string | undefined): string {
    return folder === undefined ? this.#storage : fileURLToPath(folder);
  }

  async #subfolder(folder: string | undefined, segments: readonly string[]): Promise<string | undefined> {
    if (folder !== undefined) return folderInside(this.#fs, this.#root(folder), segments);
    const parent = path.join(this.#storage, ...segments);
    await makeFolders(this.#fs, parent);
    return parent;
  }

  /** @returns false where something that is no recipe of ours has the name */
  async #add<T extends Recipe | VideoRecipe>(target: string, recipe: T, parse: Parse<T>): Promise<boolean> {
    const kept = await readRecipe(target, recipe.sha256, parse).catch((cause: unknown) => {
      if (codeOf(cause) === 'ENOENT') return 'none' as const;
      throw cause;
    });
    if (kept === undefined) return false;
    const text = serializeRecipe(kept === 'none' ? recipe : mergeRecipes(kept, recipe));
    const temporary = temporaryIn(path.dirname(target));
    await this.#fs.writeNew(temporary, new TextEncoder().encode(text));
    try {
      await this.#fs.rename(temporary, target);
    } catch (cause) {
      await this.#fs.unlink(temporary).catch(() => undefined);
      throw cause;
    }
    // The inbox entry goes next; the recipe must be there when the power fails in between.
    await this.#fs.syncFolder(path.dirname(target));
    return true;
  }

  /**
   * One at a time over all windows, so that two makings of the same bytes both become runs. The lock is a folder. The
   * worst that two holders can do is to lose a run, because each file is put in place whole: so nobody waits for ever.
   */
  async #alone<T>(lock: string, work: () => Promise<T>): Promise<T> {
    let isMine = await this.#tryLock(lock);
    for (let waitedMs = 0; !isMine && waitedMs < 2 * LOCK_MS; waitedMs += LOCK_POLL_MS) {
      await sleep(LOCK_POLL_MS);
      isMine = await this.#tryLock(lock);
    }
    try {
      return await work();
    } finally {
      if (isMine) await this.#fs.removeFolder(lock).catch(() => undefined);
    }
  }

  async #tryLock(lock: string): Promise<boolean> {
    try {
      await this.#fs.makeFolder(lock);
      return true;
    } catch (cause) {
      if (codeOf(cause) !== 'EEXIST') throw cause;
    }
    const info = await fs.stat(lock).catch(() => undefined);
    if (info && Date.now() - info.mtimeMs > LOCK_MS) await this.#fs.removeFolder(lock).catch(() => undefined);
    return false;
  }
}

/** Throws where there is no such file; undefined for what is no recipe of these bytes. */
async function readRecipe<T extends Recipe | VideoRecipe>(
  file: string,
  sha256: string,
  parse: Parse<T>,
): Promise<T | undefined> {
  const { size } = await fs.stat(file);
  if (size > MAX_RECIPE_BYTES) return undefined;
  const recipe = parse(await fs.readFile(file, 'utf8'));
  return recipe?.sha256 === sha256 ? recipe : undefined;
}

function subfolders(folder: string | undefined, sha256: string): readonly string[] {
  return [...(folder === undefined ? [] : ['.easel']), 'recipes', sha256.slice(0, 2)];
}

function masksFolder(folder: string | undefined): readonly string[] {
  return [...(folder === undefined ? [] : ['.easel']), 'masks'];
}

function fileName(sha256: string): string {
  return `${sha256}.json`;
}
