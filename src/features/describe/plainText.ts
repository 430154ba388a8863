import { inertMarkdown } from '../../core/vision/ask/markdown';
import { familyOf } from '../../core/prompts/languages';

/** What a model wrote, so that it stands in a document of this language as the text it is: nothing of it is run or loaded. */
export function plainTextFor(languageId: string, text: string): string {
  switch (familyOf(languageId)) {
    case 'markdown':
      return languageId === 'mdx' ? inertMarkdown(text).replace(/[{}]/g, '\\$&') : inertMarkdown(text);
    case 'html':
      return escapeMarkup(text);
    case 'jsx':
      return escapeMarkup(text).replace(/[{}]/g, (brace) => (brace === '{' ? '&#123;' : '&#125;'));
    case 'asciidoc':
      // A passthrough would be needed for all of it; these begin macros, links and elements.
      return text
        .replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'))
        .replace(/(\w+::?)(?=\S*\[)/g, '\\$1');
    case 'restructuredText':
      return text.replace(/[\\`*_|]/g, '\\$&').replace(/^(\.\.)(?=\s)/gm, '\\$1');
    default:
      return text;
  }
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
