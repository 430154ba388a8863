import { familyOf, syntaxOf } from '../../prompts/languages';
import type { DocumentImage } from './image';
import { readAsciidoc } from './readAsciidoc';
import { readMarkdown } from './readMarkdown';
import { readHtml, readJsx } from './readMarkup';
import { readRestructuredText } from './readRestructuredText';

/** True for languages whose images can have an alt text. */
export function canReadImages(languageId: string): boolean {
  switch (familyOf(languageId)) {
    case 'markdown':
    case 'html':
    case 'jsx':
    case 'asciidoc':
    case 'restructuredText':
      return true;
    default:
      return syntaxOf(languageId)?.hasJsx === true;
  }
}

/**
 * The images that a document shows by a name that stands in it, in their order; what is written in code, comments and
 * examples is none.
 *
 * @param languageId VS Code's; none in a language without alt texts
 */
export function readImages(text: string, languageId: string): readonly DocumentImage[] {
  switch (familyOf(languageId)) {
    case 'markdown':
      return readMarkdown(text, languageId === 'mdx');
    case 'html':
      return readHtml(text);
    case 'jsx':
      return readJsx(text, languageId);
    case 'asciidoc':
      return readAsciidoc(text);
    case 'restructuredText':
      return readRestructuredText(text);
    default:
      return syntaxOf(languageId)?.hasJsx === true ? readJsx(text, languageId) : [];
  }
}
