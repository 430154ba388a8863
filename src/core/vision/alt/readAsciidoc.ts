import { decodePath } from '../../links/encode';
import { lineText, linesOf } from '../../prompts/lines';
import { decodeEntities } from '../../prompts/markup';
import { isIn, type DocumentImage, type FoundAlt, type Range } from './image';

/** `image::target[attributes]` on a line of its own, `image:target[attributes]` inside one. */
const macro =
  /(?<![\w\\])image:(?<block>:?)(?<target>[^:\s[][^[\n]{0,500})\[(?<list>(?:\\\]|"(?:\\"|[^"\n])*"|[^\]\n])*)\]/dg;

/** Blocks whose content is shown as it is, and comments. */
const verbatim = /^(?:-{4,}|\.{4,}|\+{4,}|\/{4,}|`{3,}.*)[ \t]*$/;

interface Entry {
  readonly name?: string;
  /** Without quotes. */
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** @see https://docs.asciidoctor.org/asciidoc/latest/macros/image-ref/ */
export function readAsciidoc(text: string): readonly DocumentImage[] {
  const unread = unreadInAsciidoc(text);
  const found: DocumentImage[] = [];
  for (const match of text.matchAll(macro)) {
    const start = match.index;
    if (isIn(start, unread)) continue;
    const { target = '', block = '', list = '' } = match.groups ?? {};
    const [listStart, listEnd] = match.indices?.groups?.['list'] ?? [start, start];
    const entries = readList(list, listStart);
    const form = block === ':' ? 'asciidoc' : 'asciidocInline';
    const named = entries.find(({ name }) => name === 'alt');
    const [first] = entries;
    const positional = first && first.name === undefined ? first : undefined;
    const written = named ?? positional;
    const link = entries.find(({ name }) => name === 'link')?.value;
    const caption = blockTitle(text, start);
    found.push({
      target: decodePath(target.replaceAll('{sp}', ' ').trim()),
      start,
      end: start + match[0].length,
      alt: altOf(written, named !== undefined),
      slot: named
        ? { form, start: named.start, end: named.end, before: 'alt=', after: '' }
        : positional
          ? { form, start: positional.start, end: positional.end, before: '', after: '' }
          : { form, start: listStart, end: listStart, before: '', after: listEnd > listStart ? ',' : '' },
      ...(link === undefined ? {} : { link }),
      ...(caption === undefined ? {} : { caption }),
    });
  }
  return found;
}

function altOf(written: Entry | undefined, isNamed: boolean): FoundAlt {
  if (!written) return { kind: 'none' };
  if (written.value.trim() === '') return isNamed ? { kind: 'empty' } : { kind: 'none' };
  return /\{[\w-]+\}/.test(written.value)
    ? { kind: 'dynamic' }
    : { kind: 'text', text: decodeEntities(written.value) };
}

/** The entries between commas; quotes hold commas. An empty list has none. */
function readList(list: string, offset: number): readonly Entry[] {
  const entries: Entry[] = [];
  const entry = /\s*(?:([\w-]+)[ \t]*=[ \t]*)?(?:"((?:\\"|[^"])*)"|([^,]*?))\s*(?:,|$)/gy;
  if (list.trim() === '') return entries;
  while (entry.lastIndex < list.length) {
    const from = entry.lastIndex;
    const match = entry.exec(list);
    if (!match) break;
    const [whole, name, quoted, bare = ''] = match;
    const inner = whole.replace(/,$/, '');
    const lead = inner.length - inner.trimStart().length;
    entries.push({
      ...(name === undefined ? {} : { name }),
      value: (quoted ?? bare).replaceAll('\\"', '"').replaceAll('\\]', ']'),
      start: offset + from + lead,
      end: offset + from + lead + inner.trim().length,
    });
  }
  return entries;
}

/** `.Title` on the line before a block. */
function blockTitle(text: string, start: number): string | undefined {
  return /(?:^|\n)\.(?![. \t])([^\n]+)\n(?:\[[^\n]*\]\n)*$/.exec(
    text.slice(Math.max(0, start - 500), start),
  )?.[1];
}

function unreadInAsciidoc(text: string): readonly Range[] {
  const lines = linesOf(text);
  const ranges: Range[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lineText(lines, index);
    if (/^\/\/(?!\/)/.test(line))
      ranges.push({ start: lines[index]?.start ?? 0, end: lines[index]?.end ?? 0 });
    if (!verbatim.test(line) || isUnderline(lineText(lines, index - 1), line)) continue;
    const close = line.startsWith('```') ? '```' : line.trimEnd();
    let last = index + 1;
    while (last < lines.length && lineText(lines, last).trimEnd() !== close) last++;
    ranges.push({ start: lines[index]?.start ?? 0, end: lines[Math.min(last, lines.length - 1)]?.end ?? 0 });
    index = last;
  }
  for (const match of text.matchAll(/`[^`\n]+`/g)) {
    ranges.push({ start: match.index, end: match.index + match[0].length });
  }
  return ranges;
}

/** `----` under a line of nearly its length is a heading of the old form. */
function isUnderline(above: string, line: string): boolean {
  return (
    /^-+$/.test(line.trimEnd()) &&
    above.trim() !== '' &&
    Math.abs(above.trimEnd().length - line.trimEnd().length) <= 1
  );
}
