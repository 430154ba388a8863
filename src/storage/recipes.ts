import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { mergeRecipes, serializeRecipe } from '../core/recipes/merge';
import { parseRecipe } from '../core/recipes/parse';
import type { Recipe, RecipeStore } from '../core/recipes/recipe';
import { err, ok, type Result } from '../core/result';
import { codeOf, nodeFileSystem, type FileSystem } from './fileSystem';

/** Recipes in `.easel/recipes` of a local folder, or in the extension's storage. */
export class LocalRecipes implements RecipeStore {
  readonly #storage: string;
  readonly #fs: FileSystem;

  /** @param storage the extension's own folder, for images that belong to no workspace folder */
  constructor(storage: string, fileSystem: FileSystem = nodeFileSystem) {
    this.#storage = storage;
    this.#fs = fileSystem;
  }

  async write(folder: string | undefined, recipe: Recipe): Promise<Result<void>> {
    const root = this.#root(folder);
    const target = path.join(root, ...relativePath(folder, recipe.sha256));
    const parent = path.dirname(target);
    const temporary = path.join(parent, `.${randomUUID()}.tmp`);
    try {
      await this.#fs.mkdir(folder === undefined ? parent : path.join(root, '.easel'));
      if (folder !== undefined && !(await this.#isInside(path.join(root, '.easel'), root))) {
        return err({ kind: 'outsideWorkspace', path: '.easel' });
      }
      await this.#fs.mkdir(parent);
      if (!(await this.#isInside(parent, root))) return err({ kind: 'outsideWorkspace', path: '.easel' });
      const kept = await this.#readAt(target, recipe.sha256);
      const text = serializeRecipe(kept ? mergeRecipes(kept, recipe) : recipe);
      await this.#fs.writeNew(temporary, new TextEncoder().encode(text));
      await this.#fs.rename(temporary, target);
      return ok();
    } catch (cause) {
      await this.#fs.unlink(temporary).catch(() => undefined);
      const code = codeOf(cause);
      return err(
        code === 'ENOSPC' || code === 'EDQUOT'
          ? { kind: 'diskFull', folder: '.easel' }
          : { kind: 'notWritable', folder: '.easel', reason: code ?? 'unknown' },
      );
    }
  }

  async read(folder: string | undefined, sha256: string): Promise<Recipe | undefined> {
    if (!/^[0-9a-f]{64}$/.test(sha256)) return undefined;
    return this.#readAt(path.join(this.#root(folder), ...relativePath(folder, sha256)), sha256);
  }

  #root(folder: string | undefined): string {
    return folder === undefined ? this.#storage : fileURLToPath(folder);
  }

  async #readAt(file: string, sha256: string): Promise<Recipe | undefined> {
    try {
      const recipe = parseRecipe(JSON.parse(await fs.readFile(file, 'utf8')));
      return recipe?.sha256 === sha256 ? recipe : undefined;
    } catch {
      // None there, or not one of ours (a merge conflict, say): the caller has none.
      return undefined;
    }
  }

  async #isInside(folder: string, root: string): Promise<boolean> {
    const [real, realRoot] = [await this.#fs.realpath(folder), await this.#fs.realpath(root)];
    const relative = path.relative(realRoot, real);
    return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
  }
}

function relativePath(folder: string | undefined, sha256: string): readonly string[] {
  return [...(folder === undefined ? [] : ['.easel']), 'recipes', sha256.slice(0, 2), `${sha256}.json`];
}
