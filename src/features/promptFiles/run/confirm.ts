import type { RunItem } from '../../../core/promptFiles/runs/queue';
import type { RunPlan } from '../../../core/promptFiles/runs/plan';
import { pick, separator, type Row, type Separator } from '../../../platform/quickPick';
import type { Words } from '../../../platform/words';
import { makeLabel, makeOthersLabel, planDetail } from './runText';

/** Prompts that are shown before a run. */
const MOST_SHOWN = 10;

/** What the user wants; `open` is one of the images that are there already. */
export type RunChoice =
  | { readonly kind: 'make' | 'others' | 'repeat' | 'show' }
  | { readonly kind: 'open'; readonly image: string };

/** A prompt that is there to be read; nothing follows from it. */
type Step = RunChoice | { readonly kind: 'prompt' };

export interface RunOffer {
  readonly name: string;
  readonly items: readonly RunItem[];
  readonly plan: RunPlan;
  /** The same file with seeds that were not given moved on; absent where every seed is given. */
  readonly others?: RunPlan;
  readonly region: string;
  readonly isOffline: boolean;
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
  const where = [modelNames(items), isOffline ? t('offline') : region].join(' · ');
  const rows: (Row<Step> | Separator)[] = [];
  if (plan.imagesToGo > 0) {
    rows.push({
      label: `$(sparkle) ${makeLabel(plan, words)}`,
      description: where,
      ...(detail === undefined ? {} : { detail }),
      value: { kind: 'make' },
      alwaysShow: true,
    });
  }
  if (plan.made > 0) {
    rows.push({
      label: t('Show Images'),
      description: detail ?? '',
      value: { kind: 'show' },
      alwaysShow: true,
    });
  }
  if (plan.imagesToGo === 0 && others) {
    rows.push({
      label: makeOthersLabel(others, words),
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
      label: wish.prompt === '' ? t('without a prompt') : wish.prompt,
      description: [
        wish.model.name,
        ...(seed === undefined ? [] : [t('seed {0}', seed)]),
        ...(images > 1 ? [t('{0} images', format.number(images))] : []),
        ...(state.kind === 'made' ? [t('already made')] : []),
      ].join(' · '),
      value: stepOf(state),
    })),
  );
  return rows;
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
