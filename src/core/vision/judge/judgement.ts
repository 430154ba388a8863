/** What an image is judged for, each from 1 to 10. */
export type Criterion = 'promptFidelity' | 'composition' | 'text' | 'artifacts' | 'brandFit';

export const criteria: readonly Criterion[] = [
  'promptFidelity',
  'composition',
  'text',
  'artifacts',
  'brandFit',
];

/** Null where there is nothing to judge: no text in the image and none wanted, no brand to fit. */
export type Scores = Readonly<Record<Criterion, number | null>>;

/** One image's verdict. */
export interface Verdict {
  /** From 1 to 10, the judge's own, not an average. */
  readonly overall: number;
  readonly scores: Scores;
  /** Why, in a sentence or two. */
  readonly explanation: string;
  readonly suggestions: readonly string[];
}

/** Words for readers, beside the number. */
export type Grade = 'excellent' | 'good' | 'mixed' | 'poor';

export function gradeOf(score: number): Grade {
  return score >= 9 ? 'excellent' : score >= 7 ? 'good' : score >= 4 ? 'mixed' : 'poor';
}
