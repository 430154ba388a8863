import { promptDiff, type DiffPart } from '../../vision/judge/promptDiff';
import { parsePromptFile, type PromptFile } from '../promptFile';
import type { RunCell, RunRecord } from '../runs/record';

/** One difference between two runs of a file; who shows it finds the words. */
export type RunChange =
  | { readonly kind: 'prompt' | 'negative'; readonly parts: readonly DiffPart[] }
  | { readonly kind: 'shots'; readonly before: number; readonly after: number }
  | { readonly kind: 'fieldAdded'; readonly field: string; readonly value: string }
  | { readonly kind: 'fieldRemoved'; readonly field: string; readonly value: string }
  | { readonly kind: 'fieldChanged'; readonly field: string; readonly before: string; readonly after: string }
  | { readonly kind: 'variableAdded' | 'variableRemoved'; readonly name: string }
  | {
      readonly kind: 'valuesChanged';
      readonly name: string;
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  | { readonly kind: 'cells'; readonly same: number; readonly added: number; readonly removed: number };

/** What changed since an earlier run. Results and notes of people are no changes of the file. */
export function changesBetween(before: RunRecord, after: RunRecord): readonly RunChange[] {
  return [...fileChanges(before.source, after.source), ...cellChanges(before.cells, after.cells)];
}

/** The same between two texts of a file, for instance that of the last run and the one in the editor. */
export function fileChanges(before: string, after: string): readonly RunChange[] {
  if (before === after) return [];
  const [old, now] = [parsePromptFile(before), parsePromptFile(after)];
  const changes: RunChange[] = [];
  for (const kind of ['prompt', 'negative'] as const) {
    const [one, other] = [textOf(old, kind), textOf(now, kind)];
    if (one !== other) changes.push({ kind, parts: promptDiff(one, other) });
  }
  if (JSON.stringify(shotTexts(old)) !== JSON.stringify(shotTexts(now))) {
    changes.push({ kind: 'shots', before: old.shots.length, after: now.shots.length });
  }
  return [...changes, ...fieldChanges(old, now), ...variableChanges(old, now)];
}

/** Told otherwise: who won, who reads, and what stands in sections of its own. */
const untold = new Set(['accepted', 'title', 'variables', 'negative', 'options', 'grid', 'output', 'extend']);

function fieldChanges(old: PromptFile, now: PromptFile): readonly RunChange[] {
  const changes: RunChange[] = [];
  const names = new Set([...old.fields.keys(), ...now.fields.keys()]);
  for (const field of names) {
    if (untold.has(field)) continue;
    const [before, after] = [valueText(old, field), valueText(now, field)];
    if (before === after) continue;
    if (before === undefined) changes.push({ kind: 'fieldAdded', field, value: after ?? '' });
    else if (after === undefined) changes.push({ kind: 'fieldRemoved', field, value: before });
    else changes.push({ kind: 'fieldChanged', field, before, after });
  }
  return changes;
}

function variableChanges(old: PromptFile, now: PromptFile): readonly RunChange[] {
  const changes: RunChange[] = [];
  const olds = new Map(old.variables.map((variable) => [variable.name, valuesOf(old, variable)]));
  const news = new Map(now.variables.map((variable) => [variable.name, valuesOf(now, variable)]));
  for (const name of olds.keys()) if (!news.has(name)) changes.push({ kind: 'variableRemoved', name });
  for (const [name, values] of news) {
    const before = olds.get(name);
    if (!before) {
      changes.push({ kind: 'variableAdded', name });
      continue;
    }
    const added = values.filter((value) => !before.includes(value));
    const removed = before.filter((value) => !values.includes(value));
    if (added.length + removed.length > 0) changes.push({ kind: 'valuesChanged', name, added, removed });
  }
  return changes;
}

function cellChanges(before: readonly RunCell[], after: readonly RunCell[]): readonly RunChange[] {
  const old = new Set(before.map(({ key }) => key));
  const now = new Set(after.map(({ key }) => key));
  const same = [...now].filter((key) => old.has(key)).length;
  const [added, removed] = [now.size - same, old.size - same];
  return added + removed === 0 ? [] : [{ kind: 'cells', same, added, removed }];
}

function textOf(file: PromptFile, kind: 'prompt' | 'negative'): string {
  const words = kind === 'prompt' ? file.prompt : file.negative;
  return words ? file.text.slice(words.range.start, words.range.end).replace(/\r\n?/g, '\n').trim() : '';
}

function shotTexts(file: PromptFile): readonly string[] {
  return file.shots.map(({ range }) => file.text.slice(range.start, range.end).trim());
}

/** As it stands in the file, blanks and the spelling of lists aside. */
function valueText(file: PromptFile, name: string): string | undefined {
  const field = file.fields.get(name);
  if (!field) return undefined;
  const texts = field.items.map(({ range }) => file.text.slice(range.start, range.end).trim());
  if (texts.length > 0) return texts.join(', ');
  const { range } = field.node;
  return file.text.slice(range.start, range.end).trim();
}

function valuesOf(
  file: PromptFile,
  { values, fallback, file: data }: PromptFile['variables'][number],
): readonly string[] {
  const texts = [...values, ...(fallback ? [fallback] : [])].map(({ range }) =>
    file.text.slice(range.start, range.end).trim(),
  );
  return data ? [...texts, data.path] : texts;
}

/** What two cells of any runs have different, for *Compare*. */
export interface CellDifference {
  readonly prompt: readonly DiffPart[];
  readonly negative?: readonly DiffPart[];
  /** Settings that are not the same: model, size, seed, options. */
  readonly settings: readonly { readonly name: string; readonly before?: string; readonly after?: string }[];
}

export function cellDifference(one: RunCell, other: RunCell): CellDifference {
  const settings = (cell: RunCell): ReadonlyMap<string, string> => {
    const { model, size, seed, options } = cell;
    const all: readonly (readonly [string, string | number | boolean | undefined])[] = [
      ['model', model],
      ['size', size],
      ['seed', seed],
      ...Object.entries(options ?? {}),
    ];
    return new Map(
      all.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
    );
  };
  const [before, after] = [settings(one), settings(other)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  const negatives = [one.negativePrompt ?? '', other.negativePrompt ?? ''] as const;
  return {
    prompt: promptDiff(one.prompt, other.prompt),
    ...(negatives[0] === negatives[1] ? {} : { negative: promptDiff(...negatives) }),
    settings: names.flatMap((name) => {
      const [old, now] = [before.get(name), after.get(name)];
      if (old === now) return [];
      return [
        { name, ...(old === undefined ? {} : { before: old }), ...(now === undefined ? {} : { after: now }) },
      ];
    }),
  };
}
