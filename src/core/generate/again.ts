import type { Recipe } from '../recipes/recipe';
import type { GenerateDraft } from './draft';

/**
 * What to start *Generate Again* from. A model that is gone or lacks an option is dealt with by `fitDraft`.
 *
 * @param choice `same` asks for the very request again, its number of images included, because where one request makes several
 * only the whole repeats one of them; `next` asks for one image from the seed after it
 */
export function settingsFrom(recipe: Recipe, choice: 'same' | 'next'): Partial<GenerateDraft> {
  const { prompt, negativePrompt, model, seed, settings } = recipe;
  return {
    prompts: [prompt],
    modelId: model.id,
    count: choice === 'same' ? (settings?.count ?? 1) : 1,
    ...(negativePrompt === undefined ? {} : { negativePrompt }),
    ...(seed === undefined ? {} : { seed: choice === 'same' ? seed : seed + 1 }),
    ...(settings?.size ? { size: settings.size } : {}),
    ...(settings ? { options: settings.options } : {}),
  };
}
