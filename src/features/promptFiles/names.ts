import type { PromptFile } from '../../core/promptFiles/promptFile';
import type { ReferenceNode } from '../../core/promptFiles/words';
import { contains, type TextRange } from '../../core/promptFiles/text';
import type { VariableDefinition } from '../../core/promptFiles/variables';

/** What a name in a prompt file means. */
export type NamedAt = { readonly range: TextRange } & (
  | { readonly kind: 'variable'; readonly name: string; readonly member?: string }
  | { readonly kind: 'partial'; readonly name: string }
  | { readonly kind: 'dataFile'; readonly path: string }
);

/** The variable, partial or file of values whose name stands at an offset. */
export function namedAt(file: PromptFile, offset: number): NamedAt | undefined {
  for (const { name, nameRange, file: data } of file.variables) {
    if (contains(nameRange, offset)) return { kind: 'variable', name, range: nameRange };
    if (data && contains(data.pathRange, offset)) {
      return { kind: 'dataFile', path: data.path, range: data.pathRange };
    }
  }
  const reference = file.references.find(({ range, nameRange }) =>
    contains(memberRange({ range, nameRange }, file) ?? nameRange, offset),
  );
  if (reference?.kind === 'partial')
    return { kind: 'partial', name: reference.name, range: reference.nameRange };
  if (reference) {
    const { name, member, nameRange } = reference;
    return { kind: 'variable', name, range: nameRange, ...(member === undefined ? {} : { member }) };
  }
  const axis = axisNamesOf(file).find(({ range }) => contains(range, offset));
  return axis && { kind: 'variable', ...axis };
}

/** `{{name.column}}`: the column belongs to the name. */
function memberRange(
  { range, nameRange }: Pick<ReferenceNode, 'range' | 'nameRange'>,
  { text }: Pick<PromptFile, 'text'>,
): TextRange | undefined {
  const after = /^\.[\p{L}\p{M}\p{N}_-]*/u.exec(text.slice(nameRange.end, range.end))?.[0];
  return after === undefined ? undefined : { start: nameRange.start, end: nameRange.end + after.length };
}

/** Every place where a variable is named, its definition left out. */
export function usesOf(file: PromptFile, name: string): readonly TextRange[] {
  return [
    ...file.references.flatMap((node) =>
      node.kind === 'variable' && node.name === name ? node.nameRange : [],
    ),
    ...axisNamesOf(file).flatMap((axis) => (axis.name === name ? axis.range : [])),
  ].toSorted((a, b) => a.start - b.start);
}

export function definitionOf({ variables }: PromptFile, name: string): VariableDefinition | undefined {
  return variables.find((variable) => variable.name === name);
}

/** Axes that go by a variable's name. */
function axisNamesOf({
  grid,
  variables,
}: PromptFile): readonly { readonly name: string; readonly range: TextRange }[] {
  return Object.values(grid).flatMap((wish) => {
    if (wish.kind !== 'named') return [];
    const folded = wish.name.toLowerCase();
    const variable = variables.find(({ name }) => name.toLowerCase() === folded);
    return variable ? [{ name: variable.name, range: wish.range }] : [];
  });
}

/** The same names as the reader of prompt files takes. */
export function isVariableName(name: string): boolean {
  return /^[\p{L}_][\p{L}\p{M}\p{N}_-]{0,79}$/u.test(name);
}
