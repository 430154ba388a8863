import type { TaskKind } from '../core/tasks/task';
import type { Words } from './words';

/** A task as the interface calls it. */
export function taskLabel(task: TaskKind, { t }: Words): string {
  switch (task) {
    case 'textToImage':
      return t('New image');
    case 'imageVariation':
      return t('Vary');
    case 'inpaint':
      return t('Fill the mask');
    case 'removeObject':
      return t('Remove');
    case 'replaceBackground':
      return t('Replace background');
    case 'outpaint':
      return t('Extend');
    case 'removeBackground':
      return t('Remove background');
    case 'recolor':
      return t('Recolor');
    case 'followStructure':
      return t('Follow structure');
    case 'followPalette':
      return t('Follow palette');
    case 'followStyle':
      return t('Follow style');
    case 'tryOn':
      return t('Try on');
    case 'upscale':
      return t('Upscale');
  }
}
