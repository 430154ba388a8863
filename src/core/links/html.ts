import { encodePath, escapeAttribute } from './encode';
import type { LinkedImage } from './link';

/** `<img>` with its size, so that the page does not jump while it loads. */
export function htmlLink({ path, alt, width, height }: LinkedImage): string {
  const size = width > 0 && height > 0 ? ` width="${String(width)}" height="${String(height)}"` : '';
  return `<img src="${encodePath(path)}" alt="${escapeAttribute(alt)}"${size}>`;
}
