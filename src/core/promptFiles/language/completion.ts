import { optionsFor, sizesFor } from '../../models/abilities';
import { columnIndex } from '../dataTable';
import { isVideoTask, type FieldDescriptor, type FieldValue } from '../fields';
import { axisNames } from '../axes';
import type { Expansion } from '../expand';
import { findModel, usualModel, type FoundModel, type ModelFacts } from '../modelFacts';
import { itemsOf, type PromptFile } from '../promptFile';
import { imageSizes, videoSizes } from '../sizes';
import { noSources, type PromptSources } from '../sources';
import { contains, type TextRange } from '../text';

/** Something that could be written at a place. */
export interface CompletionItem {
  readonly kind: 'field' | 'value' | 'model' | 'variable' | 'member' | 'partial' | 'axis';
  /** What is written. */
  readonly text: string;
  /** A second word for it, such as the name behind a model's id. */
  readonly detail?: string;
  /** English sentence of the table of fields. */
  readonly description?: string;
  /** What it takes the place of. */
  readonly range: TextRange;
  /** An ended model, an option that the model has not: offered last, and struck through. */
  readonly isOutdated?: boolean;
}

export interface CompletionFacts {
  readonly fields: readonly FieldDescriptor[];
  readonly models: ModelFacts;
  readonly sources?: PromptSources;
  readonly expansion?: Expansion;
  /** Names of the partials that lie in the folder. */
  readonly partials: readonly string[];
}

/** What can be written at `offset`, as the text before it says. */
export function completionsAt(
  file: PromptFile,
  offset: number,
  facts: CompletionFacts,
): readonly CompletionItem[] {
  const before = lineBefore(file.text, offset);
  const inTemplate = templateItems(file, offset, before, facts);
  if (inTemplate) return inTemplate;
  const { frontMatter } = file.parts;
  return frontMatter && contains(frontMatter, offset) ? fieldItems(file, offset, before, facts) : [];
}

function lineBefore(text: string, offset: number): string {
  const start = Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
  return text.slice(start, offset);
}

function templateItems(
  file: PromptFile,
  offset: number,
  before: string,
  { sources = noSources, partials }: CompletionFacts,
): readonly CompletionItem[] | undefined {
  const partial = /\{\{>[ \t]{0,20}([\p{L}\p{N}_./-]{0,120})$/u.exec(before);
  if (partial) {
    const range = { start: offset - (partial[1] ?? '').length, end: offset };
    return partials.map((text) => ({ kind: 'partial', text, range }));
  }
  const member = /\{\{[ \t]{0,20}([\p{L}_][\p{L}\p{M}\p{N}_-]{0,79})\.([\p{L}\p{M}\p{N}_-]{0,80})$/u.exec(
    before,
  );
  if (member) {
    const [, name, typed = ''] = member;
    const definition = file.variables.find((each) => each.name === name);
    const table = definition?.file && sources.data.get(definition.file.path);
    const range = { start: offset - typed.length, end: offset };
    return (table?.columns ?? []).flatMap((column) => {
      const text = column.trim().replace(/[\s-]+/g, '_');
      return table && columnIndex(table, text) >= 0 ? [{ kind: 'member' as const, text, range }] : [];
    });
  }
  const variable = /\{\{[ \t]{0,20}([\p{L}\p{M}\p{N}_-]{0,80})$/u.exec(before);
  if (!variable) return undefined;
  const range = { start: offset - (variable[1] ?? '').length, end: offset };
  return file.variables.map(({ name }) => ({ kind: 'variable', text: name, range }));
}

function fieldItems(
  file: PromptFile,
  offset: number,
  before: string,
  facts: CompletionFacts,
): readonly CompletionItem[] {
  const parent = parentOf(file, offset, before, facts.fields);
  if (!parent) return [];
  const { prefix, fields } = parent;
  const value = /^\s*(?:[^\s:#]+[ \t]*:[ \t]+|-[ \t]+|[^\s:#]+[ \t]*:[ \t]*\[(?:[^\]]*,)?[ \t]*)/.exec(
    before,
  );
  if (!value) {
    const typed = /[\p{L}\p{N}_-]*$/u.exec(before)?.[0] ?? '';
    const range = { start: offset - typed.length, end: offset };
    return fields
      .filter(({ name, tasks }) => !file.fields.has(prefix + name) && (tasks?.includes(file.task) ?? true))
      .map((field) => ({
        kind: 'field',
        text: field.name,
        detail: field.example,
        description: field.description,
        range,
        ...(isOption(prefix) && !hasOption(field.name, file, facts) ? { isOutdated: true } : {}),
      }));
  }
  const key = /^\s*([^\s:#-][^\s:#]*)[ \t]*:/.exec(before)?.[1] ?? parent.listKey;
  const field = fields.find(({ name }) => name === key) ?? parent.listField;
  if (!field) return [];
  const range = { start: offset - before.length + value[0].length, end: offset };
  return valueItems(field, prefix, file, range, facts);
}

interface Parent {
  readonly prefix: string;
  readonly fields: readonly FieldDescriptor[];
  /** The key above, where the line is an item of its list. */
  readonly listKey?: string;
  readonly listField?: FieldDescriptor;
}

/** Which map a line belongs to, by the indentation of the lines above: it must work where YAML is broken. */
function parentOf(
  { text, parts }: PromptFile,
  offset: number,
  before: string,
  fields: readonly FieldDescriptor[],
): Parent | undefined {
  const indent = /^[ \t]*/.exec(before)?.[0].length ?? 0;
  const isItem = /^[ \t]*-[ \t]/.test(before);
  if (indent === 0 && !isItem) return { prefix: '', fields };
  const start = parts.frontMatter?.start ?? 0;
  const above = text.slice(start, offset - before.length).split(/\r\n|\n|\r/);
  for (const line of above.toReversed()) {
    const found = /^([ \t]*)([^\s:#-][^\s:#]*)[ \t]*:[ \t]*(?:#.*)?$/.exec(line);
    if (!found) continue;
    const [, blanks = '', key = ''] = found;
    if (blanks.length > indent || (blanks.length === indent && !isItem)) continue;
    const field = fields.find(({ name }) => name === key);
    if (blanks.length > 0 || !field) return undefined;
    if (field.value.kind === 'map') return { prefix: `${key}.`, fields: field.value.fields };
    return isItem ? { prefix: '', fields, listKey: key, listField: field } : undefined;
  }
  return undefined;
}

function isOption(prefix: string): boolean {
  return prefix === 'options.';
}

function hasOption(name: string, file: PromptFile, { models }: CompletionFacts): boolean {
  const { task } = file;
  return chosenModels(file, models).some(
    (found) =>
      found.kind === 'image' &&
      !isVideoTask(task) &&
      optionsFor(found.entry.model, task).some((option) => option.name === name),
  );
}

function chosenModels(file: PromptFile, models: ModelFacts): readonly FoundModel[] {
  const named = itemsOf(file, 'model', 'text').flatMap(({ value }) => findModel(value, models) ?? []);
  const usual = named.length === 0 ? usualModel(file.task, models) : undefined;
  return usual ? [usual] : named;
}

function valueItems(
  { name, value, description }: FieldDescriptor,
  prefix: string,
  file: PromptFile,
  range: TextRange,
  facts: CompletionFacts,
): readonly CompletionItem[] {
  const items = (texts: readonly string[]): readonly CompletionItem[] =>
    texts.map((text) => ({ kind: 'value', text, description, range }));
  switch (value.kind) {
    case 'model':
      return modelItems(file, range, facts);
    case 'size':
      return items(sizesOf(file, facts, value));
    case 'choice': {
      const option = name === 'style' ? 'stylePreset' : isOption(prefix) ? name : undefined;
      const taken = option === undefined ? undefined : optionValues(option, file, facts);
      return items(taken && taken.length > 0 ? taken : value.values);
    }
    case 'boolean':
      return items(['true', 'false']);
    case 'seed':
      return items(['random', '1..4']);
    case 'axis':
      return axisNames(facts.expansion?.dimensions ?? []).map((text) => ({ kind: 'axis', text, range }));
    default:
      return [];
  }
}

function modelItems(
  file: PromptFile,
  range: TextRange,
  { models }: CompletionFacts,
): readonly CompletionItem[] {
  const { task } = file;
  const able = isVideoTask(task)
    ? models.videos.filter(({ model }) => model.tasks.includes(task))
    : models.images.filter(({ model }) => model.tasks.includes(task));
  return able.map(({ model, state }) => ({
    kind: 'model',
    text: model.id,
    detail: model.name,
    range,
    ...(state.kind === 'ended' ? { isOutdated: true } : {}),
  }));
}

function sizesOf(
  file: PromptFile,
  { models }: CompletionFacts,
  value: Extract<FieldValue, { readonly kind: 'size' }>,
): readonly string[] {
  const { task } = file;
  const sizes = chosenModels(file, models).flatMap((found) => {
    if (found.kind === 'video') return videoSizes(found.entry.model);
    if (isVideoTask(task) || sizesFor(found.entry.model, task).kind === 'ofInput') return [];
    return imageSizes(found.entry.model, task);
  });
  return sizes.length > 0 ? [...new Set(sizes)] : value.values;
}

function optionValues(name: string, file: PromptFile, { models }: CompletionFacts): readonly string[] {
  const { task } = file;
  return chosenModels(file, models).flatMap((found) => {
    if (found.kind === 'video' || isVideoTask(task)) return [];
    return optionsFor(found.entry.model, task).flatMap((option) =>
      option.name === name && option.kind === 'choice' ? option.values : [],
    );
  });
}
