import { parseRecipeText } from '../recipes/parse';
import type { Recipe } from '../recipes/recipe';
import { scoreOf } from '../vision/judge/recipe';
import { forEachAtOnce } from './atOnce';
import type { Making, Parent } from './image';
import type { FileStamp, FolderFiles } from './ports';

/** A recipe is a few kilobytes; what is longer is none, whoever put it there. */
const MAX_RECIPE_BYTES = 4_000_000;

/** Recipes read at once: enough to keep the disk busy, few enough for a network share. */
const READ_AT_ONCE = 32;

/** One recipe, without the request as sent, which is long and which the Gallery never shows. */
export interface ScannedRecipe {
  readonly sha256: string;
  /** Length of the picture. */
  readonly bytes: number;
  /** Where its runs put it, the last first; only paths that stay in the folder. */
  readonly paths: readonly string[];
  readonly making: Making;
}

/** Reads the recipes of one workspace folder, again only those that have changed. */
export class RecipeScan {
  readonly #files: FolderFiles;
  readonly #folder: string;
  #known = new Map<string, { readonly stamp: FileStamp; readonly recipe: ScannedRecipe | undefined }>();

  constructor(files: FolderFiles, folder: string) {
    this.#files = files;
    this.#folder = folder;
  }

  /** @returns what can be read as a recipe; other files are left out */
  async scan(signal: AbortSignal): Promise<readonly ScannedRecipe[]> {
    const stamps = (await this.#files.recipes(this.#folder)).filter(({ path }) => hashIn(path) !== undefined);
    const before = this.#known;
    const now: typeof before = new Map();
    const changed = stamps.filter((stamp) => {
      const known = before.get(stamp.path);
      if (known?.stamp.bytes !== stamp.bytes || known.stamp.timeMs !== stamp.timeMs) return true;
      now.set(stamp.path, known);
      return false;
    });
    await forEachAtOnce(changed, READ_AT_ONCE, async (stamp) => {
      if (signal.aborted) return;
      now.set(stamp.path, { stamp, recipe: await this.#read(stamp) });
    });
    // What was not read for the abort is read the next time.
    this.#known = now;
    return [...now.values()].flatMap(({ recipe }) => recipe ?? []);
  }

  async #read({ path }: FileStamp): Promise<ScannedRecipe | undefined> {
    const bytes = await this.#files.read(this.#folder, path, MAX_RECIPE_BYTES);
    const recipe = bytes && parseRecipeText(new TextDecoder().decode(bytes));
    return recipe && recipe.sha256 === hashIn(path) ? scanned(recipe) : undefined;
  }
}

/** The hash that a recipe's path states: `.easel/recipes/0f/0f….json`. */
function hashIn(path: string): string | undefined {
  const found = /(?:^|\/)([0-9a-f]{2})\/([0-9a-f]{64})\.json$/.exec(path);
  return found?.[2]?.startsWith(found[1] ?? '') === true ? found[2] : undefined;
}

function scanned(recipe: Recipe): ScannedRecipe {
  const paths = recipe.runs.flatMap(({ path }) => (path !== undefined && staysInside(path) ? [path] : []));
  return {
    sha256: recipe.sha256,
    bytes: recipe.image.bytes,
    paths: [...new Set(paths.reverse())],
    making: makingOf(recipe),
  };
}

/** What the Gallery shows of a recipe. */
export function makingOf(recipe: Recipe): Making {
  const times = recipe.runs.map(({ madeAt }) => Date.parse(madeAt)).filter(Number.isFinite);
  const parent = parentOf(recipe);
  const score = scoreOf(recipe);
  return {
    prompt: recipe.prompt,
    task: recipe.task,
    modelId: recipe.model.id,
    modelName: recipe.model.name,
    ...(recipe.seed === undefined ? {} : { seed: recipe.seed }),
    priceUsd: recipe.runs.at(-1)?.priceUsd ?? 0,
    madeAt: Math.max(0, ...times),
    width: recipe.image.width,
    height: recipe.image.height,
    ...(score === undefined ? {} : { score }),
    ...(parent ? { parent } : {}),
  };
}

/** The picture that was edited; a style or a mask is no parent. */
function parentOf({ inputs }: Recipe): Parent | undefined {
  const input = inputs?.find(({ role }) => role === 'image');
  return input && { sha256: input.sha256, ...(input.path === undefined ? {} : { path: input.path }) };
}

/** @returns false for a path that could lead out of the folder, or that no Easel has written */
export function staysInside(path: string): boolean {
  return (
    path.length <= 4096 &&
    // A backslash and a colon part folders on Windows alone; a NUL ends a path in other tools.
    ![...path].some((letter) => letter === '\\' || letter === ':' || letter === '\0') &&
    path.split('/').every((segment) => segment !== '' && segment !== '.' && segment !== '..')
  );
}
