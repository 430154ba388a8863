import { encodePath } from './encode';
import type { LinkedImage } from './link';

/**
 * `![alt](path)`. MDX also reads braces as an expression.
 *
 * @see https://spec.commonmark.org/0.31.2/#images
 */
export function markdownLink({ path, alt }: LinkedImage, isMdx: boolean): string {
  return `![${escapeAlt(alt, isMdx)}](${encodePath(path)})`;
}

function escapeAlt(alt: string, isMdx: boolean): string {
  const escaped = alt
    .replace(/[\\[\]`*<|~]/g, '\\$&')
    // Inside a word an underscore or an ampersand means nothing.
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&');
  return isMdx ? escaped.replace(/[{}]/g, '\\$&') : escaped;
}
