import { linkFor } from '../../links/link';
import type { Conversation } from './conversation';

/** Words of the file, in the user's language. */
export interface MarkdownWords {
  readonly title: string;
  readonly you: string;
  /** Under an answer that was stopped or broke off. */
  readonly incomplete: string;
}

/**
 * A conversation as a Markdown document. What a model wrote stands there as text: its HTML, its links and its images
 * would be somebody else's, so they are shown and not followed.
 *
 * @param pathOf the way from the document to a picture; undefined where it cannot be linked
 */
export function conversationMarkdown(
  { images, messages }: Conversation,
  words: MarkdownWords,
  pathOf: (uri: string) => string | undefined,
): string {
  const shown = images.map(({ uri, name }) => {
    const path = pathOf(uri);
    return path === undefined
      ? escapeLine(name)
      : linkFor('markdown', { path, alt: name, width: 0, height: 0 });
  });
  const blocks = messages.flatMap((message) => {
    const who = message.role === 'user' ? words.you : message.modelName;
    const isCut = message.role === 'assistant' && isIncomplete(message.state);
    return [
      `## ${escapeLine(who)}`,
      ...(message.text.trim() === '' ? [] : [inertMarkdown(message.text.trim())]),
      ...(isCut ? [`*${escapeLine(words.incomplete)}*`] : []),
    ];
  });
  return `${[`# ${escapeLine(words.title)}`, ...shown, ...blocks].join('\n\n')}\n`;
}

function isIncomplete(
  state: Extract<Conversation['messages'][number], { role: 'assistant' }>['state'],
): boolean {
  return state.kind !== 'done' || state.stop === 'length' || state.stop === 'contextFull';
}

function escapeLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#|~&!]/g, '\\$&');
}

/**
 * Markdown in which nothing is loaded or run: headings, lists, emphasis and code stay what they are; elements, links and
 * images become their own text. In fenced code nothing is changed, because there nothing is read.
 */
export function inertMarkdown(text: string): string {
  let fence: string | undefined;
  return text
    .split('\n')
    .map((line) => {
      const mark = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
      if (fence !== undefined) {
        const isClosing = mark?.startsWith(fence) === true && line.trim() === mark;
        if (isClosing) fence = undefined;
        return line;
      }
      if (mark !== undefined) {
        fence = mark;
        return line;
      }
      return inertLine(line);
    })
    .concat(fence === undefined ? [] : [fence])
    .join('\n');
}

function inertLine(line: string): string {
  return (
    line
      // What a backslash escapes already would be undone by another one.
      .replace(/\\+(?=[<[\]!&])/g, '')
      .replace(/[<[\]]|&(?=#?\w+;)/g, '\\$&')
      .replace(/\b(https?|ftp|mailto|javascript|file|data|vscode|command):/gi, '$1\\:')
      .replace(/\bwww\./gi, (start) => `${start.slice(0, -1)}\\.`)
      // Indented by a hand of blanks it would become code, in which a backslash is a letter.
      .replace(/^(?: {4,}|\t)\s*/, '   ')
  );
}
