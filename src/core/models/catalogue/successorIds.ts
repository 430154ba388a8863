import type { TaskKind } from '../../tasks/task';

/** The model that takes over a task from an ended one; a task that is absent has nobody to take it over. */
export const successorIds = {
  textToImage: 'stability.stable-image-core-v1:1',
  imageVariation: 'stability.sd3-5-large-v1:0',
  inpaint: 'stability.stable-image-inpaint-v1:0',
  removeObject: 'stability.stable-image-erase-object-v1:0',
  replaceBackground: 'stability.stable-image-inpaint-v1:0',
  outpaint: 'stability.stable-outpaint-v1:0',
  removeBackground: 'stability.stable-image-remove-background-v1:0',
  followStructure: 'stability.stable-image-control-structure-v1:0',
} as const satisfies Readonly<Partial<Record<TaskKind, string>>>;

/** Of the tasks that a model does, those that somebody takes over. */
export function successorsFor(tasks: readonly TaskKind[]): Readonly<Partial<Record<TaskKind, string>>> {
  return Object.fromEntries(
    Object.entries(successorIds).filter(([task]) => tasks.some((each) => each === task)),
  );
}
