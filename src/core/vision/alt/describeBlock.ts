import { escapeAttribute } from '../../links/encode';
import type { AltForm } from './image';

/** A long description as one line of the document, without anything that would be read as markup. */
export function describeBlock(form: AltForm, description: string): string {
  const line = description.replace(/\s+/g, ' ').trim();
  switch (form) {
    case 'markdown':
      return escapeMarkdown(line);
    case 'mdx':
      return escapeMarkdown(line).replace(/[{}]/g, '\\$&');
    case 'html':
      return `<p>${escapeAttribute(line)}</p>`;
    case 'jsx':
      return /[{}<>&"\\]/.test(line) ? `<p>{${JSON.stringify(line)}}</p>` : `<p>${line}</p>`;
    case 'asciidoc':
    case 'asciidocInline':
      return escapeAsciidoc(line);
    case 'restructuredText':
      return line.replace(/[\\*`|]|_(?!\w)/g, '\\$&').replace(/^(\.\.|[-+]|\w+[.)])(?= )/, '\\$1');
  }
}

function escapeMarkdown(line: string): string {
  return line
    .replace(/[\\`*[\]<|~]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/^([#>+-]|\d+(?=[.)]))/, (mark) => (/\d/.test(mark) ? mark : `\\${mark}`))
    .replace(/^(\d+)([.)])/, '$1\\$2');
}

/** Character references, because a backslash escapes only what would have been markup. */
function escapeAsciidoc(line: string): string {
  return line
    .replace(/[\\*_`^~+#{}[\]<>|]/g, (character) => `&#${String(character.charCodeAt(0))};`)
    .replace(/^([.=\-/]|\d+\.)/, (mark) => `{empty}${mark}`)
    .replace(/::(?=\s|$)/g, ':&#58;');
}
