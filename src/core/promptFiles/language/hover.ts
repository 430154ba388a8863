import { optionsFor, sizesFor } from '../../models/abilities';
import type { OptionDescriptor } from '../../models/descriptor';
import type { Dimension } from '../dimensions';
import type { Expansion } from '../expand';
import { isVideoTask, type FieldDescriptor } from '../fields';
import { findModel, usualModel, type FoundModel, type ModelFacts } from '../modelFacts';
import { itemsOf, type PromptFile } from '../promptFile';
import { partialPath } from '../paths';
import { imageSizes } from '../sizes';
import { contains, type TextRange } from '../text';
import { placeAt } from './places';

/** What a hover tells; who shows it finds the words around it. */
export type HoverFacts = { readonly range: TextRange } & (
  | {
      readonly kind: 'field';
      readonly field: FieldDescriptor;
      /** What the chosen model takes there. */
      readonly takes?: { readonly model: string; readonly values: readonly string[] };
    }
  | { readonly kind: 'model'; readonly found: FoundModel }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly values: readonly string[];
      readonly count: number;
    }
  | { readonly kind: 'partial'; readonly name: string; readonly path?: string }
);

const MOST_VALUES = 10;

export function hoverAt(
  file: PromptFile,
  offset: number,
  { models, expansion }: { readonly models: ModelFacts; readonly expansion: Expansion },
): HoverFacts | undefined {
  const place = placeAt(file, offset);
  if (place?.kind === 'variable') {
    const dimension = expansion.dimensions.find(({ id }) => id === `variable:${place.name}`);
    return { ...place, values: dimension ? labelsOf(dimension) : [], count: dimension?.size ?? 0 };
  }
  if (place) {
    const path = partialPath(place.name);
    return { ...place, ...(path === undefined ? {} : { path }) };
  }
  const model = itemsOf(file, 'model', 'text').find(({ range }) => contains(range, offset));
  const found = model && findModel(model.value, models);
  if (model && found) return { kind: 'model', found, range: model.range };
  for (const [name, { descriptor, keyRange }] of file.fields) {
    if (!contains(keyRange, offset)) continue;
    const takes = takenBy(file, name, models);
    return { kind: 'field', field: descriptor, range: keyRange, ...(takes ? { takes } : {}) };
  }
  return undefined;
}

function labelsOf(dimension: Dimension): readonly string[] {
  return Array.from({ length: Math.min(MOST_VALUES, dimension.size) }, (_, index) => dimension.label(index));
}

function takenBy(
  file: PromptFile,
  name: string,
  models: ModelFacts,
): { readonly model: string; readonly values: readonly string[] } | undefined {
  const { task } = file;
  const [named] = itemsOf(file, 'model', 'text');
  const found = named ? findModel(named.value, models) : usualModel(task, models);
  if (found?.kind !== 'image' || isVideoTask(task)) return undefined;
  const { model } = found.entry;
  if (name === 'size' && sizesFor(model, task).kind !== 'ofInput') {
    return { model: model.name, values: imageSizes(model, task) };
  }
  const wanted = name === 'style' ? 'stylePreset' : name.replace(/^options\./, '');
  const option = optionsFor(model, task).find((each) => each.name === wanted);
  return option && { model: model.name, values: valuesOf(option) };
}

function valuesOf(option: OptionDescriptor): readonly string[] {
  return option.kind === 'choice' ? option.values : [`${option.min} – ${option.max}`];
}
