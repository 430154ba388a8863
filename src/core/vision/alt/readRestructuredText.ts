import { decodePath } from '../../links/encode';
import { indentOf, isBlank, lineText, linesOf, type Line } from '../../prompts/lines';
import type { DocumentImage } from './image';

const directive =
  /^(?<indent>[ \t]*)\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?<kind>image|figure)::[ \t]+(?<target>\S.*?)[ \t]*$/;

/** Directives whose content is shown as it is. */
const literal =
  /^[ \t]*\.\.[ \t]+(?:code|code-block|sourcecode|parsed-literal|literalinclude|highlight|raw|math)::/;

interface Option {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** @see https://docutils.sourceforge.io/docs/ref/rst/directives.html#images */
export function readRestructuredText(text: string): readonly DocumentImage[] {
  const lines = linesOf(text);
  const found: DocumentImage[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lineText(lines, index);
    if (literal.test(line) || (/::[ \t]*$/.test(line) && !/^[ \t]*\.\.[ \t]/.test(line))) {
      index = lastOfBlock(lines, index);
      continue;
    }
    const match = directive.exec(line);
    const own = lines[index];
    if (!match?.groups || !own) continue;
    const { indent = '', target = '', kind } = match.groups;
    const { options, last, optionIndent } = optionsAfter(lines, index, indent);
    const alt = options.find(({ name }) => name === 'alt');
    const link = options.find(({ name }) => name === 'target')?.value;
    const caption = kind === 'figure' ? captionAfter(lines, last, indent) : undefined;
    found.push({
      target: decodePath(target.replace(/\\(.)/g, '$1')),
      start: own.start + indent.length,
      end: lines[last]?.end ?? own.end,
      alt: !alt
        ? { kind: 'none' }
        : alt.value === ''
          ? { kind: 'empty' }
          : /^\|[^|]+\|$/.test(alt.value)
            ? { kind: 'dynamic' }
            : { kind: 'text', text: alt.value },
      slot: alt
        ? { form: 'restructuredText', start: alt.start, end: alt.end, before: ':alt:', after: '' }
        : {
            form: 'restructuredText',
            start: own.end,
            end: own.end,
            before: `${breakOf(text)}${optionIndent}:alt:`,
            after: '',
          },
      ...(link === undefined ? {} : { link }),
      ...(caption === undefined ? {} : { caption }),
    });
    index = last;
  }
  return found;
}

function breakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The fields right under the directive. */
function optionsAfter(
  lines: readonly Line[],
  first: number,
  indent: string,
): { readonly options: readonly Option[]; readonly last: number; readonly optionIndent: string } {
  const options: Option[] = [];
  let last = first;
  let optionIndent = `${indent}   `;
  for (let index = first + 1; index < lines.length; index++) {
    const line = lines[index];
    const text = line?.text ?? '';
    const own = indentOf(text);
    if (!line || isBlank(text) || own.length <= indent.length) break;
    const field = /^([ \t]+):([\w-]+):[ \t]*(.*?)[ \t]*$/.exec(text);
    const previous = options.at(-1);
    if (field && (options.length === 0 || own.length <= optionIndent.length)) {
      optionIndent = own;
      options.push({
        name: field[2] ?? '',
        value: field[3] ?? '',
        start: line.start + own.length,
        end: line.end,
      });
    } else if (previous && own.length > optionIndent.length) {
      // A value goes on in deeper lines.
      options[options.length - 1] = {
        ...previous,
        value: `${previous.value} ${text.trim()}`.trim(),
        end: line.end,
      };
    } else break;
    last = index;
  }
  return { options, last, optionIndent };
}

/** The paragraph of a figure. */
function captionAfter(lines: readonly Line[], last: number, indent: string): string | undefined {
  const words: string[] = [];
  for (let index = last + 1; index < lines.length; index++) {
    const text = lineText(lines, index);
    if (isBlank(text)) {
      if (words.length > 0) break;
      continue;
    }
    if (indentOf(text).length <= indent.length) break;
    words.push(text.trim());
  }
  return words.length === 0 ? undefined : words.join(' ');
}

/** The last line that is indented deeper than the one that opens the block. */
function lastOfBlock(lines: readonly Line[], first: number): number {
  const indent = indentOf(lineText(lines, first)).length;
  let last = first;
  for (let index = first + 1; index < lines.length; index++) {
    const text = lineText(lines, index);
    if (isBlank(text)) continue;
    if (indentOf(text).length <= indent) break;
    last = index;
  }
  return last;
}
