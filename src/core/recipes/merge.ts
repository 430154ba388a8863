import type { Recipe, RecipeCopy, RecipeJudgement, RecipeRun } from './recipe';
import type { VideoRecipe } from './video';

/**
 * The recipe to keep when one with the same bytes is there: what was written first stays, the new making joins its
 * runs, and what was said of the image joins what was said before.
 *
 * @param kept as read, with fields of a newer version
 */
export function mergeRecipes<T extends Pick<Recipe, 'runs' | 'judgements' | 'copies'>>(kept: T, made: T): T {
  const known = new Set(kept.runs.map(keyOf));
  const added = made.runs.filter((run) => !known.has(keyOf(run)));
  const judgements = mergeJudgements(kept.judgements ?? [], made.judgements ?? []);
  const copies = mergeCopies(kept.copies ?? [], made.copies ?? []);
  return {
    ...kept,
    runs: [...kept.runs, ...added],
    ...(copies.length === 0 ? {} : { copies }),
    ...(judgements.length === 0 ? {} : { judgements }),
  };
}

/** Finishing the same inbox entry twice must not count as two makings. */
function keyOf({ madeAt, provider, region }: RecipeRun): string {
  return `${madeAt} ${provider} ${region}`;
}

/** One path holds one copy: the one that was written last. */
function mergeCopies(kept: readonly RecipeCopy[], made: readonly RecipeCopy[]): readonly RecipeCopy[] {
  const written = new Set(made.map(({ path }) => path));
  return [...kept.filter(({ path }) => !written.has(path)), ...made];
}

function mergeJudgements(
  kept: readonly RecipeJudgement[],
  made: readonly RecipeJudgement[],
): readonly RecipeJudgement[] {
  const keyOfJudgement = ({ judgedAt, model }: RecipeJudgement): string => `${judgedAt} ${model.id}`;
  const known = new Set(kept.map(keyOfJudgement));
  return [...kept, ...made.filter((judgement) => !known.has(keyOfJudgement(judgement)))];
}

/** Two spaces and a line end: small differences in version control, and easy to read. */
export function serializeRecipe(recipe: Recipe | VideoRecipe): string {
  return `${JSON.stringify(recipe, undefined, 2)}\n`;
}
