import type { ImageError } from '../../core/errors';
import type { JobSnapshot } from '../../core/jobs/jobList';
import type { FilmFile, VideoJobOf, VideoJobView } from '../../core/video/jobs/job';
import type { Words } from '../../platform/words';
import { isSignInError, shortReason } from './shortReason';
import { bytesText, clockText, requestText, usualSeconds, usualText, spentText } from './words';

export type JobSection = 'active' | 'finished' | 'failed';

/** What can be done with a row: each stands in its context value, which the menus of `package.json` ask for. */
export type JobAbility =
  | 'cancel'
  | 'retryDownload'
  | 'open'
  | 'insert'
  | 'presign'
  | 'again'
  | 'nextSeed'
  | 'editAndRetry'
  | 'signIn'
  | 'forget'
  | 'deleteFromS3';

/** One line of the Jobs view, of an image or a video. */
export interface JobRow {
  /** Unique among both kinds. */
  readonly id: string;
  readonly jobId: string;
  readonly kind: 'image' | 'video';
  readonly section: JobSection;
  readonly label: string;
  readonly description: string;
  /** Whole sentences. */
  readonly tooltip: string;
  /** A codicon; with a color where the icon's shape alone already says what it means. */
  readonly icon: { readonly name: string; readonly color?: string };
  readonly abilities: readonly JobAbility[];
  /** URIs, the film before its shots. */
  readonly files: readonly string[];
  /** True while its seconds are counted on screen. */
  readonly isTicking: boolean;
}

export interface JobRowFacts {
  /** The words of a notification about a failure. */
  readonly textOf: (error: ImageError) => string | undefined;
  /** URI of a file in a destination's folder. */
  readonly fileUri: (folder: string, path: string) => string;
}

/** Beside it a side bar of usual width has room for what the job does. */
const MAX_LABEL = 20;

/** A name that leaves room for the words beside it; cut between words, its extension kept. */
export function shortLabel(name: string): string {
  const [, stem = name, extension = ''] = /^(.*?)(\.[a-z0-9]{2,4})?$/is.exec(name) ?? [];
  if (stem.length + extension.length <= MAX_LABEL) return name;
  const room = stem.slice(0, MAX_LABEL - extension.length - 1);
  const lastWord = room.lastIndexOf('-');
  return `${lastWord > room.length / 2 ? room.slice(0, lastWord) : room}…${extension}`;
}

/** Every job as a row, newest first in each section; what the user cancelled is not listed. */
export function jobRows(
  videos: readonly VideoJobView[],
  images: readonly JobSnapshot[],
  words: Words,
  facts: JobRowFacts,
): readonly JobRow[] {
  const dated = [
    ...videos.map((view) => ({ at: view.job.createdAt, row: videoRow(view, words, facts) })),
    ...images.flatMap((job) => {
      const row = imageRow(job, words, facts);
      return row ? [{ at: job.createdAt, row }] : [];
    }),
  ];
  return dated.toSorted((a, b) => b.at - a.at).map(({ row }) => row);
}

function videoRow(view: VideoJobView, words: Words, facts: JobRowFacts): JobRow {
  const { job } = view;
  switch (job.state) {
    case 'queued':
      return withTrouble(queuedRow(view, job, words), job, words, facts);
    case 'starting':
      return withTrouble(
        { ...videoBase(job), description: words.t('sending to {0}', job.model.name), abilities: [] },
        job,
        words,
        facts,
      );
    case 'running':
      return withTrouble(runningRow(view, job, words), job, words, facts);
    case 'downloading':
      return downloadingRow(view, job, words, facts);
    case 'saved':
      return savedRow(job, words, facts);
    case 'failed':
      return failedRow(job, words, facts);
  }
}

function videoBase({ id, label }: VideoJobView['job']): JobRow {
  return {
    id: `video:${id}`,
    jobId: id,
    kind: 'video',
    section: 'active',
    label,
    description: '',
    tooltip: '',
    icon: { name: 'loading~spin' },
    abilities: [],
    files: [],
    isTicking: false,
  };
}

function queuedRow({ line }: VideoJobView, job: VideoJobOf<'queued'>, words: Words): JobRow {
  const { t, format } = words;
  const { concurrentJobs, model } = job;
  const place = line === undefined ? t('soon') : inLine(line, words);
  return {
    ...videoBase(job),
    icon: { name: 'watch' },
    description:
      concurrentJobs === 1
        ? t('waiting: {0} makes one at a time, {1}', model.name, place)
        : t('waiting: {0} makes {1} at a time, {2}', model.name, format.number(concurrentJobs), place),
    tooltip: t('Nothing was sent yet. It can still be cancelled.'),
    abilities: ['cancel'],
  };
}

function runningRow(view: VideoJobView, job: VideoJobOf<'running'>, words: Words): JobRow {
  const { t, format } = words;
  const { elapsedMs, isOverdue } = view;
  const time = clockText(elapsedMs);
  return {
    ...videoBase(job),
    description: isOverdue
      ? t('{0}, longer than usual, still running', time)
      : [
          t('{0}, usually {1}', time, usualText(usualSeconds(job), words)),
          requestText(job, words),
          ...(job.priceUsd === undefined ? [] : [format.price(job.priceUsd)]),
        ].join(' · '),
    tooltip: t('AWS cannot stop a video it has started.'),
    abilities: again(job),
    isTicking: true,
  };
}

/** What keeps a job from moving on is said in place of what it would be doing. */
function withTrouble(
  row: JobRow,
  { trouble }: VideoJobOf<'queued' | 'starting' | 'running'>,
  words: Words,
  { textOf }: JobRowFacts,
): JobRow {
  if (!trouble) return row;
  const { t } = words;
  const { error, nextAt } = trouble;
  const whole = textOf(error);
  const reason = shortReason(error, whole, words);
  if (isSignInError(error)) {
    return {
      ...row,
      icon: { name: 'key' },
      description: reason,
      tooltip: whole ?? row.tooltip,
      abilities: ['signIn', ...row.abilities],
      isTicking: false,
    };
  }
  return {
    ...row,
    ...(nextAt === undefined ? { icon: { name: 'warning', color: 'list.warningForeground' } } : {}),
    description: nextAt === undefined ? reason : t('{0}, trying again', reason),
    tooltip: whole ?? row.tooltip,
    isTicking: false,
  };
}

function downloadingRow(
  { totalBytes }: VideoJobView,
  job: VideoJobOf<'downloading'>,
  words: Words,
  { textOf }: JobRowFacts,
): JobRow {
  const { t, format } = words;
  const { receivedBytes, trouble } = job;
  const row: JobRow = {
    ...videoBase(job),
    label: `${job.label}.mp4`,
    icon: { name: 'cloud-download' },
    description:
      totalBytes === 0
        ? t('looking for it in S3')
        : t(
            'downloading {0} % of {1}',
            format.number(Math.min(100, Math.floor((receivedBytes / totalBytes) * 100))),
            bytesText(totalBytes, words),
          ),
    abilities: ['open', 'presign', ...again(job)],
  };
  if (!trouble) return row;
  const { error, nextAt } = trouble;
  const reason = shortReason(error, textOf(error), words);
  const tooltip = textOf(error) ?? '';
  if (isSignInError(error)) {
    return {
      ...row,
      icon: { name: 'key' },
      description: reason,
      tooltip,
      abilities: ['signIn', ...row.abilities],
    };
  }
  return nextAt === undefined
    ? {
        ...row,
        description: t('finished, still in S3: {0}', reason),
        tooltip,
        abilities: ['retryDownload', 'forget', 'deleteFromS3', ...row.abilities],
      }
    : { ...row, description: t('finished, trying the download again: {0}', reason), tooltip };
}

function savedRow(job: VideoJobOf<'saved'>, words: Words, { textOf, fileUri }: JobRowFacts): JobRow {
  const { t, format } = words;
  const { files, missing, shots, shotsMade, endedAt, mayBeCharged } = job;
  const targets = inOrder(files).flatMap(({ target }) => target ?? []);
  const [first] = targets;
  const isPart = missing !== undefined && shotsMade !== undefined && shotsMade < shots;
  return {
    ...videoBase(job),
    section: 'finished',
    label: first ? nameIn(first.path) : `${job.label}.mp4`,
    description: [
      isPart ? t('{0} of {1} shots', format.number(shotsMade), format.number(shots)) : format.time(endedAt),
      spentText(job, words) ?? t('made on another computer'),
      ...(mayBeCharged ? [t('may be charged')] : []),
    ].join(' · '),
    tooltip: [
      ...(job.prompt === '' ? [] : [job.prompt]),
      requestText(job, words),
      ...(missing ? [textOf(missing) ?? ''] : []),
    ].join('\n\n'),
    icon: isPart
      ? { name: 'warning', color: 'list.warningForeground' }
      : { name: 'pass', color: 'testing.iconPassed' },
    abilities: ['open', 'insert', 'presign', ...again(job), 'forget', 'deleteFromS3'],
    files: targets.map(({ folder, path }) => fileUri(folder, path)),
  };
}

function failedRow(job: VideoJobOf<'failed'>, words: Words, { textOf }: JobRowFacts): JobRow {
  const { t } = words;
  const { error, mayBeCharged } = job;
  const whole = textOf(error);
  return {
    ...videoBase(job),
    section: 'failed',
    description: [shortReason(error, whole, words), ...(mayBeCharged ? [t('may be charged')] : [])].join(
      ' · ',
    ),
    tooltip: [whole ?? '', ...(job.prompt === '' ? [] : [job.prompt])].join('\n\n'),
    icon: isSignInError(error) ? { name: 'key' } : { name: 'error', color: 'list.errorForeground' },
    abilities: [
      ...(isSignInError(error) ? (['signIn'] as const) : []),
      ...(job.request ? (['editAndRetry'] as const) : []),
      ...again(job),
      'forget',
      ...(job.outputUri === undefined ? [] : (['deleteFromS3'] as const)),
    ],
  };
}

/** What can be asked for once more; with another seed where the model takes one. */
function again({ request, seed }: VideoJobView['job']): readonly JobAbility[] {
  if (!request) return [];
  return seed === undefined ? ['again'] : ['again', 'nextSeed'];
}

/** The whole film, then its shots in their order. */
function inOrder(files: readonly FilmFile[]): readonly FilmFile[] {
  return files.toSorted((a, b) => a.number - b.number);
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function imageRow(job: JobSnapshot, words: Words, { textOf }: JobRowFacts): JobRow | undefined {
  const { t, format } = words;
  const base: JobRow = {
    id: `image:${job.id}`,
    jobId: job.id,
    kind: 'image',
    section: 'active',
    label: job.label,
    description: '',
    tooltip: '',
    icon: { name: 'loading~spin' },
    abilities: [],
    files: [],
    isTicking: false,
  };
  switch (job.state) {
    case 'queued':
      return { ...base, icon: { name: 'watch' }, description: t('waiting'), abilities: ['cancel'] };
    case 'running':
      return {
        ...base,
        description: [
          t('{0}, usually {1}', clockText(job.elapsedMs), usualText(job.usualSeconds, words)),
          job.total > 1 ? `${job.modelName}, ${imagesText(job.total, words)}` : job.modelName,
          format.price(job.priceUsd),
        ].join(' · '),
        abilities: ['cancel'],
        isTicking: true,
      };
    case 'succeeded': {
      const isPart = job.files.length < job.total;
      const [file] = job.files;
      return {
        ...base,
        section: 'finished',
        label: job.files.length === 1 && file !== undefined ? decodeURIComponent(nameIn(file)) : job.label,
        description: [
          isPart
            ? t('{0} of {1} images', format.number(job.files.length), format.number(job.total))
            : format.time(job.endedAt),
          format.price(job.spentUsd),
          ...(job.mayBeCharged ? [t('may be charged')] : []),
        ].join(' · '),
        tooltip: job.errors.map((error) => textOf(error) ?? '').join('\n\n'),
        icon: isPart
          ? { name: 'warning', color: 'list.warningForeground' }
          : { name: 'pass', color: 'testing.iconPassed' },
        abilities: [...(job.files.length > 0 ? (['open', 'insert'] as const) : []), 'forget'],
        files: job.files,
      };
    }
    case 'failed': {
      const whole = textOf(job.error);
      return {
        ...base,
        section: 'failed',
        description: [
          shortReason(job.error, whole, words),
          ...(job.mayBeCharged ? [t('may be charged')] : []),
        ].join(' · '),
        tooltip: whole ?? '',
        icon: isSignInError(job.error) ? { name: 'key' } : { name: 'error', color: 'list.errorForeground' },
        abilities: [...(isSignInError(job.error) ? (['signIn'] as const) : []), 'forget'],
      };
    }
    case 'cancelled':
      return undefined;
  }
}

function imagesText(count: number, { t, format }: Words): string {
  return format.isOne(count) ? t('{0} image', format.number(count)) : t('{0} images', format.number(count));
}

/** `2nd in line`; English has four endings, and other languages translate each of them. */
function inLine(line: number, { t, format }: Words): string {
  const number = format.number(line);
  const [ones, tens] = [line % 10, line % 100];
  if (line === 1) return t('next in line');
  if (ones === 1 && tens !== 11) return t('{0}st in line', number);
  if (ones === 2 && tens !== 12) return t('{0}nd in line', number);
  if (ones === 3 && tens !== 13) return t('{0}rd in line', number);
  return t('{0}th in line', number);
}
