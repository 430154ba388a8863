import { encodePath } from './encode';
import type { LinkedImage } from './link';

/**
 * The block macro `image::path[alt,width,height]`. A text with commas, equal signs or quotes is quoted; brackets become
 * character references, because the inline form ends at the first one.
 *
 * @see https://docs.asciidoctor.org/asciidoc/latest/macros/images/
 */
export function asciidocLink({ path, alt, width, height }: LinkedImage): string {
  const size = width > 0 && height > 0 ? `,${String(width)},${String(height)}` : '';
  return `image::${encodePath(path)}[${escapeAlt(alt)}${size}]`;
}

function escapeAlt(alt: string): string {
  const text = alt
    .replace(/\[/g, '&#91;')
    .replace(/\]/g, '&#93;')
    .replace(/\{/g, '&#123;')
    .replace(/\}/g, '&#125;');
  return /[,="']/.test(text)
    ? `"${text.replace(/\\(?=")|"/g, (match) => (match === '"' ? '\\"' : '&#92;'))}"`
    : text;
}
