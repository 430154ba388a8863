import { daysBefore } from '../../core/gallery/days';
import { filterId, type Age, type Filter } from '../../core/gallery/filters';
import { baseName, type GalleryImage } from '../../core/gallery/image';
import type { GalleryCell, GalleryGroup, GalleryScope, GallerySnapshot } from '../../protocol/gallery';
import type { NoticeView } from '../../protocol/view';
import { closenessWords } from '../../platform/closenessWords';
import type { Words } from '../../platform/words';
import { cellAlt, cellTooltip, taskWords } from './cellText';
import { isLooking, MOST_SHOWN, type GalleryState, type ImageGroup } from './state';

/** What a snapshot is made of. */
export interface SnapshotFacts {
  readonly revision: number;
  readonly state: GalleryState;
  /** How many there are in each scope; undefined while nobody has counted. */
  readonly counts: Readonly<Record<GalleryScope, number | undefined>>;
  readonly groups: readonly ImageGroup[];
  /** All that match, also those that are not in `groups`. */
  readonly count: number;
  readonly isLoading: boolean;
  readonly nowMs: number;
  /** The id that the page knows an image by. */
  readonly idOf: (image: GalleryImage) => string;
  /** Documents that link to the image. */
  readonly usedIn: (image: GalleryImage) => readonly string[];
  readonly modelName: (id: string) => string;
  readonly search: SearchFacts;
}

/** What a snapshot says of searching. */
export interface SearchFacts {
  /** Whether the box searches by meaning now. */
  readonly isByMeaning: boolean;
  /** What the groups answer. */
  readonly question: string;
  readonly isSearching: boolean;
  readonly notices: readonly NoticeView[];
  readonly lines: readonly string[];
  /** Said instead of the images where nothing is close. */
  readonly nothingClose: NoticeView | undefined;
  /** Nearly equal images that stand behind one, by its key. */
  readonly folded: ReadonlyMap<string, readonly GalleryImage[]>;
  /** @param path of a thumbnail */
  readonly urlOf: (path: string) => string;
}

/** Nothing is looked for by meaning. */
export const noSearch: SearchFacts = {
  isByMeaning: false,
  question: '',
  isSearching: false,
  notices: [],
  lines: [],
  nothingClose: undefined,
  folded: new Map(),
  urlOf: (path) => path,
};

/** The id of the chip that ends grouping; filters have ids of their own. */
export const GROUPING_CHIP = 'grouping';

/** Ids of notices and of their buttons. */
export const notices = { empty: 'empty', many: 'many' } as const;
export const actions = { generate: 'generate', openStudio: 'openStudio', clear: 'clear' } as const;

/** The whole Gallery in the user's language. */
export function snapshotOf(facts: SnapshotFacts, words: Words): GallerySnapshot {
  const { state, groups, count, isLoading, search } = facts;
  const { t } = words;
  // Whether anything matches is not known yet; that nothing was close to the question before stays meanwhile.
  const isUnknown = isLoading || (search.isSearching && !search.nothingClose);
  const isNothing = count === 0 && !isUnknown;
  const empty = isNothing ? emptyNotice(facts, words) : undefined;
  return {
    revision: facts.revision,
    scope: state.scope,
    scopes: (['made', 'all', 'waiting'] as const).map((value) => ({
      value,
      label: scopeLabel(value, facts.counts[value], words),
    })),
    query: state.query,
    queryHint: search.isByMeaning ? t('Search by words or image') : t('Search names, paths and prompts'),
    pictures: state.pictures.map(({ id, name, thumbnail }) => ({
      id,
      label: name,
      ...(thumbnail === undefined ? {} : { url: search.urlOf(thumbnail) }),
    })),
    question: search.question,
    isSearching: search.isSearching,
    status: statusOf(facts, words),
    chips: [
      ...(state.isGroupedByOriginal ? [{ id: GROUPING_CHIP, label: t('Grouped by original') }] : []),
      ...state.filters.map((filter) => ({
        id: filterId(filter),
        label: filterLabel(filter, words, facts.modelName),
      })),
    ],
    groups: groups.map((group) => groupView(group, facts, words)),
    notices: allNotices(facts, words),
    lines: search.lines,
    ...(empty ? { empty } : {}),
    isLoading,
  };
}

/** Those that a snapshot has; alone while only they change. */
export function allNotices(
  { count, search }: Pick<SnapshotFacts, 'count' | 'search'>,
  words: Words,
): readonly NoticeView[] {
  return [
    // Where images are shown all the same, it stands above them.
    ...(search.nothingClose && count > 0 ? [search.nothingClose] : []),
    ...search.notices,
    ...(count > MOST_SHOWN ? [manyNotice(count, words)] : []),
  ];
}

function statusOf({ count, search }: SnapshotFacts, { t, format }: Words): string {
  if (search.nothingClose && count === 0) return search.nothingClose.text;
  return format.isOne(count) ? t('1 image') : t('{0} images', format.number(count));
}

/** A filter as its chip and its row call it. */
export function filterLabel(filter: Filter, words: Words, modelName: (id: string) => string): string {
  const { t } = words;
  switch (filter.kind) {
    case 'task':
      return taskWords(filter.value, words);
    case 'model':
      return modelName(filter.value);
    case 'age':
      return ageLabel(filter.value, words);
    case 'folder':
      return filter.value === '' ? t('Top folder') : filter.value;
    case 'type':
      return filter.value.toUpperCase();
    case 'duplicates':
      return t('Duplicates');
    case 'unused':
      return t('Not used in any document');
  }
}

function ageLabel(age: Age, { t }: Words): string {
  switch (age) {
    case 'today':
      return t('Today');
    case 'week':
      return t('The last 7 days');
    case 'month':
      return t('The last 30 days');
    case 'older':
      return t('Older');
  }
}

function scopeLabel(scope: GalleryScope, count: number | undefined, { t, format }: Words): string {
  const number = count === undefined ? undefined : format.number(count);
  switch (scope) {
    case 'made':
      return number === undefined ? t('Made here') : t('Made here {0}', number);
    case 'all':
      return number === undefined ? t('All') : t('All {0}', number);
    case 'waiting':
      return number === undefined ? t('Waiting') : t('Waiting {0}', number);
  }
}

function groupView({ heading, images }: ImageGroup, facts: SnapshotFacts, words: Words): GalleryGroup {
  return {
    ...(heading ? { heading: headingText(heading, facts.nowMs, words) } : {}),
    cells: images.map((image) => cellView(image, facts, words)),
  };
}

function headingText(heading: NonNullable<ImageGroup['heading']>, nowMs: number, words: Words): string {
  const { t, format } = words;
  switch (heading.kind) {
    case 'original':
      return heading.name;
    case 'alone':
      return t('Without variants');
    case 'closeness':
      return closenessWords(heading.closeness, words);
    case 'duplicates':
      return t('Like {0}', heading.name);
    case 'day': {
      const days = daysBefore(heading.startMs, nowMs);
      return days === 0 ? t('Today') : days === 1 ? t('Yesterday') : format.date(heading.startMs);
    }
  }
}

function cellView(image: GalleryImage, facts: SnapshotFacts, words: Words): GalleryCell {
  const { t, format } = words;
  const folded = facts.search.folded.get(image.key) ?? [];
  const copies = folded.reduce((sum, { files }) => sum + files.length, image.files.length);
  return {
    id: facts.idOf(image),
    name: baseName(image.files[0].path),
    tooltip: cellTooltip(image, facts.usedIn(image), words, folded),
    alt: cellAlt(image),
    ...(copies > 1
      ? {
          badge: t('x{0}', format.number(copies)),
          badgeLabel: t('{0} equal or nearly equal files', format.number(copies)),
        }
      : {}),
    isWaiting: facts.state.scope === 'waiting',
  };
}

function emptyNotice(
  { state, counts, search }: SnapshotFacts,
  { t }: Words,
): NonNullable<GallerySnapshot['empty']> {
  if (search.nothingClose) return { ...search.nothingClose, drawing: 'nothingClose' };
  const isLooked = isLooking(state) || state.filters.length > 0;
  const notice = { id: notices.empty, severity: 'info', drawing: isLooked ? 'search' : 'images' } as const;
  if (isLooked || (counts[state.scope] ?? 0) > 0) {
    const clear = { id: actions.clear, label: t('Clear Search and Filters') };
    return { ...notice, text: t('No image matches.'), actions: [clear] };
  }
  if (state.scope === 'waiting') return { ...notice, text: t('No candidates are waiting.'), actions: [] };
  return {
    ...notice,
    text: state.scope === 'made' ? t('Images you make appear here.') : t('This workspace has no images.'),
    actions: [
      { id: actions.generate, label: t('Generate Image') },
      { id: actions.openStudio, label: t('Open Studio') },
    ],
  };
}

function manyNotice(count: number, { t, format }: Words): NoticeView {
  return {
    id: notices.many,
    severity: 'info',
    text: t(
      'The newest {0} of {1} images are shown. Search or filter to see the others.',
      format.number(MOST_SHOWN),
      format.number(count),
    ),
    actions: [],
  };
}
