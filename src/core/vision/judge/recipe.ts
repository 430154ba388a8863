import type { Recipe, RecipeJudgement } from '../../recipes/recipe';
import { criteria, type Verdict } from './judgement';

export interface JudgedBy {
  readonly modelId: string;
  readonly modelName: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** How many images were compared. */
  readonly comparedWith: number;
}

/** The recipe with a verdict more; written through the store, it joins what is there. */
export function withVerdict(recipe: Recipe, verdict: Verdict, by: JudgedBy): Recipe {
  return { ...recipe, judgements: [...(recipe.judgements ?? []), judgementOf(verdict, by)] };
}

export function judgementOf(
  verdict: Verdict,
  { modelId, modelName, at, comparedWith }: JudgedBy,
): RecipeJudgement {
  const { overall, scores, explanation, suggestions } = verdict;
  return {
    judgedAt: new Date(at).toISOString(),
    model: { id: modelId, name: modelName },
    overall,
    scores: Object.fromEntries(
      criteria.flatMap((criterion) => {
        const score = scores[criterion];
        return score === null ? [] : [[criterion, score]];
      }),
    ),
    explanation,
    suggestions,
    comparedWith,
  };
}

/** What the Gallery sorts by: the last verdict; undefined where nobody has judged. */
export function scoreOf({ judgements = [] }: Pick<Recipe, 'judgements'>): number | undefined {
  const [first, ...rest] = judgements;
  if (!first) return undefined;
  return rest.reduce((last, each) => (each.judgedAt >= last.judgedAt ? each : last), first).overall;
}
