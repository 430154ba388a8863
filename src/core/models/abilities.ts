import type { OptionValues, TaskKind } from '../tasks/task';
import { takesValue } from './choices';
import type { ModelDescriptor, OptionDescriptor, SizeLimits } from './descriptor';

/** What one model can do in one task, as an interface asks for it. */

export function promptUse(model: ModelDescriptor, task: TaskKind): 'required' | 'optional' | 'none' {
  return model.promptUse?.[task] ?? 'required';
}

export function takesNegativePrompt(model: ModelDescriptor, task: TaskKind): boolean {
  return (
    model.negativePrompt !== undefined &&
    promptUse(model, task) !== 'none' &&
    !(model.noNegativePromptIn ?? []).includes(task)
  );
}

export function optionsFor(model: ModelDescriptor, task: TaskKind): readonly OptionDescriptor[] {
  return model.options.filter(({ tasks }) => tasks?.includes(task) ?? true);
}

/** The values that the model takes in this task; another model's options are left out. */
export function fitOptions(values: OptionValues, model: ModelDescriptor, task: TaskKind): OptionValues {
  const kept: [string, string | number | boolean][] = [];
  for (const descriptor of optionsFor(model, task)) {
    const value = values[descriptor.name];
    if (takesValue(value, descriptor)) kept.push([descriptor.name, value]);
  }
  return Object.fromEntries(kept);
}

export function sizesFor(model: ModelDescriptor, task: TaskKind): SizeLimits {
  return (model.sizedTasks?.includes(task) ?? true) ? model.sizes : { kind: 'ofInput' };
}

export function areasFor(model: ModelDescriptor, task: TaskKind): readonly ('mask' | 'words' | 'garment')[] {
  return model.areas?.[task] ?? [];
}

/** True where the result can differ from the original anywhere, because the model chooses the area. */
export function choosesArea(task: TaskKind, area: 'mask' | 'words' | 'garment' | undefined): boolean {
  return task === 'recolor' || area === 'words' || area === 'garment';
}

/** Images that one request can ask for. */
export function maxImagesFor(model: ModelDescriptor, task: TaskKind): number {
  return model.oneImageTasks?.includes(task) ? 1 : model.maxImagesPerRequest;
}

/** False where the same request always returns the same image, so that a second one is a waste. */
export function takesSeed(model: ModelDescriptor, task: TaskKind): boolean {
  return !(model.seedlessTasks ?? []).includes(task);
}

/** The id of the model that takes this one's place in the task; undefined where none does. */
export function successorFor(model: ModelDescriptor, task: TaskKind): string | undefined {
  return model.successors ? model.successors[task] : model.successorId;
}
