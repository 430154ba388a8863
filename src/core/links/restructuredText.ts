import type { LinkedImage } from './link';

/**
 * The `image` directive. Sphinx takes the path as a file name and docutils as a URL, so a blank is escaped in the way both
 * read, and only what would end a URL's path is percent-encoded. One measure is enough to keep the shape.
 *
 * @see https://docutils.sourceforge.io/docs/ref/rst/directives.html#image
 */
export function restructuredTextLink({ path, alt, width }: LinkedImage): string {
  const target = path
    .replace(/[%#?\p{Cc}]/gu, (character) => encodeURIComponent(character))
    .replace(/\\/g, '\\\\')
    .replace(/\s/g, '\\ ');
  return [
    `.. image:: ${target}`,
    ...(alt === '' ? [] : [`   :alt: ${alt}`]),
    ...(width > 0 ? [`   :width: ${String(width)}px`] : []),
  ].join('\n');
}
