import type { Structure, TaskKind } from '../tasks/task';
import { areasFor } from './abilities';
import type { AvailableModel } from './availability';
import type { ModelDescriptor } from './descriptor';

/** What a user wants done, as far as the choice of a model depends on it. */
export interface TaskWish {
  readonly task: TaskKind;
  readonly area?: 'mask' | 'words' | 'garment';
  readonly structure?: Structure;
  readonly upscale?: 'fast' | 'conservative' | 'creative';
  /** Whether there is an image that a style is put on, or words alone. */
  readonly styleInput?: 'words' | 'image';
}

/** True for a model that does the task in the way that is wanted. */
export function canDo(model: ModelDescriptor, wish: TaskWish): boolean {
  const { task, area, structure, upscale, styleInput } = wish;
  if (!model.tasks.includes(task)) return false;
  const areas = areasFor(model, task);
  if (area !== undefined && areas.length > 0 && !areas.includes(area)) return false;
  if (task === 'followStructure' && structure !== undefined && !model.structures?.includes(structure)) {
    return false;
  }
  if (task === 'upscale' && upscale !== undefined && model.upscale !== upscale) return false;
  return !(task === 'followStyle' && styleInput !== undefined && model.styleInput !== styleInput);
}

export function ableModels(models: readonly AvailableModel[], wish: TaskWish): readonly AvailableModel[] {
  return models.filter(({ model }) => canDo(model, wish));
}
