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
    lookedWith: t('Images to search with'),
    removePicture: t('Remove image {0}'),
    searching: t('Searching…'),
    notTaken: t('That is no image that can be searched with.'),
    tooLarge: t('The image is too large to search with.'),
    dropHere: t('Drop an image to search with it'),
    progress: t('Indexing'),
    waiting: t('Waiting to be accepted'),
  };
}
