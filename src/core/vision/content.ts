import type { FittedSource } from './images';
import type { ContentPart } from './ports';

/**
 * The images of a message with the words between them: each is named where there are several, and parts say where they
 * lie.
 */
export function imageParts(images: readonly FittedSource[]): readonly ContentPart[] {
  return images.flatMap((image, index) => {
    const [whole, ...details] = image.parts;
    if (!whole) return [];
    const label = images.length > 1 ? `Image ${index + 1}` : 'The image';
    const parts: ContentPart[] = images.length > 1 ? [{ kind: 'text', text: `${label}:` }] : [];
    parts.push({ kind: 'image', image: sentOf(whole) });
    for (const { place, ...detail } of details) {
      if (place) {
        parts.push({
          kind: 'text',
          text: `${label} again, enlarged: row ${place.row}, column ${place.column}.`,
        });
      }
      parts.push({ kind: 'image', image: sentOf(detail) });
    }
    return parts;
  });
}

function sentOf({
  bytes,
  format,
  width,
  height,
}: FittedSource['parts'][number]): Extract<ContentPart, { kind: 'image' }>['image'] {
  return { bytes, format, width, height };
}
