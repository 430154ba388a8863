import type { CellWish } from '../../../core/promptFiles/cellRequest';
import type { RunItem } from '../../../core/promptFiles/runs/queue';
import type { MadeCell } from '../../../core/promptFiles/runs/record';
import type { RunPlan } from '../../../core/promptFiles/runs/plan';
import { pick, separator, type Row, type Separator } from '../../../platform/quickPick';
import { lengthText, sizeText as videoSize } from '../../../platform/videoWords';
import type { Words } from '../../../platform/words';
import { copiesLabel, makeLabel, makeOthersLabel, planDetail } from './runText';
import { makeVideosLabel } from './videoText';

/** Prompts that are shown before a run. */
const MOST_SHOWN = 10;

/** What the user wants; `open` is one of the images that are there already. */
export type RunChoice =
  | { readonly kind: 'make' | 'others' | 'repeat' | 'show' | 'bucket' | 'copies' }
  | { readonly kind: 'open'; readonly image: string };

/** A prompt that is there to be read; nothing follows from it. */
type Step = RunChoice | { readonly kind: 'prompt' };

export interface RunOffer {
  readonly name: string;
  readonly items: readonly RunItem[];
  readonly plan: RunPlan;
  /** The same file with seeds that were not given moved on; absent where every seed is given. */
  readonly others?: RunPlan;
  /** In other formats or widths, of images that are made. */
  readonly missingCopies: number;
  readonly region: string;
  readonly isOffline: boolean;
  /** Where the file asks for videos. */
  readonly video?: {
    /** `s3://bucket/prefix`; undefined where none is set up, empty offline. */
    readonly s3Uri: string | undefined;
  };
}

/**
 * Number, price and the first prompts, before anything is sent.
 *
 * @returns undefined when the user leaves
 */
export async function confirmRun(offer: RunOffer, words: Words): Promise<RunChoice | undefined> {
  for (;;) {
    const picked = await pick<Step>({
      title: titleOf(offer, words),
      placeholder:
        offer.plan.imagesToGo > 0
          ? words.t('Press Enter to make them')
          : words.t('All of it was made before'),
      rows: rowsOf(offer, words),
      matchOnDetail: true,
    });
    if (picked.kind !== 'picked') return undefined;
    if (picked.value.kind !== 'prompt') return picked.value;
  }
}

function titleOf({ name, plan }: RunOffer, words: Words): string {
  const { t, format } = words;
  if (plan.made === 0) return t('Run {0}', name);
  return plan.toGo === 0 && plan.inDoubt === 0
    ? t('Run {0} · everything is already made', name)
    : t(
        'Run {0} · {1} of {2} already made, {3} to go',
        name,
        format.number(plan.made),
        format.number(plan.cells),
        format.number(plan.toGo),
      );
}

function rowsOf(offer: RunOffer, words: Words): (Row<Step> | Separator)[] {
  const { plan, others, items, region, isOffline } = offer;
  const { t, format } = words;
  const detail = planDetail(plan, words);
  const isWithoutBucket = offer.video !== undefined && offer.video.s3Uri === undefined;
  const where = [modelNames(items), isOffline ? t('offline') : region].join(' · ');
  const rows: (Row<Step> | Separator)[] = [];
  if (plan.imagesToGo > 0 && isWithoutBucket) {
    rows.push({
      label: `$(warning) ${t('Set up a bucket first')}`,
      detail: t('AWS writes videos into an S3 bucket of yours, and none is set up.'),
      value: { kind: 'bucket' },
      alwaysShow: true,
    });
  } else if (plan.imagesToGo > 0) {
    const notes = [
      ...(detail === undefined ? [] : [detail]),
      ...(offer.video ? [videoNote(offer, words)] : []),
    ];
    rows.push({
      label: offer.video
        ? `$(device-camera-video) ${makeVideosLabel(plan, words)}`
        : `$(sparkle) ${makeLabel(plan, words)}`,
      description: where,
      ...(notes.length === 0 ? {} : { detail: notes.join(' ') }),
      value: { kind: 'make' },
      alwaysShow: true,
    });
  }
  if (plan.imagesToGo > 0 && offer.video && !isOffline && !isWithoutBucket) {
    rows.push({
      label: t('Save in S3'),
      description: offer.video.s3Uri ?? '',
      value: { kind: 'bucket' },
      alwaysShow: true,
    });
  }
  if (offer.missingCopies > 0) {
    rows.push({
      label: copiesLabel(offer.missingCopies, words),
      description: t('beside the images that are made'),
      value: { kind: 'copies' },
      alwaysShow: true,
    });
  }
  if (plan.made > 0) {
    rows.push({
      label: offer.video ? t('Show Videos') : t('Show Images'),
      description: detail ?? '',
      value: { kind: 'show' },
      alwaysShow: true,
    });
  }
  if (plan.imagesToGo === 0 && others && !isWithoutBucket) {
    rows.push({
      label: offer.video ? makeVideosLabel(others, words) : makeOthersLabel(others, words),
      description: t('with other seeds'),
      value: { kind: 'others' },
      alwaysShow: true,
    });
  }
  if (plan.inDoubt > 0) {
    rows.push({
      label: t('Send Again What May Have Been Charged'),
      description: format.number(plan.inDoubt),
      value: { kind: 'repeat' },
      alwaysShow: true,
    });
  }
  const shown = items.slice(0, MOST_SHOWN);
  rows.push(
    separator(
      items.length > shown.length
        ? t('the first {0} of {1}', format.number(shown.length), format.number(items.length))
        : t('what is sent'),
    ),
    ...shown.map(({ cell: { wish, seed, images }, state }): Row<Step> => ({
      label: wordsOf(wish) === '' ? t('without a prompt') : wordsOf(wish),
      description: [
        wish.model.name,
        ...(wish.kind === 'video' ? [lengthText(wish.durationSeconds, words), videoSize(wish.size)] : []),
        ...(seed === undefined ? [] : [t('seed {0}', seed)]),
        ...(images > 1 ? [t('{0} images', format.number(images))] : []),
        ...(state.kind === 'made' ? [isUnderWay(state.made) ? t('being made') : t('already made')] : []),
      ].join(' · '),
      value: stepOf(state),
    })),
  );
  return rows;
}

function wordsOf(wish: CellWish): string {
  if (wish.prompt !== '' || wish.kind === 'image') return wish.prompt;
  return wish.shots.map(({ text }) => text).join(' · ');
}

function videoNote({ isOffline }: RunOffer, { t }: Words): string {
  return isOffline
    ? t('A placeholder film, made on this computer. Nothing is sent or charged.')
    : t('Once AWS has started it, it cannot be stopped.');
}

/** A video whose job has not ended. */
function isUnderWay({ job, images }: MadeCell): boolean {
  return job !== undefined && images.length === 0;
}

/** A row of something that is made opens it. */
function stepOf(state: RunItem['state']): Step {
  const path =
    state.kind === 'made' ? state.made.images.find((image) => image.path !== undefined)?.path : undefined;
  return path === undefined ? { kind: 'prompt' } : { kind: 'open', image: path };
}

function modelNames(items: readonly RunItem[]): string {
  return [...new Set(items.map(({ cell }) => cell.wish.model.name))].slice(0, 3).join(', ');
}
