import { baseName, type GalleryImage } from '../../core/gallery/image';
import type { WaitingImage } from '../../core/gallery/ports';
import { makingOf } from '../../core/gallery/recipeScan';
import { slugFrom } from '../../core/names/slug';
import type { Recipe } from '../../core/recipes/recipe';

const PREFIX = 'waiting:';

/** A candidate is shown like an image; its file lies in the extension's storage. */
export function waitingImage({ id, bytesUri, recipe }: WaitingImage): GalleryImage {
  const making = makingOf(recipe);
  const file = {
    uri: bytesUri,
    folder: '',
    path: nameOf(recipe),
    bytes: recipe.image.bytes,
    timeMs: making.madeAt,
  };
  return { key: PREFIX + id, files: [file], sha256: recipe.sha256, timeMs: making.madeAt, making };
}

/** Much like the name that it gets when it is accepted: that of its file in the inbox tells nobody anything. */
function nameOf({ inputs = [], prompt, task, image }: Recipe): string {
  const parent = baseName(inputs.find(({ role }) => role === 'image')?.path ?? '').replace(/\.[^.]+$/, '');
  const words = [parent, prompt.trim() === '' ? task : prompt].filter((part) => part !== '').join(' ');
  return `${slugFrom(words)}.${image.type === 'jpeg' ? 'jpg' : image.type}`;
}

/** @returns undefined for an image that is no candidate */
export function inboxIdOf({ key }: GalleryImage): string | undefined {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : undefined;
}
