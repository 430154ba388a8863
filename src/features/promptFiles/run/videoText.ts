import type { RunLens } from '../../../core/promptFiles/language/lenses';
import type { RunPlan } from '../../../core/promptFiles/runs/plan';
import type { RunSnapshot } from '../../../core/promptFiles/runs/queue';
import type { UserMessage } from '../../../platform/messages';
import { aboutText, lengthText, priceText } from '../../../platform/videoWords';
import type { Words } from '../../../platform/words';

/** `Run Storyboard · 12 s, about $0.96`, `Run · 2 videos, 10 s, about $7.50`: what the lens above a file says. */
export function videoLensTitle(
  { results, seconds, priceUsd }: Pick<RunLens, 'results' | 'seconds' | 'priceUsd'>,
  isStoryboard: boolean,
  words: Words,
): string {
  const { t, format } = words;
  if (results === undefined || seconds === undefined) return isStoryboard ? t('Run Storyboard') : t('Run');
  const length = lengthText(seconds, words);
  const price = aboutText(priceUsd, words);
  if (isStoryboard && results === 1) return t('Run Storyboard · {0}, {1}', length, price);
  return format.isOne(results)
    ? t('Run · {0} video, {1}, {2}', format.number(results), length, price)
    : t('Run · {0} videos, {1}, {2}', format.number(results), length, price);
}

/** `Make 2 Videos · $7.50`: what Enter does. */
export function makeVideosLabel({ imagesToGo, priceUsd }: RunPlan, words: Words): string {
  const { t, format } = words;
  const price = priceText(priceUsd, words);
  return format.isOne(imagesToGo)
    ? t('Make {0} Video · {1}', format.number(imagesToGo), price)
    : t('Make {0} Videos · {1}', format.number(imagesToGo), price);
}

/** What began, in one notification; the Jobs view follows each from here on. */
export function startedMessage(
  name: string,
  { items, spentUsd, status, plan }: RunSnapshot,
  isOffline: boolean,
  { t, format }: Words,
): UserMessage | undefined {
  const started = items.filter(({ state }) => state.kind === 'made' && !state.wasMadeBefore).length;
  const number = format.number(started);
  const price = isOffline ? t('free, offline preview') : format.about(spentUsd);
  if (status === 'stopped' && started === 0) return undefined;
  if (started === 0) return undefined;
  if (plan.toGo > 0) {
    return {
      severity: 'warning',
      text: t(
        '{0}: {1} of {2} videos are being made ({3}).',
        name,
        number,
        format.number(items.length),
        price,
      ),
      actions: ['showJobs', 'retry'],
    };
  }
  return {
    severity: 'info',
    text: format.isOne(started)
      ? t('{0}: {1} video is being made ({2}). Jobs says when it is ready.', name, number, price)
      : t('{0}: {1} videos are being made ({2}). Jobs says when they are ready.', name, number, price),
    actions: ['showJobs'],
  };
}
