import type { IndexingPlan, IndexingState } from '../../core/search/indexing/ports';
import type { RecoveredIndex } from '../../core/search/workspace/watchedIndexes';
import type { Words } from '../../platform/words';

/** How far the index is, in a few words. */
export function stateWords(state: IndexingState, { t, format }: Words): string {
  switch (state.kind) {
    case 'noConsent':
      return t('Not indexed');
    case 'idle':
      return t('Up to date');
    case 'scanning':
      return t('Looking for changes');
    case 'indexing':
      return t('Indexing {0} of {1}', format.number(state.done), format.number(state.total));
    case 'paused':
      return state.total === 0
        ? t('Paused')
        : t('Paused at {0} of {1}', format.number(state.done), format.number(state.total));
    case 'stopped':
      return state.error.kind === 'budgetReached' ? t("Stopped at today's budget") : t('Stopped');
    case 'elsewhere':
      return t('Another window indexes this workspace');
  }
}

/**
 * What was found of a damaged index, for a row.
 *
 * @param rest what is still to be indexed; undefined where nobody can tell
 */
export function recoveredTexts(
  { kept, of }: RecoveredIndex,
  rest: Pick<IndexingPlan, 'images' | 'usd'> | undefined,
  { t, format }: Words,
): { readonly label: string; readonly detail: string } {
  const recovered =
    of === undefined
      ? t('The index was damaged; {0} images were recovered.', format.number(kept))
      : t('The index was damaged; {0} of {1} images were recovered.', format.number(kept), format.number(of));
  const aside = t("The damaged file was set aside in Easel's storage.");
  if (!rest) return { label: `$(warning) ${recovered}`, detail: aside };
  const cost =
    rest.images === 0 ? t('Nothing is left to index.') : t('Index the Rest · {0}', format.price(rest.usd));
  return { label: `$(warning) ${recovered}`, detail: `${aside} ${cost}` };
}
