import { problemFrom, type PromptProblem } from './problems';
import { parseTemplate, referencesIn, type Template, type TemplateNode } from './template';
import type { TextRange } from './text';
import type { YamlNode } from './yamlNodes';

export type ReferenceNode = Extract<TemplateNode, { readonly kind: 'variable' | 'partial' }>;

/** Words of a file in which variables and alternatives may stand. */
export interface Words {
  readonly template: Template;
  readonly range: TextRange;
  /** The variables and partials at their very places, also where quotes or a fold of YAML stand between. */
  readonly references: readonly ReferenceNode[];
}

/** @param visible the whole file, its comments blanked */
export function wordsIn(visible: string, range: TextRange, tell: (problem: PromptProblem) => void): Words {
  const { nodes, problems } = parseTemplate(visible, range);
  for (const problem of problems) tell(problemFrom(problem));
  return { template: nodes, range, references: [...referencesIn(nodes)] };
}

/**
 * The words of a YAML value. A bare `{a|b}` or `{{name}}` is a map for YAML and words for whoever wrote it.
 *
 * @param source the whole file
 * @returns undefined where it is a list, a real map, or nothing
 */
export function wordsOf(
  node: YamlNode,
  source: string,
  tell: (problem: PromptProblem) => void,
): Words | undefined {
  const { range } = node;
  if (node.kind === 'list') return undefined;
  if (node.kind === 'map') return isBareBraces(node, source) ? wordsIn(source, range, tell) : undefined;
  if (node.value === null) return undefined;
  const text = typeof node.value === 'string' ? node.value : source.slice(range.start, range.end);
  const inner = verbatimRange(text, range, source);
  if (inner) return wordsIn(source, inner, tell);
  const { nodes, problems } = parseTemplate(text);
  for (const problem of problems) tell({ ...problemFrom(problem), range });
  return { template: nodes, range, references: [...referencesIn(parseTemplate(source, range).nodes)] };
}

/** Where the value stands as it is: between quotes, or without any. */
function verbatimRange(text: string, { start, end }: TextRange, source: string): TextRange | undefined {
  if (source.slice(start, end) === text) return { start, end };
  return source.slice(start + 1, end - 1) === text ? { start: start + 1, end: end - 1 } : undefined;
}

function isBareBraces(node: Extract<YamlNode, { readonly kind: 'map' }>, source: string): boolean {
  if (source[node.range.start] !== '{') return false;
  return node.entries.every(
    ({ value }) =>
      (value.kind === 'scalar' && value.value === null) ||
      (value.kind === 'map' && isBareBraces(value, source)),
  );
}
