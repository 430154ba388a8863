import { isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { ParsedNode } from 'yaml';
import type { TextRange } from './text';

export type YamlScalar = string | number | boolean | null;

/** YAML as a prompt file uses it: no tags, no anchors that grow, and every value with its place in the file. */
export type YamlNode =
  | {
      readonly kind: 'scalar';
      readonly value: YamlScalar;
      /** As it stands in the file. */
      readonly range: TextRange;
      /** True where the value is the file's own text, so that a place in one is a place in the other. */
      readonly isVerbatim: boolean;
    }
  | { readonly kind: 'list'; readonly items: readonly YamlNode[]; readonly range: TextRange }
  | { readonly kind: 'map'; readonly entries: readonly YamlEntry[]; readonly range: TextRange };

export interface YamlEntry {
  readonly key: string;
  readonly keyRange: TextRange;
  readonly value: YamlNode;
}

export type YamlProblem = { readonly range: TextRange } & (
  | { readonly kind: 'yamlSyntax'; readonly message: string; readonly needsQuotes: boolean }
  | { readonly kind: 'yamlTooLong'; readonly length: number; readonly maxLength: number }
  | { readonly kind: 'yamlTooDeep' }
  | { readonly kind: 'yamlTooManyValues'; readonly most: number }
  | { readonly kind: 'yamlTag'; readonly tag: string }
  | { readonly kind: 'duplicateKey'; readonly key: string }
);

export interface ReadYaml {
  /** Undefined where nothing is there, or nothing can be read. */
  readonly root?: YamlNode;
  readonly problems: readonly YamlProblem[];
}

/**
 * Prompt files have some dozens of lines; who has more data puts it into a file of its own. Beyond this, broken YAML
 * takes the parser seconds.
 */
const MAX_LENGTH = 64_000;
const MAX_DEPTH = 40;

/** Also counts what an alias repeats, so that aliases of aliases end here. */
const MAX_VALUES = 20_000;

/** What plain YAML is made of: https://yaml.org/spec/1.2.2/#103-core-schema */
const knownTags = /^tag:yaml\.org,2002:(?:str|int|float|bool|null|seq|map)$/;

/** More of one kind tell nobody anything. */
const MAX_PROBLEMS = 50;

/**
 * Reads YAML 1.2 without tags. What is wrong in one place leaves the rest readable.
 *
 * @param base where `source` begins in the file: all ranges are the file's
 */
export function readYaml(source: string, base: number): ReadYaml {
  const whole = { start: base, end: base + source.length };
  if (source.length > MAX_LENGTH) {
    return {
      problems: [{ kind: 'yamlTooLong', length: source.length, maxLength: MAX_LENGTH, range: whole }],
    };
  }
  // The parser is recursive: what nests without end must not reach it.
  if (bracketDepth(source) > MAX_DEPTH * 2) return { problems: [{ kind: 'yamlTooDeep', range: whole }] };
  try {
    return new Reader(source, base).read();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    // The stack was not enough for a line of a thousand dashes.
    return { problems: [{ kind: 'yamlTooDeep', range: whole }] };
  }
}

class Reader {
  readonly #source: string;
  readonly #base: number;
  readonly #problems: YamlProblem[] = [];
  readonly #anchors = new Map<string, { readonly node: YamlNode; readonly values: number }>();
  #values = 0;

  constructor(source: string, base: number) {
    this.#source = source;
    this.#base = base;
  }

  read(): ReadYaml {
    const document = parseDocument(this.#source, {
      version: '1.2',
      schema: 'core',
      // Doubled keys are found below: the parser's own search takes quadratic time.
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'silent',
      merge: false,
      resolveKnownTags: false,
    });
    for (const { pos, message } of document.errors) {
      const range = this.#range(pos[0], Math.max(pos[1], pos[0] + 1));
      this.#tell({ kind: 'yamlSyntax', message, needsQuotes: this.#needsQuotes(pos[0]), range });
    }
    const root = document.contents ? this.#node(document.contents, 0) : undefined;
    return { ...(root ? { root } : {}), problems: this.#problems };
  }

  /** @returns undefined for what is left out, with a problem that says why */
  #node(node: ParsedNode, depth: number): YamlNode | undefined {
    const [start, end] = node.range;
    const range = this.#range(start, end);
    if (depth > MAX_DEPTH) {
      this.#tell({ kind: 'yamlTooDeep', range });
      return undefined;
    }
    if (isAlias(node)) return this.#alias(node.source, range);
    if (node.tag !== undefined && !knownTags.test(node.tag)) {
      this.#tell({ kind: 'yamlTag', tag: node.tag, range });
      return undefined;
    }
    const before = this.#values++;
    if (this.#values > MAX_VALUES) return this.#tooMany(range);
    const read = this.#content(node, range, depth);
    if (read && node.anchor !== undefined && node.anchor !== '') {
      this.#anchors.set(node.anchor, { node: read, values: this.#values - before });
    }
    return read;
  }

  #content(node: ParsedNode, range: TextRange, depth: number): YamlNode | undefined {
    if (isScalar(node)) {
      const { value } = node;
      const scalar = isYamlScalar(value) ? value : node.source;
      return {
        kind: 'scalar',
        value: scalar,
        range,
        isVerbatim: this.#source.slice(range.start - this.#base, range.end - this.#base) === scalar,
      };
    }
    if (isSeq(node)) {
      const items = node.items.flatMap((item) => this.#node(item, depth + 1) ?? []);
      return { kind: 'list', items, range };
    }
    return isMap(node) ? { kind: 'map', entries: this.#entries(node.items, depth), range } : undefined;
  }

  #entries(pairs: readonly ParsedPair[], depth: number): readonly YamlEntry[] {
    const entries: YamlEntry[] = [];
    const known = new Set<string>();
    for (const { key, value } of pairs) {
      if (!isScalar(key)) {
        const [start, end] = key?.range ?? [0, 0];
        this.#tell({
          kind: 'yamlSyntax',
          message: 'A key must be a word',
          needsQuotes: this.#source[start] === '{',
          range: this.#range(start, end),
        });
        continue;
      }
      const [start, end] = key.range;
      const keyRange = this.#range(start, end);
      const name = String(key.value);
      if (known.has(name)) {
        this.#tell({ kind: 'duplicateKey', key: name, range: keyRange });
        continue;
      }
      known.add(name);
      const read: YamlNode | undefined = value
        ? this.#node(value, depth + 1)
        : {
            kind: 'scalar',
            value: null,
            range: { start: keyRange.end, end: keyRange.end },
            isVerbatim: false,
          };
      if (read) entries.push({ key: name, keyRange, value: read });
    }
    return entries;
  }

  #alias(name: string, range: TextRange): YamlNode | undefined {
    const anchor = this.#anchors.get(name);
    // An alias without an anchor is among the parser's own errors.
    if (!anchor) return undefined;
    this.#values += anchor.values;
    return this.#values > MAX_VALUES ? this.#tooMany(range) : { ...anchor.node, range };
  }

  #tooMany(range: TextRange): YamlNode | undefined {
    if (!this.#problems.some(({ kind }) => kind === 'yamlTooManyValues')) {
      this.#tell({ kind: 'yamlTooManyValues', most: MAX_VALUES, range });
    }
    return undefined;
  }

  /** `tone: {warm|cold} light` is not what it looks like in YAML. */
  #needsQuotes(at: number): boolean {
    const lineStart = this.#source.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
    return /^\s*(?:-\s+)?(?:[^\s:#]+:\s+)?\{/.test(this.#source.slice(lineStart, lineStart + 200));
  }

  #range(start: number, end: number): TextRange {
    const length = this.#source.length;
    return {
      start: this.#base + Math.min(start, length),
      end: this.#base + Math.max(Math.min(start, length), Math.min(end, length)),
    };
  }

  #tell(problem: YamlProblem): void {
    if (this.#problems.length < MAX_PROBLEMS) this.#problems.push(problem);
  }
}

interface ParsedPair {
  readonly key: ParsedNode | null;
  readonly value: ParsedNode | null;
}

function isYamlScalar(value: unknown): value is YamlScalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

/** At most this deep; brackets in quotes are counted too, which does no harm. */
function bracketDepth(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < source.length; index++) {
    const character = source.charCodeAt(index);
    if (character === 0x5b || character === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x5d || character === 0x7d) depth = Math.max(0, depth - 1);
  }
  return deepest;
}
