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
    .replace(/\\/g, '&#92;')
    .replace(/\[/g, '&#91;')
    .replace(/\]/g, '&#93;')
    .replace(/\{/g, '&#123;')
    .replace(/\}/g, '&#125;');
  return /[,="']/.test(text) ? `"${text.replaceAll('"', '\\"')}"` : text;
}

/**
 * The same image inside a line. There formatting marks are read before the macro is, so that what looks like one must be
 * written in another way.
 *
 * @param link as `asciidocLink` writes it
 */
export function inlineAsciidocLink(link: string): string {
  const match = /^image::([^[]*)(\[.*)$/.exec(link);
  if (!match) return link;
  const [, target = '', attributes = ''] = match;
  const reference = (character: string): string => `&#${String(character.charCodeAt(0))};`;
  return `image:${target.replace(
    /[_~+@]|(?<=-)-|(?<=\.\.)\./g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )}${attributes.replace(/&#\d+;|[_*`~^+#:]/g, (part) => (part.length > 1 ? part : reference(part)))}`;
}
