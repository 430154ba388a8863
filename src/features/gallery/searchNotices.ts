import type { ImageError } from '../../core/errors';
import type { SearchAnswer, SearchNote } from '../../core/search/finding/ports';
import type { RecoveredIndex } from '../../core/search/workspace/watchedIndexes';
import type { IndexingPlan, IndexingState } from '../../core/search/indexing/ports';
import { planSentences } from '../../platform/indexPlanWords';
import type { MessageInPlace } from '../../platform/reporter';
import type { Words } from '../../platform/words';
import type { NoticeView } from '../../protocol/view';

/** Ids of notices about searching by meaning. */
export const searchNotices = {
  consent: 'consent',
  noPlan: 'noPlan',
  indexing: 'indexing',
  problems: 'problems',
  recovered: 'recovered',
  nothingClose: 'nothingClose',
  failure: 'searchFailure',
} as const;

/** Ids of their buttons; those of failures have a number behind `button:`. */
export const searchActions = {
  index: 'index',
  chooseFolders: 'chooseFolders',
  notNow: 'notNow',
  pause: 'pause',
  resume: 'resume',
  showProblems: 'showProblems',
  indexRest: 'indexRest',
  showLoose: 'showLoose',
  generateThis: 'generateThis',
  changeBudget: 'changeBudget',
  connect: 'connect',
} as const;

/** What indexing would send, what it costs, and what is left out. */
export function consentNotice(plan: IndexingPlan, words: Words): NoticeView {
  const { t, format } = words;
  return {
    id: searchNotices.consent,
    severity: 'info',
    text: [t('Search by meaning needs an index.'), ...planSentences(plan, words)].join(' '),
    actions: [
      { id: searchActions.index, label: t('Index Images · {0}', format.price(plan.usd)) },
      { id: searchActions.chooseFolders, label: t('Choose Folders…') },
      { id: searchActions.notNow, label: t('Not Now') },
    ],
  };
}

/** Searching by meaning would need what is missing. */
export function noPlanNotice(error: ImageError, text: string, { t }: Words): NoticeView {
  const canConnect = error.kind === 'notConnected' || error.kind === 'notSignedIn';
  return {
    id: searchNotices.noPlan,
    severity: 'info',
    text: `${t('Search by meaning needs an index.')} ${text}`,
    actions: [
      ...(canConnect ? [{ id: searchActions.connect, label: t('Connect to AWS') }] : []),
      { id: searchActions.notNow, label: t('Not Now') },
    ],
  };
}

/**
 * What the indexer does, where the user can do something about it.
 *
 * @param failure words and buttons of what stopped it
 */
export function indexingNotice(
  state: IndexingState,
  failure: MessageInPlace | undefined,
  words: Words,
): NoticeView | undefined {
  const { t, format } = words;
  switch (state.kind) {
    case 'noConsent':
    case 'idle':
    case 'scanning':
    case 'elsewhere':
      return undefined;
    case 'indexing':
      return {
        id: searchNotices.indexing,
        severity: 'info',
        text: progressSentence(state, words),
        actions: [{ id: searchActions.pause, label: t('Pause') }],
        ...(state.total > 0 ? { progress: Math.min(1, state.done / state.total) } : {}),
      };
    case 'paused':
      return {
        id: searchNotices.indexing,
        severity: 'info',
        text:
          state.total === 0
            ? t('Indexing is paused.')
            : t('Paused at {0} of {1}.', format.number(state.done), format.number(state.total)),
        actions: [{ id: searchActions.resume, label: t('Resume') }],
        ...(state.total > 0 ? { progress: Math.min(1, state.done / state.total) } : {}),
      };
    case 'stopped':
      return stoppedNotice(state.error, failure, words);
  }
}

function progressSentence(
  { done, total, leftMs, spentUsd }: IndexingState & { readonly kind: 'indexing' },
  { t, format }: Words,
): string {
  const [at, of, spent] = [format.number(done), format.number(total), format.price(spentUsd)];
  const isFree = spentUsd === 0;
  if (leftMs === undefined) {
    return isFree ? t('Indexing {0} of {1}.', at, of) : t('Indexing {0} of {1}, {2} so far.', at, of, spent);
  }
  const minutes = Math.max(1, Math.round(leftMs / 60_000));
  if (minutes < 120) {
    const left = format.number(minutes);
    return isFree
      ? t('Indexing {0} of {1}, {2} min left.', at, of, left)
      : t('Indexing {0} of {1}, {2} min left, {3} so far.', at, of, left, spent);
  }
  const left = format.number(Math.round(minutes / 60));
  return isFree
    ? t('Indexing {0} of {1}, {2} h left.', at, of, left)
    : t('Indexing {0} of {1}, {2} h left, {3} so far.', at, of, left, spent);
}

function stoppedNotice(error: ImageError, failure: MessageInPlace | undefined, { t }: Words): NoticeView {
  const notice = { id: searchNotices.indexing, severity: 'warning' } as const;
  if (error.kind === 'budgetReached') {
    return {
      ...notice,
      text: t("Indexing stopped at today's budget."),
      actions: [{ id: searchActions.changeBudget, label: t('Change Budget') }],
    };
  }
  return {
    ...notice,
    text: failure ? `${t('Indexing stopped.')} ${failure.text}` : t('Indexing stopped.'),
    actions: failureActions(failure),
  };
}

/**
 * A damaged index, and what was saved of it.
 *
 * @param restUsd what indexing the rest costs; undefined while it is indexed, and where nobody has reckoned yet
 */
export function recoveredNotice(
  { kept, of }: RecoveredIndex,
  restUsd: number | undefined,
  { t, format }: Words,
): NoticeView {
  return {
    id: searchNotices.recovered,
    severity: 'warning',
    text:
      of === undefined
        ? t('The index was damaged; {0} images were recovered.', format.number(kept))
        : t(
            'The index was damaged; {0} of {1} images were recovered.',
            format.number(kept),
            format.number(of),
          ),
    actions:
      restUsd === undefined
        ? []
        : [{ id: searchActions.indexRest, label: t('Index the Rest · {0}', format.price(restUsd)) }],
  };
}

/** `4 files could not be read.` */
export function problemsNotice(count: number, { t, format }: Words): NoticeView {
  return {
    id: searchNotices.problems,
    severity: 'warning',
    text: format.isOne(count)
      ? t('1 file could not be read.')
      : t('{0} files could not be read.', format.number(count)),
    actions: [{ id: searchActions.showProblems, label: t('Show') }],
    isQuiet: true,
  };
}

/** Why the last question has no answer; nothing was found by names instead either, or that is what is shown. */
export function failureNotice(id: string, failure: MessageInPlace): NoticeView {
  return { id, severity: failure.severity, text: failure.text, actions: failureActions(failure) };
}

function failureActions(failure: MessageInPlace | undefined): NoticeView['actions'] {
  return (failure?.buttons ?? []).map(({ label }, index) => ({ id: `button:${index}`, label }));
}

/**
 * @param answer whose best is not close
 * @param generateUsd of one image; undefined where it is not known, or where there are no words to make one of
 */
export function nothingCloseNotice(
  { matches, notes }: SearchAnswer,
  isLooseShown: boolean,
  generateUsd: number | undefined,
  { t, format }: Words,
): NoticeView {
  const hasLoose = matches.some(({ closeness }) => closeness === 'loose');
  // What is not in the index yet may be close: that is no time to make it.
  const isOpen = notes.some(({ kind }) => kind === 'stillIndexing');
  const nothing = isOpen ? t('Nothing close so far.') : t('Nothing close.');
  const make = {
    id: searchActions.generateThis,
    label: t('Generate This Image · {0}', format.price(generateUsd ?? 0)),
  };
  return {
    id: searchNotices.nothingClose,
    severity: 'info',
    text: hasLoose && !isOpen ? t('Nothing close. The nearest are only loosely related.') : nothing,
    actions: [
      ...(hasLoose && !isLooseShown ? [{ id: searchActions.showLoose, label: t('Show Them') }] : []),
      ...(generateUsd === undefined || isOpen ? [] : [make]),
    ],
  };
}

/** Long words make a long line. */
const MOST_LETTERS = 80;

/**
 * @param nameOf a picture that was looked with, by its content
 * @param isIndexingShown a notice says already that the index grows
 */
export function noteLine(
  note: SearchNote,
  nameOf: (sha256: string) => string | undefined,
  isIndexingShown: boolean,
  { t, format }: Words,
): string | undefined {
  switch (note.kind) {
    case 'noIndex':
      return undefined;
    case 'stillIndexing':
      return isIndexingShown ? undefined : t('Not all images are in the index yet.');
    case 'shortened':
      return t('That is more than the model takes. Searched for: {0}', cut(note.text));
    case 'translated':
      return t('Translated ({0}): {1}', format.language(note.language), cut(note.text));
    case 'notTranslated':
      return t('The model knows English only, and these words were not translated.');
    case 'pictureNotIndexed': {
      const name = nameOf(note.sha256);
      return name === undefined
        ? t('The image is not in the index yet.')
        : t('{0} is not in the index yet.', name);
    }
  }
}

function cut(text: string): string {
  const letters = [...text];
  return letters.length > MOST_LETTERS ? `${letters.slice(0, MOST_LETTERS - 1).join('')}…` : text;
}
