import { gradeOf } from '../core/vision/judge/judgement';
import type { Words } from './words';

/** `excellent`, for 9 and 10 of 10: words for readers, numbers for all. */
export function gradeWord(score: number, t: Words['t']): string {
  switch (gradeOf(score)) {
    case 'excellent':
      return t('excellent');
    case 'good':
      return t('good');
    case 'mixed':
      return t('mixed');
    case 'poor':
      return t('poor');
  }
}
