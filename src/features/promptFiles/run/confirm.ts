import type { RunItem } from '../../../core/promptFiles/runs/queue';
import type { RunPlan } from '../../../core/promptFiles/runs/plan';
import { askToSpend } from '../../../platform/picks/askToSpend';
import type { Format } from '../../../platform/format';
import { pick, separator, type Row, type Separator } from '../../../platform/quickPick';
import type { Words } from '../../../platform/words';
import { makeLabel, makeOthersLabel, planDetail } from './runText';

/** Prompts that are shown before a run. */
const MOST_SHOWN = 10;

export type RunChoice = 'make' | 'others' | 'repeat' | 'show';

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
export async function confirmRun(
  offer: RunOffer,
  askAboveUsd: number | null,
  words: Words,
  format: Format,
): Promise<RunChoice | undefined> {
  for (;;) {
    const picked = await pick<RunChoice | 'prompt'>({
      title: titleOf(offer, words),
      placeholder:
        offer.plan.imagesToGo > 0
          ? words.t('Press Enter to make them')
          : words.t('All of it was made before'),
      rows: rowsOf(offer, words),
      matchOnDetail: true,
    });
    if (picked.kind !== 'picked') return undefined;
    // A prompt is there to be read.
    if (picked.value === 'prompt') continue;
    if (picked.value === 'show') return 'show';
    const priceUsd = picked.value === 'others' ? offer.others?.priceUsd : offer.plan.priceUsd;
    if (askAboveUsd === null || priceUsd === undefined || priceUsd <= askAboveUsd) return picked.value;
    const answer = await askToSpend(format, priceUsd);
    if (answer === 'spend') return picked.value;
    if (answer === 'leave') return undefined;
  }
}

function titleOf({ name, plan }: RunOffer, words: Words): string {
  const { t, format } = words;
  return plan.toGo === plan.cells
    ? t('Run {0}', name)
    : t(
        'Run {0} · {1} of {2} already made, {3} to go',
        name,
        format.number(plan.made),
        format.number(plan.cells),
        format.number(plan.toGo),
      );
}

function rowsOf(offer: RunOffer, words: Words): (Row<RunChoice | 'prompt'> | Separator)[] {
  const { plan, others, items, region, isOffline } = offer;
  const { t, format } = words;
  const detail = planDetail(plan, words);
  const where = [modelNames(items), isOffline ? t('offline') : region].join(' · ');
  const rows: (Row<RunChoice | 'prompt'> | Separator)[] = [];
  if (plan.imagesToGo > 0) {
    rows.push({
      label: `$(sparkle) ${makeLabel(plan, words)}`,
      description: where,
      ...(detail === undefined ? {} : { detail }),
      value: 'make',
      alwaysShow: true,
    });
  }
  if (plan.made > 0) {
    rows.push({
      label: t('Show Images'),
      description: detail ?? '',
      value: 'show',
      alwaysShow: true,
    });
  }
  if (plan.imagesToGo === 0 && others) {
    rows.push({
      label: makeOthersLabel(others, words),
      description: t('with other seeds'),
      value: 'others',
      alwaysShow: true,
    });
  }
  if (plan.inDoubt > 0) {
    rows.push({
      label: t('Send Again What May Have Been Charged'),
      description: format.number(plan.inDoubt),
      value: 'repeat',
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
    ...shown.map(({ cell: { wish, seed, images }, state }): Row<'prompt'> => ({
      label: wish.prompt === '' ? t('without a prompt') : wish.prompt,
      description: [
        wish.model.name,
        ...(seed === undefined ? [] : [t('seed {0}', seed)]),
        ...(images > 1 ? [t('{0} images', format.number(images))] : []),
        ...(state.kind === 'made' ? [t('already made')] : []),
      ].join(' · '),
      value: 'prompt',
    })),
  );
  return rows;
}

function modelNames(items: readonly RunItem[]): string {
  return [...new Set(items.map(({ cell }) => cell.wish.model.name))].slice(0, 3).join(', ');
}
