import type { IndexingState } from '../../core/search/indexing/ports';
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
