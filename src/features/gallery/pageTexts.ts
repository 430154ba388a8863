import type { Words } from '../../platform/words';

/** What the page says by itself; `{0}` is filled in there. */
export function pageTexts({ t }: Words): Readonly<Record<string, string>> {
  return {
    gallery: t('Gallery'),
    images: t('Images'),
    show: t('Show'),
    filters: t('Filters'),
    clearSearch: t('Clear Search'),
    removeChip: t('Remove {0}'),
    loading: t('Looking for images…'),
    waiting: t('Waiting to be accepted'),
  };
}
