import type { IndexingPlan } from '../core/search/indexing/ports';
import type { Words } from './words';

/** Longer lists of folders are cut. */
const MOST_FOLDERS = 2;

/** What indexing would send and where to, what it costs, and what is left out: a sentence each. */
export function planSentences(plan: IndexingPlan, words: Words): readonly string[] {
  return [sentSentence(plan, words), priceSentence(plan.usd, words), leftOutSentence(plan, words)].filter(
    (sentence) => sentence !== '',
  );
}

function sentSentence({ images, context }: IndexingPlan, { t, format }: Words): string {
  const isOne = format.isOne(images);
  const number = format.number(images);
  if (context.provider === 'offline') {
    return isOne
      ? t('1 image would be read once by the offline provider; nothing leaves this computer.')
      : t('{0} images would be read once by the offline provider; nothing leaves this computer.', number);
  }
  const { name } = context.model.model;
  const { region } = context;
  return isOne
    ? t('1 image would be sent once to {0} in your account ({1}), without EXIF or location.', name, region)
    : t(
        '{0} images would be sent once to {1} in your account ({2}), without EXIF or location.',
        number,
        name,
        region,
      );
}

function priceSentence(usd: number, { t, format }: Words): string {
  if (usd === 0) return t('Free.');
  return usd < 0.01 ? t('Under {0}.', format.amount(0.01)) : t('About {0}.', format.amount(usd));
}

function leftOutSentence({ leftOut }: IndexingPlan, { t, format }: Words): string {
  // Nobody looks for pictures in what tools keep for themselves.
  const named = [
    ...new Set(leftOut.flatMap(({ path, why }) => (why === 'own' || isHidden(path) ? [] : [path]))),
  ];
  const [first, second] = named;
  if (first === undefined) return '';
  if (second === undefined) return t('Left out: {0}.', first);
  const more = named.length - MOST_FOLDERS;
  return more === 0
    ? t('Left out: {0}, {1}.', first, second)
    : t('Left out: {0}, {1}, {2} more.', first, second, format.number(more));
}

function isHidden(path: string): boolean {
  return path.split('/').some((segment) => segment.startsWith('.'));
}
