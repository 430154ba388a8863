import { familyOf } from '../prompts/languages';
import type { LanguageFamily } from '../prompts/languages';
import { decodeEntities } from '../prompts/markup';
import { decodePath } from './encode';
import { linkFor } from './link';

/** How a family writes the target of an image: the group `target` is what stands there. */
const image = {
  markdown:
    /(?:!\[(?:\\.|[^\]\\])*\]\([ \t]*|^ {0,3}\[[^\]\n]+\]:[ \t]*)(?<target><[^>\n]*>|(?:\\.|\([^()\s]*\)|[^\s()\\])+)/dgm,
  attribute: /\bsrc\s*=\s*(?:\{\s*)?(?:"(?<target>[^"\n]*)"|'(?<single>[^'\n]*)')/dg,
  css: /\burl\(\s*(?:"(?<target>[^"\n]*)"|'(?<single>[^'\n]*)'|(?<bare>[^\s"')]+))\s*\)/dg,
  asciidoc: /\bimage::?(?<target>[^[\s][^[\n]*)\[/dg,
  restructuredText:
    /^[ \t]*\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?(?:image|figure)::[ \t]+(?<target>\S.*?)[ \t]*$/dgm,
  latex:
    /\\includegraphics\*?\s*(?:\[(?:\{(?:[^{}]|\{[^{}]*\})*\}|[^\]{}])*\])?\s*\{(?<target>(?:\\[{}]|[^{}\n])*)\}/dg,
} as const;

const patterns: Readonly<Record<LanguageFamily, readonly (keyof typeof image)[]>> = {
  markdown: ['markdown', 'attribute'],
  html: ['attribute', 'css'],
  xml: [],
  jsx: ['attribute'],
  css: ['css'],
  asciidoc: ['asciidoc'],
  restructuredText: ['restructuredText'],
  latex: ['latex'],
  code: [],
  data: [],
  plain: [],
};

/**
 * The document with every link to one image pointing at another; alt texts and sizes stay.
 *
 * @param oldPath relative to the document and not encoded, as given to `linkFor`; any encoding of it is found
 * @returns undefined when nothing links to it
 */
export function replaceLinkPath(
  text: string,
  languageId: string,
  oldPath: string,
  newPath: string,
): string | undefined {
  const edits = findLinks(text, languageId, oldPath);
  if (edits.length === 0) return undefined;
  let result = '';
  let position = 0;
  for (const { start, end, kind } of edits) {
    result += text.slice(position, start) + targetFor(kind, newPath);
    position = end;
  }
  return result + text.slice(position);
}

interface FoundLink {
  readonly start: number;
  readonly end: number;
  readonly kind: keyof typeof image | 'path';
}

/** Where the document states the path as the target of an image, in order. */
function findLinks(text: string, languageId: string, path: string): readonly FoundLink[] {
  const kinds = patterns[familyOf(languageId)];
  const found: FoundLink[] = kinds.flatMap((kind) =>
    Array.from(text.matchAll(image[kind])).flatMap((match): FoundLink[] => {
      const groups = match.indices?.groups;
      const range = groups?.['target'] ?? groups?.['single'] ?? groups?.['bare'];
      if (!range) return [];
      const [start, end] = range;
      return normalize(readTarget(kind, text.slice(start, end))) === normalize(path)
        ? [{ start, end, kind }]
        : [];
    }),
  );
  if (kinds.length === 0) found.push(...findPaths(text, path));
  return found.sort((left, right) => left.start - right.start);
}

/** The bare path, not as a part of a longer one. */
function findPaths(text: string, path: string): readonly FoundLink[] {
  const found: FoundLink[] = [];
  if (path === '') return found;
  for (let start = text.indexOf(path); start >= 0; start = text.indexOf(path, start + path.length)) {
    const end = start + path.length;
    const isWhole =
      !/[\p{L}\p{N}/_.-]/u.test(text.charAt(start - 1)) &&
      !/^(?:[\p{L}\p{N}/_-]|\.[\p{L}\p{N}])/u.test(text.slice(end, end + 3));
    if (isWhole || text.slice(start - 2, start) === './') found.push({ start, end, kind: 'path' });
  }
  return found;
}

function readTarget(kind: keyof typeof image, target: string): string {
  switch (kind) {
    case 'markdown':
      return decodePath(target.replace(/^<|>$/g, '').replace(/\\([!-/:-@[-`{-~])/g, '$1'));
    case 'attribute':
      return decodePath(decodeEntities(target));
    case 'css':
      return decodePath(target.replace(/\\(["'() ])/g, '$1'));
    case 'asciidoc':
      return decodePath(target.replaceAll('{sp}', ' '));
    case 'restructuredText':
      return decodePath(target.replace(/\\(.)/g, '$1'));
    case 'latex':
      return target.replace(/\\([%#{}])/g, '$1');
  }
}

/** The target alone, taken from a link so that both are written by the same rules. */
function targetFor(kind: FoundLink['kind'], path: string): string {
  const bare = { path, alt: '', width: 0, height: 0 };
  const between = (language: string, before: string, after: string): string =>
    linkFor(language, bare).slice(before.length, -after.length);
  switch (kind) {
    case 'path':
      return path;
    case 'markdown':
      return between('markdown', '![](', ')');
    case 'attribute':
    case 'css':
      return between('css', 'url("', '")');
    case 'asciidoc':
      return between('asciidoc', 'image::', '[]');
    case 'restructuredText':
      return linkFor('restructuredtext', bare).slice('.. image:: '.length);
    case 'latex':
      return between('latex', '\\includegraphics[width=\\linewidth]{', '}');
  }
}

function normalize(path: string): string {
  return path.replace(/^(?:\.\/)+/, '');
}
