import type { Recipe } from '../recipes/recipe';
import { parseSession } from './parse';
import { newSession, type StudioSession } from './session';

/**
 * The choices of an edit's recipe as a session, without its images and mask. What a recipe of another version says and
 * this one does not know is left out.
 *
 * @param choice `same` repeats the request; `next` goes on from the seed after it
 */
export function sessionFrom(id: string, recipe: Recipe, choice: 'same' | 'next'): StudioSession {
  const { task, prompt, negativePrompt = '', seed, settings, model } = recipe;
  const chosen = settings?.task ?? {};
  const base = newSession(id);
  const wanted: Record<string, unknown> = {
    ...base,
    taskChoice: task,
    prompt,
    negativePrompt,
    count: 1,
    models: { [task]: model.id },
    options: settings?.options ?? {},
    ...(settings?.size ? { size: settings.size } : {}),
    ...(seed === undefined ? {} : { seed: choice === 'same' ? seed : seed + 1 }),
  };
  for (const name of [
    'words',
    'garmentClass',
    'structure',
    'colors',
    'margins',
    'contextPx',
    'featherPx',
    'flattenOn',
    'separateAreas',
  ]) {
    if (chosen[name] !== undefined) wanted[name] = chosen[name];
  }
  if (chosen['area'] === 'mask' || chosen['area'] === 'words') wanted['area'] = chosen['area'];
  // Recipes are files of the project: strangers may have written them.
  return parseSession(id, wanted) ?? { ...base, prompt };
}
