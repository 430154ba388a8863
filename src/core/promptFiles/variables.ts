import { nearest } from './near';
import type { PromptProblem } from './problems';
import { textOf } from './readFields';
import type { TextRange } from './text';
import { wordsOf, type Words } from './words';
import type { YamlEntry, YamlNode } from './yamlNodes';

/** What stands for `{{name}}`. */
export interface VariableDefinition {
  readonly name: string;
  readonly nameRange: TextRange;
  /** Name and values. */
  readonly range: TextRange;
  /** In the order they are tried; empty where a file has them, or where there is only a default. */
  readonly values: readonly Words[];
  /** Taken where the variable is not varied, and for an empty cell of a file. */
  readonly fallback?: Words;
  readonly file?: DataFileReference;
}

/** A file whose rows are the values of a variable. */
export interface DataFileReference {
  /** As written: relative to the prompt file. */
  readonly path: string;
  readonly pathRange: TextRange;
  /** Which column is meant by the plain `{{name}}`. */
  readonly column?: string;
  readonly columnRange?: TextRange;
}

type Tell = (problem: PromptProblem) => void;

const memberNames = ['values', 'default', 'file', 'column'] as const;
/** Functions that follow variables into variables count on it. */
const MAX_VARIABLES = 300;

const namePattern = /^[\p{L}_][\p{L}\p{M}\p{N}_-]{0,79}$/u;

/** Reads a map of variables: of the front matter, or of the section with that name. */
export function readVariables(node: YamlNode, source: string, tell: Tell): readonly VariableDefinition[] {
  if (node.kind === 'scalar' && node.value === null) return [];
  if (node.kind !== 'map') {
    tell({ kind: 'wrongType', field: 'variables', expected: 'map', severity: 'error', range: node.range });
    return [];
  }
  const [tooMany] = node.entries.slice(MAX_VARIABLES);
  if (tooMany) {
    tell({ kind: 'tooManyVariables', most: MAX_VARIABLES, severity: 'error', range: tooMany.keyRange });
  }
  return node.entries.slice(0, MAX_VARIABLES).flatMap((entry) => readVariable(entry, source, tell) ?? []);
}

function readVariable(entry: YamlEntry, source: string, tell: Tell): VariableDefinition | undefined {
  const { key, keyRange, value } = entry;
  if (!namePattern.test(key)) {
    tell({ kind: 'badVariableName', name: key, severity: 'error', range: keyRange });
    return undefined;
  }
  const base = {
    name: key,
    nameRange: keyRange,
    range: { start: keyRange.start, end: Math.max(keyRange.end, value.range.end) },
  };
  const own = value.kind === 'map' ? wordsOf(value, source, tell) : undefined;
  if (value.kind !== 'map' || own)
    return { ...base, values: own ? [own] : valuesOf(value, key, source, tell) };
  return { ...base, ...readMembers(value.entries, key, source, tell) };
}

function readMembers(
  entries: readonly YamlEntry[],
  name: string,
  source: string,
  tell: Tell,
): Pick<VariableDefinition, 'values' | 'fallback' | 'file'> {
  const found = new Map(entries.map((entry) => [entry.key, entry]));
  for (const { key, keyRange } of entries) {
    if (memberNames.some((each) => each === key)) continue;
    const near = nearest(key, memberNames);
    tell({
      kind: 'unknownField',
      field: `variables.${name}.${key}`,
      ...(near === undefined ? {} : { near }),
      severity: 'warning',
      range: keyRange,
    });
  }
  const values = found.get('values');
  const fallback = found.get('default');
  const fallbackWords = fallback && wordsOf(fallback.value, source, tell);
  const file = found.get('file');
  const path = file && textOf(file.value, source);
  if (file && path === undefined) {
    tell({
      kind: 'wrongType',
      field: `variables.${name}.file`,
      expected: 'path',
      severity: 'error',
      range: file.value.range,
    });
  }
  const column = found.get('column');
  const columnName = column && textOf(column.value, source);
  return {
    values: values ? valuesOf(values.value, name, source, tell) : [],
    ...(fallbackWords ? { fallback: fallbackWords } : {}),
    ...(file && path !== undefined
      ? {
          file: {
            path,
            pathRange: file.value.range,
            ...(column && columnName !== undefined
              ? { column: columnName, columnRange: column.value.range }
              : {}),
          },
        }
      : {}),
  };
}

function valuesOf(node: YamlNode, name: string, source: string, tell: Tell): readonly Words[] {
  const nodes = node.kind === 'list' ? node.items : [node];
  return nodes.flatMap((each) => {
    const words = wordsOf(each, source, tell);
    if (!words && !(each.kind === 'scalar' && each.value === null)) {
      tell({
        kind: 'wrongType',
        field: `variables.${name}`,
        expected: 'words',
        severity: 'error',
        range: each.range,
      });
    }
    return words ?? [];
  });
}
