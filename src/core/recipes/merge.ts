import type { Recipe, RecipeRun } from './recipe';
import type { VideoRecipe } from './video';

/**
 * The recipe to keep when one with the same bytes is there: what was written first stays, the new making joins its runs.
 *
 * @param kept as read, with fields of a newer version
 */
export function mergeRecipes<T extends Pick<Recipe, 'runs'>>(kept: T, made: T): T {
  const known = new Set(kept.runs.map(keyOf));
  const added = made.runs.filter((run) => !known.has(keyOf(run)));
  return { ...kept, runs: [...kept.runs, ...added] };
}

/** Finishing the same inbox entry twice must not count as two makings. */
function keyOf({ madeAt, provider, region }: RecipeRun): string {
  return `${madeAt} ${provider} ${region}`;
}

/** Two spaces and a line end: small differences in version control, and easy to read. */
export function serializeRecipe(recipe: Recipe | VideoRecipe): string {
  return `${JSON.stringify(recipe, undefined, 2)}\n`;
}
