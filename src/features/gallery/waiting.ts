import { baseName, type GalleryImage } from '../../core/gallery/image';
import type { WaitingImage } from '../../core/gallery/ports';
import { makingOf } from '../../core/gallery/recipeScan';

const PREFIX = 'waiting:';

/** A candidate is shown like an image; its file lies in the extension's storage. */
export function waitingImage({ id, bytesUri, recipe }: WaitingImage): GalleryImage {
  const making = makingOf(recipe);
  const file = {
    uri: bytesUri,
    folder: '',
    path: baseName(bytesUri),
    bytes: recipe.image.bytes,
    timeMs: making.madeAt,
  };
  return { key: PREFIX + id, files: [file], sha256: recipe.sha256, timeMs: making.madeAt, making };
}

/** @returns undefined for an image that is no candidate */
export function inboxIdOf({ key }: GalleryImage): string | undefined {
  return key.startsWith(PREFIX) ? key.slice(PREFIX.length) : undefined;
}
