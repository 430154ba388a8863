import { optionsFor, takesNegativePrompt } from '../../../core/models/abilities';
import type { Availability } from '../../../core/models/availability';
import { priceOf } from '../../../core/models/price';
import type { PromptTask } from '../../../core/promptFiles/fields';
import { isVideoTask } from '../../../core/promptFiles/fields';
import type { FoundModel } from '../../../core/promptFiles/modelFacts';
import { imageSizes, videoSizes } from '../../../core/promptFiles/sizes';
import { durationChoices, type VideoModelDescriptor } from '../../../core/video/descriptor';
import type { Words } from '../../../platform/words';
import { listed, oneOf } from './lists';
import { promptTaskLabel } from './taskText';

export interface Priced {
  readonly words: Words;
  /** The user's own prices, by model id. */
  readonly prices: Readonly<Record<string, number>>;
}

/** `about $0.04 · ends September 30, 2026`: what a list of models says beside a name. */
export function modelDetail(found: FoundModel, priced: Priced): string {
  const state = stateText(found.entry.state, priced.words);
  return [priceText(found, priced), ...(state === undefined ? [] : [state])].join(' · ');
}

/** Everything worth knowing of a model for whoever writes a file for it, a fact per line. */
export function modelFactsText(found: FoundModel, task: PromptTask, priced: Priced): readonly string[] {
  const { words } = priced;
  const { t, format } = words;
  const { model, state } = found.entry;
  const standing = stateText(state, words);
  const tasks = model.tasks.map((each) => promptTaskLabel(each, words));
  const facts = [
    priceText(found, priced),
    ...(standing === undefined ? [] : [standing]),
    t('Does: {0}', listed(tasks, words)),
  ];
  if (found.kind === 'video') {
    const video = found.entry.model;
    const seconds = isVideoTask(task) ? durationChoices(video, task).map((each) => format.number(each)) : [];
    return [
      ...facts,
      t('Sizes: {0}', listed(videoSizes(video), words)),
      ...(seconds.length > 0 ? [t('Seconds: {0}', oneOf(seconds, words))] : []),
    ];
  }
  const image = found.entry.model;
  if (isVideoTask(task)) return facts;
  const sizes = imageSizes(image, task);
  const options = optionsFor(image, task).map(({ name }) => name);
  return [
    ...facts,
    sizes.length > 0 ? t('Sizes: {0}', listed(sizes, words)) : t('The size follows from the image.'),
    t('Prompt: up to {0} characters', format.number(image.prompt.maxLength)),
    takesNegativePrompt(image, task) ? t('Takes a negative prompt') : t('Takes no negative prompt'),
    ...(options.length > 0 ? [t('Options: {0}', listed(options, words))] : []),
    t('Images of one request: {0}', format.number(image.maxImagesPerRequest)),
  ];
}

function priceText(found: FoundModel, { words, prices }: Priced): string {
  const { t, format } = words;
  if (found.kind === 'image') {
    const price = priceOf(found.entry.model, prices);
    return price === undefined ? t('price not known') : t('{0} each', format.about(price));
  }
  const price = perSecond(found.entry.model, prices);
  return price === undefined ? t('price not known') : t('{0} a second', format.about(price));
}

function perSecond(
  { id, price }: VideoModelDescriptor,
  prices: Readonly<Record<string, number>>,
): number | undefined {
  return prices[id] ?? price?.usdPerSecond[0]?.usd;
}

function stateText(state: Availability, words: Words): string | undefined {
  const { t, format } = words;
  switch (state.kind) {
    case 'ready':
      return undefined;
    case 'endingSoon':
      return t('ends {0}', format.date(state.endsOn));
    case 'ended':
      return state.endsOn === undefined ? t('ended') : t('ended {0}', format.date(state.endsOn));
    case 'needsAccess':
      return t('needs access');
    case 'elsewhere':
      return t('only in {0}', listed(state.regions, words));
  }
}
