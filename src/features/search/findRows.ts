import type { FoundByWords, FoundList } from '../../core/search/finding/findImages';
import type { SearchNote } from '../../core/search/finding/ports';
import { baseName, folderName } from '../../core/gallery/image';
import { closenessWords } from '../../platform/closenessWords';
import type { Words } from '../../platform/words';

/** `kite.png`, `docs/img`, `very close · used in README.md`. */
export function rowTexts(
  { image, closeness, usedIn }: FoundByWords,
  words: Words,
): { readonly label: string; readonly description: string; readonly detail: string } {
  const { t, format } = words;
  const [file] = image.files;
  const [document] = usedIn;
  const usage =
    document === undefined
      ? undefined
      : usedIn.length === 1
        ? t('used in {0}', document)
        : t('used in {0} and {1} more', document, format.number(usedIn.length - 1));
  const why = closeness === undefined ? t('by name or prompt') : closenessWords(closeness, words);
  return {
    label: baseName(file.path),
    description: folderName(file.path),
    detail: [why, ...(usage === undefined ? [] : [usage])].join(' · '),
  };
}

/** What stands below the box beside the rows; undefined where nothing has to be said. */
export function listWords({ by, isNothingClose, found, notes }: FoundList, words: Words): string | undefined {
  const { t } = words;
  if (by === 'names') {
    return found.length === 0
      ? t('No name, path or prompt has these words. Searching by meaning needs an index.')
      : t('Found by names, paths and prompts. Searching by meaning needs an index.');
  }
  const said = notes.flatMap((note) => noteWords(note, words) ?? []);
  if (isNothingClose) {
    return [
      t('Nothing close.'),
      ...(found.length > 0 ? [t('The nearest are only loosely related.')] : []),
      ...said,
    ].join(' ');
  }
  return said.length > 0 ? said.join(' ') : undefined;
}

function noteWords(note: SearchNote, { t, format }: Words): string | undefined {
  switch (note.kind) {
    case 'shortened':
      return t('That is more than the model takes. Searched for: {0}', note.text);
    case 'translated':
      return t('Translated ({0}): {1}', format.language(note.language), note.text);
    case 'notTranslated':
      return t('The model knows English only, and these words were not translated.');
    case 'stillIndexing':
      return t('Not all images are in the index yet.');
    case 'noIndex':
    case 'pictureNotIndexed':
      return undefined;
  }
}
