import {
  areasFor,
  optionsFor,
  promptUse,
  sizesFor,
  successorFor,
  takesNegativePrompt,
  takesSeed,
} from '../models/abilities';
import type { Availability, AvailableModel } from '../models/availability';
import { takesValue } from '../models/choices';
import type { ModelDescriptor, OptionDescriptor } from '../models/descriptor';
import type { TaskKind } from '../tasks/task';
import type { Expansion } from './expand';
import { nearest } from './near';
import type { OptionTakes, PromptFix, PromptProblem } from './problems';
import { itemsOf, type PromptFile } from './promptFile';
import type { FieldItem } from './readFields';
import { imageSize, imageSizes, nearestSize } from './sizes';
import type { TextRange } from './text';

export type Tell = (problem: PromptProblem) => void;

/** Whether the model can be used at all. @returns false where nothing more is worth saying */
export function checkState(
  { name }: { readonly name: string },
  state: Availability,
  successor: { readonly id: string; readonly name: string } | undefined,
  /** Of the model's name in the file; undefined where the file names none. */
  range: TextRange | undefined,
  tell: Tell,
): boolean {
  if (!range) return true;
  const fixes: readonly PromptFix[] = successor
    ? [{ kind: 'useSuccessor', label: successor.name, changes: [{ range, text: successor.id }] }]
    : [];
  const named = successor ? { successor: successor.name } : {};
  switch (state.kind) {
    case 'ready':
      return true;
    case 'endingSoon':
      tell({
        kind: 'modelEndsSoon',
        model: name,
        endsOn: state.endsOn,
        ...named,
        severity: 'warning',
        range,
        fixes,
      });
      return true;
    case 'ended': {
      const ended = state.endsOn === undefined ? {} : { endedOn: state.endsOn };
      tell({ kind: 'modelEnded', model: name, ...ended, ...named, severity: 'error', range, fixes });
      return false;
    }
    case 'needsAccess':
      tell({ kind: 'modelNeedsAccess', model: name, severity: 'warning', range });
      return true;
    case 'elsewhere':
      tell({ kind: 'modelElsewhere', model: name, regions: state.regions, severity: 'warning', range });
      return true;
  }
}

/** Everything of a file that this model takes otherwise. @param modelRange of its name, where the file names it */
export function checkImageModel(
  file: PromptFile,
  task: TaskKind,
  { model, state }: AvailableModel,
  expansion: Expansion,
  others: readonly AvailableModel[],
  modelRange: TextRange | undefined,
  tell: Tell,
): void {
  const successorId = successorFor(model, task);
  const successor = others.find((each) => each.model.id === successorId)?.model;
  if (!checkState(model, state, successor, modelRange, tell)) return;
  if (!model.tasks.includes(task)) {
    const range = file.fields.get('task')?.items[0]?.range ?? modelRange ?? file.prompt.range;
    tell({ kind: 'taskNotDone', model: model.name, task, tasks: model.tasks, severity: 'error', range });
    return;
  }
  checkSizes(file, task, model, tell);
  checkOptions(file, task, model, tell);
  checkWords(file, task, model, expansion, tell);
  checkSeeds(file, task, model, tell);
  checkArea(file, task, model, tell);
}

function checkSizes(file: PromptFile, task: TaskKind, model: ModelDescriptor, tell: Tell): void {
  for (const { value, range } of itemsOf(file, 'size', 'size')) {
    if (sizesFor(model, task).kind === 'ofInput') {
      tell({ kind: 'sizeFollowsInput', model: model.name, severity: 'warning', range });
      continue;
    }
    if (imageSize(value, model, task)) continue;
    const sizes = imageSizes(model, task);
    tell({
      kind: 'sizeNotTaken',
      model: model.name,
      size: value,
      sizes,
      severity: 'error',
      range,
      fixes: replace(nearestSize(value, sizes), range),
    });
  }
}

function checkOptions(file: PromptFile, task: TaskKind, model: ModelDescriptor, tell: Tell): void {
  const taken = optionsFor(model, task);
  const names = taken.map(({ name }) => name);
  for (const [field, { items, keyRange }] of file.fields) {
    const name = field === 'style' ? 'stylePreset' : /^options\.(.+)$/.exec(field)?.[1];
    if (name === undefined || items.length === 0) continue;
    const option = taken.find((each) => each.name === name);
    if (!option) {
      tell({
        kind: 'optionNotTaken',
        model: model.name,
        option: name,
        options: names,
        severity: 'warning',
        range: keyRange,
      });
      continue;
    }
    for (const item of items) checkValue(item, option, model, tell);
  }
}

function checkValue(item: FieldItem, option: OptionDescriptor, model: ModelDescriptor, tell: Tell): void {
  const value = 'value' in item ? item.value : undefined;
  if (value === undefined || takesValue(value, option)) return;
  const takes: OptionTakes =
    option.kind === 'choice'
      ? { kind: 'values', values: option.values }
      : { kind: 'numbers', min: option.min, max: option.max };
  const near =
    option.kind === 'choice'
      ? nearest(String(value), option.values)
      : String(Number(value) < option.min ? option.min : option.max);
  const { range } = item;
  tell({
    kind: 'optionValueNotTaken',
    model: model.name,
    option: option.name,
    takes,
    severity: 'error',
    range,
    fixes: replace(near, range),
  });
}

function checkWords(
  file: PromptFile,
  task: TaskKind,
  model: ModelDescriptor,
  expansion: Expansion,
  tell: Tell,
): void {
  const prompt = expansion.longest('prompt');
  const use = promptUse(model, task);
  const range = inkOf(file, file.prompt.range);
  if (use === 'none' && prompt !== '')
    tell({ kind: 'promptNotTaken', model: model.name, severity: 'warning', range });
  if (use === 'required' && prompt === '')
    tell({ kind: 'promptMissing', model: model.name, severity: 'error', range });
  const { maxLength } = model.prompt;
  if (use !== 'none' && prompt.length > maxLength) {
    tell({
      kind: 'promptTooLong',
      model: model.name,
      length: prompt.length,
      maxLength,
      severity: 'error',
      range,
    });
  }
  const negative = expansion.longest('negative');
  if (negative === '' || !file.negative) return;
  const negativeRange = inkOf(file, file.negative.range);
  if (!takesNegativePrompt(model, task)) {
    tell({ kind: 'negativeNotTaken', model: model.name, severity: 'warning', range: negativeRange });
    return;
  }
  const most = model.negativePrompt?.maxLength ?? Infinity;
  if (negative.length <= most) return;
  tell({
    kind: 'negativeTooLong',
    model: model.name,
    length: negative.length,
    maxLength: most,
    severity: 'error',
    range: negativeRange,
  });
}

function checkSeeds(
  file: PromptFile,
  task: TaskKind,
  { name, seed, ...model }: ModelDescriptor,
  tell: Tell,
): void {
  const field = file.fields.get('seed');
  if (field && !takesSeed({ name, seed, ...model }, task)) {
    tell({ kind: 'seedNotTaken', model: name, severity: 'warning', range: field.keyRange });
    return;
  }
  for (const { from, to, range } of itemsOf(file, 'seed', 'seeds')) {
    if (Math.min(from, to) >= seed.min && Math.max(from, to) <= seed.max) continue;
    tell({ kind: 'seedOutOfRange', model: name, min: seed.min, max: seed.max, severity: 'error', range });
  }
}

function checkArea(file: PromptFile, task: TaskKind, model: ModelDescriptor, tell: Tell): void {
  const areas = areasFor(model, task);
  const wanted = areaOf(file);
  if (areas.length > 0 && wanted && !areas.includes(wanted.area)) {
    tell({
      kind: 'areaNotTaken',
      model: model.name,
      area: wanted.area,
      areas,
      severity: 'error',
      range: wanted.range,
    });
  }
  const images = file.fields.get('images');
  const most = model.inputs?.maxImages ?? 0;
  if (images && images.items.length > most && task === 'imageVariation') {
    tell({ kind: 'tooManyImages', model: model.name, most, severity: 'error', range: images.range });
  }
}

/** How the file says where an edit happens; a mask says it best. */
export function areaOf({
  fields,
}: Pick<PromptFile, 'fields'>):
  { readonly area: 'mask' | 'words' | 'garment'; readonly range: TextRange } | undefined {
  for (const [field, area] of [
    ['mask', 'mask'],
    ['garmentClass', 'garment'],
    ['words', 'words'],
  ] as const) {
    const found = fields.get(field);
    if (found && found.items.length > 0) return { area, range: found.keyRange };
  }
  return undefined;
}

/** The stretch without the blank lines around it; a squiggle below nothing helps nobody. */
export function inkOf({ text }: Pick<PromptFile, 'text'>, { start, end }: TextRange): TextRange {
  const content = text.slice(start, end);
  const trimmed = content.trim();
  if (trimmed === '') return { start, end: Math.min(end, start + 1) };
  const from = start + (content.length - content.trimStart().length);
  return { start: from, end: from + trimmed.length };
}

export function replace(text: string | undefined, range: TextRange): readonly PromptFix[] {
  return text === undefined ? [] : [{ kind: 'replace', label: text, changes: [{ range, text }] }];
}
