import type { TextRange } from './text';

/** A piece of a prompt as it is written. */
export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'variable';
      readonly name: string;
      /** Which column of a row, for `{{product.name}}`. */
      readonly member?: string;
      /** What is taken where the variable has no value: `{{product|a mug}}`. */
      readonly fallback?: string;
      readonly range: TextRange;
      readonly nameRange: TextRange;
    }
  | {
      readonly kind: 'partial';
      readonly name: string;
      readonly range: TextRange;
      readonly nameRange: TextRange;
    }
  | { readonly kind: 'choice'; readonly branches: readonly Template[]; readonly range: TextRange }
  | {
      readonly kind: 'range';
      readonly from: number;
      readonly to: number;
      /** Above 0. */
      readonly step: number;
      /** Digits that each number has at least: `{01..10}`. */
      readonly width: number;
      readonly range: TextRange;
    };

export type Template = readonly TemplateNode[];

export type TemplateProblem = { readonly range: TextRange } & (
  | { readonly kind: 'unclosedBrace' }
  | { readonly kind: 'badReference'; readonly text: string }
  | { readonly kind: 'alternativesTooDeep'; readonly most: number }
);

export interface ParsedTemplate {
  readonly nodes: Template;
  readonly problems: readonly TemplateProblem[];
}

/** Deeper than anybody reads, and shallow enough for functions that walk a template. */
export const MAX_NESTING = 32;

const MAX_PROBLEMS = 50;

/** Names of variables, and of columns. Bounded, so that a long line is not searched again and again. */
const name = '[\\p{L}_][\\p{L}\\p{M}\\p{N}_-]{0,79}';
const variablePattern = new RegExp(
  `\\{\\{[ \\t]{0,20}(${name})(?:\\.(${name}))?[ \\t]{0,20}(?:\\|([^{}\\r\\n]{0,400}))?\\}\\}`,
  'uy',
);
const partialPattern = /\{\{>[ \t]{0,20}([\p{L}\p{N}_][\p{L}\p{M}\p{N}_./-]{0,119})[ \t]{0,20}\}\}/uy;
const rangePattern =
  /\{[ \t]{0,9}(-?\d{1,15})[ \t]{0,9}\.\.[ \t]{0,9}(-?\d{1,15})(?:[ \t]{0,9}\.\.[ \t]{0,9}(\d{1,15}))?[ \t]{0,9}\}/y;
const otherReferencePattern = /\{\{([^{}|\r\n]{0,80})\}\}/y;

interface Frame {
  readonly start: number;
  readonly branches: TemplateNode[][];
  nodes: TemplateNode[];
}

/**
 * Reads `{{variable}}`, `{{> partial}}`, `{a|b}` and `{1..4}`; all else is text, also braces around what has no `|`.
 * A backslash makes `{`, `}`, `|` and itself plain text.
 *
 * @param text in which the template stands
 * @param within where it stands there
 * @param offset added to each range: where `text` begins in the file
 */
export function parseTemplate(
  text: string,
  within: TextRange = { start: 0, end: text.length },
  offset = 0,
): ParsedTemplate {
  const problems: TemplateProblem[] = [];
  const tell = (problem: TemplateProblem): void => {
    if (problems.length < MAX_PROBLEMS) problems.push(problem);
  };
  const stack: Frame[] = [];
  let nodes: TemplateNode[] = [];
  let plainFrom = within.start;
  let at = within.start;

  const addText = (plain: string): void => {
    if (plain === '') return;
    const last = nodes.at(-1);
    if (last?.kind === 'text') nodes[nodes.length - 1] = { kind: 'text', text: last.text + plain };
    else nodes.push({ kind: 'text', text: plain });
  };
  const endText = (): void => {
    addText(text.slice(plainFrom, at));
  };
  const located = (start: number, end: number): TextRange => ({ start: start + offset, end: end + offset });
  const close = (): void => {
    const frame = stack.pop();
    if (!frame) return;
    frame.branches.push(nodes);
    const { branches, start } = frame;
    const [only] = branches;
    nodes = frame.nodes;
    if (branches.length > 1) nodes.push({ kind: 'choice', branches, range: located(start, at + 1) });
    else if (only) {
      addText('{');
      addNodes(only);
      addText('}');
    }
  };
  const addNodes = (added: Template): void => {
    for (const node of added) {
      if (node.kind === 'text') addText(node.text);
      else nodes.push(node);
    }
  };

  while (at < within.end) {
    const character = text[at];
    if (character === '\\') {
      const escaped = /^(?:\{\{|\}\}|[{}|\\])/.exec(text.slice(at + 1, Math.min(at + 3, within.end)))?.[0];
      if (escaped === undefined) {
        at++;
        continue;
      }
      endText();
      addText(escaped);
      at += 1 + escaped.length;
      plainFrom = at;
    } else if (character === '{') {
      const reference = readReference(text, at, within.end, located, tell);
      if (reference) {
        endText();
        nodes.push(reference.node);
        at = reference.end;
        plainFrom = at;
      } else if (stack.length >= MAX_NESTING) {
        tell({ kind: 'alternativesTooDeep', most: MAX_NESTING, range: located(at, at + 1) });
        at++;
      } else {
        endText();
        stack.push({ start: at, branches: [], nodes });
        nodes = [];
        at++;
        plainFrom = at;
      }
    } else if (character === '|' && stack.length > 0) {
      endText();
      stack.at(-1)?.branches.push(nodes);
      nodes = [];
      at++;
      plainFrom = at;
    } else if (character === '}' && stack.length > 0) {
      endText();
      close();
      at++;
      plainFrom = at;
    } else {
      at++;
    }
  }
  endText();
  while (stack.length > 0) {
    const frame = stack.pop();
    if (!frame) break;
    const { start, branches } = frame;
    if (branches.length > 0) tell({ kind: 'unclosedBrace', range: located(start, start + 1) });
    const inner = [...branches, nodes];
    nodes = frame.nodes;
    for (const [index, branch] of inner.entries()) {
      addText(index === 0 ? '{' : '|');
      addNodes(branch);
    }
  }
  return { nodes, problems };
}

interface Reference {
  readonly node: TemplateNode;
  readonly end: number;
}

function readReference(
  text: string,
  at: number,
  end: number,
  located: (start: number, end: number) => TextRange,
  tell: (problem: TemplateProblem) => void,
): Reference | undefined {
  if (text[at + 1] !== '{') {
    const range = matchAt(rangePattern, text, at, end);
    return range
      ? { node: rangeNode(range, located(at, at + range[0].length)), end: at + range[0].length }
      : undefined;
  }
  const variable = matchAt(variablePattern, text, at, end);
  if (variable) {
    const [whole, variableName = '', member, fallback] = variable;
    const start = at + whole.indexOf(variableName, 2);
    return {
      node: {
        kind: 'variable',
        name: variableName,
        ...(member === undefined ? {} : { member }),
        ...(fallback === undefined ? {} : { fallback: fallback.trim() }),
        range: located(at, at + whole.length),
        nameRange: located(start, start + variableName.length),
      },
      end: at + whole.length,
    };
  }
  const partial = matchAt(partialPattern, text, at, end);
  if (partial) {
    const [whole, partialName = ''] = partial;
    const start = at + whole.indexOf(partialName, 3);
    return {
      node: {
        kind: 'partial',
        name: partialName,
        range: located(at, at + whole.length),
        nameRange: located(start, start + partialName.length),
      },
      end: at + whole.length,
    };
  }
  const other = matchAt(otherReferencePattern, text, at, end);
  if (!other) return undefined;
  const [whole, inner = ''] = other;
  tell({ kind: 'badReference', text: inner, range: located(at, at + whole.length) });
  return { node: { kind: 'text', text: whole }, end: at + whole.length };
}

function matchAt(pattern: RegExp, text: string, at: number, end: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  const match = pattern.exec(text);
  return match && at + match[0].length <= end ? match : undefined;
}

function rangeNode([, from = '', to = '', step]: RegExpExecArray, range: TextRange): TemplateNode {
  const isPadded = [from, to].some((each) => /^-?0\d/.test(each));
  return {
    kind: 'range',
    from: Number(from),
    to: Number(to),
    step: Math.max(1, Number(step ?? 1)),
    width: isPadded ? Math.max(...[from, to].map((each) => each.replace('-', '').length)) : 0,
    range,
  };
}

/** Every variable and partial in a template, also inside alternatives, in the order they stand. */
export function* referencesIn(
  template: Template,
): Generator<Extract<TemplateNode, { readonly kind: 'variable' | 'partial' }>> {
  for (const node of template) {
    if (node.kind === 'variable' || node.kind === 'partial') yield node;
    else if (node.kind === 'choice') for (const branch of node.branches) yield* referencesIn(branch);
  }
}
