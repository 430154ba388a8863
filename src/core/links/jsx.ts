import { encodePath } from './encode';
import type { LinkedImage } from './link';

/** `<img … />`; a text with quotes or ampersands becomes a string expression, because JSX attributes know no backslash. */
export function jsxLink({ path, alt, width, height }: LinkedImage): string {
  const text = /["&\\]/.test(alt) ? `{${JSON.stringify(alt)}}` : `"${alt}"`;
  const size = width > 0 && height > 0 ? ` width={${String(width)}} height={${String(height)}}` : '';
  return `<img src="${encodePath(path)}" alt=${text}${size} />`;
}
