import type { Sight } from '../seeing/sight';
import { matchOf, shareFound } from './matching';
import type { Words } from './words';

export type Criterion = 'fidelity' | 'composition' | 'text' | 'artefacts' | 'brand' | 'overall';

/** From 1 to 10, and 5 where nothing can be measured. */
export type Scores = Readonly<Record<Criterion, number>>;

const UNKNOWN = 5;

/** @param brand what is said of the brand, where anything is */
export function scoresOf(sight: Sight, prompt: string | undefined, brand: string | undefined): Scores {
  const scores = {
    fidelity: scoreOfMatch(prompt, sight),
    composition: sight.subject ? compositionOf(sight.subject) : UNKNOWN,
    // The mark is the one text that can be read here, and no prompt asks for it.
    text: sight.isMarked ? 3 : UNKNOWN,
    artefacts: { low: 9, medium: 8, high: 6 }[sight.detail],
    brand: scoreOfMatch(brand, sight),
  };
  const values = Object.values(scores);
  return { ...scores, overall: Math.round(values.reduce((sum, value) => sum + value, 0) / values.length) };
}

/** Whether the picture fits a text: not when more of it is missing than found. */
export function fits(text: string, sight: Sight): boolean {
  return (shareFound(matchOf(text, sight)) ?? 1) >= 0.5;
}

/** What would make the measured picture plainer to see. */
export function suggestionsFor({ light, contrast, detail, subject }: Sight, words: Words): readonly string[] {
  const { suggestions } = words;
  const all = [
    ...(light === 'dark' ? [suggestions.light] : []),
    ...(light === 'bright' && contrast === 'low' ? [suggestions.dim] : []),
    ...(contrast === 'low' ? [suggestions.contrast] : []),
    ...(!subject || subject.column !== 'center' ? [suggestions.center] : []),
    ...(detail === 'high' ? [suggestions.calm] : []),
  ];
  return all.length > 0 ? all : [suggestions.keep];
}

function scoreOfMatch(text: string | undefined, sight: Sight): number {
  const share = text === undefined ? undefined : shareFound(matchOf(text, sight));
  return share === undefined ? UNKNOWN : Math.round(1 + 9 * share);
}

/** Best where the subject is in the middle or on a crossing of the thirds. */
function compositionOf({ x, y }: { readonly x: number; readonly y: number }): number {
  const good = [1 / 3, 1 / 2, 2 / 3];
  const gap = Math.min(...good.flatMap((atX) => good.map((atY) => Math.hypot(x - atX, y - atY))));
  return Math.max(1, Math.min(10, Math.round(10 - gap * 20)));
}
