import type { PromptFile } from '../promptFile';
import { partialPath, pathInFolder } from '../paths';
import { contains, type TextChange, type TextRange } from '../text';
import type { ReferenceNode } from '../words';
import { itemsOf } from '../promptFile';

/** What stands at a place of a prompt file, as far as a person can ask about it there. */
export type NamedPlace =
  | { readonly kind: 'variable'; readonly name: string; readonly range: TextRange }
  | { readonly kind: 'partial'; readonly name: string; readonly range: TextRange };

/** The variable or partial whose name stands at `offset`. */
export function placeAt({ references, variables }: PromptFile, offset: number): NamedPlace | undefined {
  const reference = references.find(({ nameRange }) => contains(nameRange, offset));
  if (reference) return { kind: reference.kind, name: reference.name, range: reference.nameRange };
  const own = variables.find(({ nameRange }) => contains(nameRange, offset));
  return own && { kind: 'variable', name: own.name, range: own.nameRange };
}

/** All places where a variable is named: its definition first. */
export function variablePlaces(file: PromptFile, name: string): readonly TextRange[] {
  return [
    ...file.variables.flatMap((each) => (each.name === name ? [each.nameRange] : [])),
    ...file.references.flatMap((each) =>
      each.kind === 'variable' && each.name === name ? [each.nameRange] : [],
    ),
    ...axesNamed(file, name),
  ];
}

function axesNamed({ grid }: PromptFile, name: string): readonly TextRange[] {
  return Object.values(grid).flatMap((wish) =>
    wish.kind === 'named' && wish.name.toLowerCase() === name.toLowerCase() ? [wish.range] : [],
  );
}

const namePattern = /^[\p{L}_][\p{L}\p{M}\p{N}_-]{0,79}$/u;

/** Why a variable cannot have a name; undefined where it can. */
export function renameProblem(
  { variables }: Pick<PromptFile, 'variables'>,
  from: string,
  to: string,
): 'notAName' | 'taken' | undefined {
  if (!namePattern.test(to)) return 'notAName';
  return to !== from && variables.some(({ name }) => name === to) ? 'taken' : undefined;
}

/** @returns what changes in the file; empty where nobody has that name */
export function renameVariable(file: PromptFile, from: string, to: string): readonly TextChange[] {
  const seen = new Set<number>();
  return variablePlaces(file, from).flatMap((range) => {
    // A definition that the file has twice stands once.
    if (seen.has(range.start)) return [];
    seen.add(range.start);
    const old = file.text.slice(range.start, range.end);
    const quote = /^(["']).*\1$/su.exec(old)?.[1] ?? '';
    return [{ range, text: `${quote}${to}${quote}` }];
  });
}

/** A place that leads to another file. */
export interface FileLink {
  readonly range: TextRange;
  /** Relative to the workspace folder, with `/`. */
  readonly path: string;
}

/** Where a reference is defined: in this file, or in a file of its own. */
export type Definition =
  { readonly kind: 'here'; readonly range: TextRange } | { readonly kind: 'file'; readonly path: string };

export function definitionAt(file: PromptFile, offset: number): Definition | undefined {
  const place = placeAt(file, offset);
  if (!place) return undefined;
  if (place.kind === 'variable') {
    const own = file.variables.find(({ name }) => name === place.name);
    return own && { kind: 'here', range: own.nameRange };
  }
  const path = partialPath(place.name);
  return path === undefined ? undefined : { kind: 'file', path };
}

const pathFields = ['image', 'images', 'mask', 'styleImage', 'garment', 'end'] as const;

/**
 * Partials, files of values, pictures: all that a click can open. What has variables in it leads to no one file.
 *
 * @param document of the prompt file, relative to its workspace folder
 */
export function fileLinks(file: PromptFile, document: string): readonly FileLink[] {
  const link = (range: TextRange, path: string | undefined): readonly FileLink[] =>
    path === undefined ? [] : [{ range, path }];
  const fixed = (words: {
    readonly template: PromptFile['prompt']['template'];
    readonly range: TextRange;
  }) => {
    const [only, ...others] = words.template;
    return only?.kind === 'text' && others.length === 0
      ? link(words.range, pathInFolder(document, only.text))
      : [];
  };
  return [
    ...file.references.flatMap((node) =>
      node.kind === 'partial' ? link(node.nameRange, partialPath(node.name)) : [],
    ),
    ...file.variables.flatMap(({ file: data }) =>
      data ? link(data.pathRange, pathInFolder(document, data.path)) : [],
    ),
    ...pathFields.flatMap((name) => itemsOf(file, name, 'words').flatMap(({ words }) => fixed(words))),
    ...file.shots.flatMap(({ image }) => (image ? fixed(image) : [])),
  ];
}

/** References to a partial, for whoever renames its file. */
export function partialPlaces({ references }: PromptFile, name: string): readonly ReferenceNode[] {
  return references.filter((node) => node.kind === 'partial' && node.name === name);
}
