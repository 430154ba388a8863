import type { RunLens } from '../../../core/promptFiles/language/lenses';
import type { RunPlan } from '../../../core/promptFiles/runs/plan';
import type { ImageError } from '../../../core/errors';
import type { RunSnapshot } from '../../../core/promptFiles/runs/queue';
import type { UserMessage } from '../../../platform/messages';
import type { Words } from '../../../platform/words';

/** `Run · 4 images, about $0.16`: what the lens above a file says. @param lens absent for a file that cannot be run */
export function lensTitle(
  lens: Pick<RunLens, 'results' | 'priceUsd'> | undefined,
  { t, format }: Words,
): string {
  if (lens?.results === undefined) return t('Run');
  const { results, priceUsd } = lens;
  const price = priceUsd === undefined ? t('price not known') : format.about(priceUsd);
  return format.isOne(results)
    ? t('Run · {0} image, {1}', format.number(results), price)
    : t('Run · {0} images, {1}', format.number(results), price);
}

/** `Make 4 Images · $0.16`: what Enter does. */
export function makeLabel({ imagesToGo, priceUsd }: RunPlan, { t, format }: Words): string {
  const price = priceUsd === undefined ? t('price not known') : format.price(priceUsd);
  return format.isOne(imagesToGo)
    ? t('Make {0} Image · {1}', format.number(imagesToGo), price)
    : t('Make {0} Images · {1}', format.number(imagesToGo), price);
}

/** The same for images beside those that are there already. */
export function makeOthersLabel({ imagesToGo, priceUsd }: RunPlan, { t, format }: Words): string {
  const price = priceUsd === undefined ? t('price not known') : format.price(priceUsd);
  return format.isOne(imagesToGo)
    ? t('Make {0} Other · {1}', format.number(imagesToGo), price)
    : t('Make {0} Others · {1}', format.number(imagesToGo), price);
}

/** What was made before, and what nobody can say; undefined where there is nothing of either. */
export function planDetail(plan: RunPlan, words: Words): string | undefined {
  const said = planLines(plan, words);
  return said.length === 0 ? undefined : said.join(' ');
}

/** The same, a sentence each. */
export function planLines(
  { made, inDoubt }: Pick<RunPlan, 'made' | 'inDoubt'>,
  words: Words,
): readonly string[] {
  return [...madeBefore(made, words), ...doubtful(inDoubt, words)];
}

function madeBefore(made: number, { t, format }: Words): readonly string[] {
  if (made === 0) return [];
  return [
    format.isOne(made)
      ? t('{0} cell was made before and costs nothing.', format.number(made))
      : t('{0} cells were made before and cost nothing.', format.number(made)),
  ];
}

function doubtful(inDoubt: number, { t, format }: Words): readonly string[] {
  if (inDoubt === 0) return [];
  return [
    format.isOne(inDoubt)
      ? t('{0} was sent before and nothing came of it; it may have been charged.', format.number(inDoubt))
      : t(
          '{0} were sent before and nothing came of them; they may have been charged.',
          format.number(inDoubt),
        ),
  ];
}

/** What a run came to, in one notification; failures of single cells are reported beside it. */
export function outcomeMessage(
  name: string,
  { status, items, spentUsd, stoppedBy, plan, mayBeCharged }: RunSnapshot,
  isOffline: boolean,
  words: Words,
): UserMessage | undefined {
  const { t, format } = words;
  const made = items.flatMap(({ state }) =>
    state.kind === 'made' && !state.wasMadeBefore ? [state.made] : [],
  );
  const images = made.reduce((sum, each) => sum + each.images.length, 0);
  const before = items.filter(({ state }) => state.kind === 'made' && state.wasMadeBefore).length;
  const price = isOffline ? t('free, offline preview') : format.about(spentUsd);
  const number = format.number(images);
  if (status === 'stopped') {
    if (stoppedBy?.kind !== 'budgetReached') return undefined;
    return {
      severity: 'warning',
      text: t(
        "Stopped at today's budget with {0} to go. Everything made is kept.",
        format.number(plan.imagesToGo),
      ),
      actions: ['retry', 'changeBudget', 'showInGallery'],
    };
  }
  if (images === 0) {
    if (mayBeCharged && status === 'cancelled') {
      return {
        severity: 'info',
        text: t('Cancelled. The request already sent may be charged ({0}).', format.about(spentUsd)),
        actions: ['showSpending'],
      };
    }
    return undefined;
  }
  if (status === 'cancelled') {
    return {
      severity: 'info',
      text: format.isOne(images)
        ? t('Cancelled. {0} image had arrived and was saved ({1}).', number, price)
        : t('Cancelled. {0} images had arrived and were saved ({1}).', number, price),
      actions: ['showInGallery', 'showImage'],
    };
  }
  const saved = format.isOne(images)
    ? t('{0}: saved {1} image ({2}).', name, number, price)
    : t('{0}: saved {1} images ({2}).', name, number, price);
  const paid = madeBefore(before, words).map(() =>
    format.isOne(before)
      ? t('{0} cell was made before and cost nothing.', format.number(before))
      : t('{0} cells were made before and cost nothing.', format.number(before)),
  );
  return {
    severity: 'info',
    text: [saved, ...paid].join(' '),
    actions: ['showImage', 'showInGallery', ...(isOffline ? (['connectToAws'] as const) : [])],
  };
}

/** Failures of a run, each kind once; a cancelled cell is none. */
export function failuresOf({ items, stoppedBy }: RunSnapshot): readonly ImageError[] {
  const failed = items.flatMap(({ state }) => (state.kind === 'failed' ? [state.error] : []));
  const stopped = stoppedBy && stoppedBy.kind !== 'budgetReached' ? [stoppedBy] : [];
  const byKind = new Map([...stopped, ...failed].map((error) => [error.kind, error]));
  byKind.delete('cancelled');
  return [...byKind.values()];
}

/** `Write 6 Missing Copies`: what that row does; it costs nothing. */
export function copiesLabel(count: number, { t, format }: Words): string {
  return format.isOne(count)
    ? t('Write {0} Missing Copy · {1}', format.number(count), format.price(0))
    : t('Write {0} Missing Copies · {1}', format.number(count), format.price(0));
}

export function copiesMessage(name: string, count: number, { t, format }: Words): string {
  return format.isOne(count)
    ? t('{0}: wrote {1} copy.', name, format.number(count))
    : t('{0}: wrote {1} copies.', name, format.number(count));
}
