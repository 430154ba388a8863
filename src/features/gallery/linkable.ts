import type { GalleryImage } from '../../core/gallery/image';
import type { LinkableImage } from '../../platform/insertLinks';

/** What a link to it says; less is known of an image that was not made here. */
export function linkable({ files: [file], making }: GalleryImage): LinkableImage {
  return {
    file: file.uri,
    width: making?.width ?? 0,
    height: making?.height ?? 0,
    prompt: making?.prompt ?? '',
  };
}
