import type { Closeness } from '../core/search/finding/closeness';
import type { Words } from './words';

/** How well an image fits; never a number. */
export function closenessWords(closeness: Closeness, { t }: Words): string {
  switch (closeness) {
    case 'veryClose':
      return t('very close');
    case 'close':
      return t('close');
    case 'loose':
      return t('loosely related');
    case 'none':
      return t('not related');
  }
}
