import { familyOf } from '../prompts/languages';
import { asciidocLink } from './asciidoc';
import { cssLink } from './css';
import { htmlLink } from './html';
import { jsxLink } from './jsx';
import { latexLink } from './latex';
import { markdownLink } from './markdown';
import { restructuredTextLink } from './restructuredText';

/** The image a link shows. */
export interface LinkedImage {
  /** Relative to the document, `/` between segments, not encoded. */
  readonly path: string;
  /** One line; empty for none. */
  readonly alt: string;
  /** In pixels; 0 when unknown. */
  readonly width: number;
  readonly height: number;
}

/**
 * A link to an image as the language writes it; the bare path where the language has no such thing.
 *
 * @returns one line, or several joined by `\n` (reStructuredText), without a line break at the end
 */
export function linkFor(languageId: string, image: LinkedImage): string {
  const oneLine = { ...image, alt: image.alt.replace(/\s+/g, ' ').trim() };
  const family = familyOf(languageId);
  switch (family) {
    case 'markdown':
      return markdownLink(oneLine, languageId === 'mdx');
    case 'html':
      return htmlLink(oneLine);
    case 'jsx':
      return jsxLink(oneLine);
    case 'css':
      return cssLink(oneLine);
    case 'asciidoc':
      return asciidocLink(oneLine);
    case 'restructuredText':
      return restructuredTextLink(oneLine);
    case 'latex':
      return latexLink(oneLine);
    case 'xml':
    case 'code':
    case 'data':
    case 'plain':
      return image.path;
  }
}
