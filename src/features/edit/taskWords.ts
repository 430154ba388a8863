import * as vscode from 'vscode';
import type { FilmTask } from '../../core/studio/film';
import type { TaskKind } from '../../core/tasks/task';

const { t } = vscode.l10n;

/** The verb on the button that starts a task. */
export function taskVerb(task: TaskKind): string {
  switch (task) {
    case 'textToImage':
      return t('Generate');
    case 'imageVariation':
      return t('Vary Image');
    case 'inpaint':
      return t('Fill the Mask');
    case 'removeObject':
      return t('Remove Object');
    case 'replaceBackground':
      return t('Replace Background');
    case 'outpaint':
      return t('Extend Image');
    case 'removeBackground':
      return t('Remove Background');
    case 'recolor':
      return t('Recolor Object');
    case 'followStructure':
      return t('Follow Structure');
    case 'followPalette':
      return t('Follow Palette');
    case 'followStyle':
      return t('Follow Style');
    case 'tryOn':
      return t('Try On Garment');
    case 'upscale':
      return t('Upscale Image');
  }
}

/** The field's own word, so that it is found too. */
export function fieldWord(task: TaskKind): string {
  switch (task) {
    case 'textToImage':
      return t('text-to-image');
    case 'imageVariation':
      return t('image variation, image-to-image');
    case 'inpaint':
      return t('inpainting');
    case 'removeObject':
      return t('object removal, erase');
    case 'replaceBackground':
      return t('outpainting around a subject');
    case 'outpaint':
      return t('outpainting, uncrop');
    case 'removeBackground':
      return t('background removal, cutout');
    case 'recolor':
      return t('search and recolor');
    case 'followStructure':
      return t('conditioning, control structure, sketch');
    case 'followPalette':
      return t('color-guided generation');
    case 'followStyle':
      return t('style guide, style transfer');
    case 'tryOn':
      return t('virtual try-on');
    case 'upscale':
      return t('super-resolution');
  }
}

/** What a prompt for this task looks like. */
export function promptPlaceholder(task: TaskKind): string {
  switch (task) {
    case 'inpaint':
      return t('What should be there: a tall fern');
    case 'removeObject':
      return t('Nothing is needed');
    case 'replaceBackground':
      return t('The new background: a sunny beach');
    case 'outpaint':
      return t('What stands beyond the edges, or nothing');
    case 'recolor':
      return t('The new color: dark green');
    case 'imageVariation':
      return t('What should be different, or nothing');
    case 'upscale':
      return t('What the image shows');
    default:
      return t('A tall fern in a blue pot, flat illustration');
  }
}

/** What the words beside the prompt are for; undefined where the task takes none. */
export function wordsControl(
  task: TaskKind,
): { readonly label: string; readonly placeholder: string } | undefined {
  switch (task) {
    case 'inpaint':
    case 'removeObject':
      return { label: t('Area in words'), placeholder: t('the lamp') };
    case 'replaceBackground':
      return { label: t('Keep'), placeholder: t('the chair') };
    case 'recolor':
      return { label: t('Object'), placeholder: t('the chair') };
    case 'tryOn':
      return { label: t('Area in words'), placeholder: t('the shirt') };
    default:
      return undefined;
  }
}

/** A film's task as the interface calls it. */
export function filmLabel(task: FilmTask): string {
  return task === 'animate' ? t('Animate') : t('Storyboard');
}

/** The verb on the button that starts a film. */
export function filmVerb(task: FilmTask): string {
  return task === 'animate' ? t('Animate Image') : t('Make Video');
}

export function filmFieldWord(task: FilmTask): string {
  return task === 'animate' ? t('image-to-video') : t('text-to-video, multi-shot');
}
