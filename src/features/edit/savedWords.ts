import * as vscode from 'vscode';
import type { Recipe } from '../../core/recipes/recipe';
import type { SessionImage } from '../../core/studio/session';
import type { Format } from '../../platform/format';

const { t } = vscode.l10n;

/** What was checked when a result was written. @returns undefined where it was made anew as a whole */
export function proofWords(recipe: Recipe, format: Format): string | undefined {
  if (!keepsPixels(recipe)) return undefined;
  const outside = recipe.edit?.outsidePixels;
  if (outside === undefined) return t('All pixels outside the mask equal the original.');
  const count = format.number(outside);
  switch (recipe.task) {
    case 'outpaint':
      return t('All {0} pixels of the original are as they were.', count);
    case 'removeBackground':
      return t('The {0} pixels that stayed opaque equal the original.', count);
    default:
      return t('All {0} pixels outside the mask equal the original.', count);
  }
}

/** Why the result of a JPEG is none. @returns undefined where there is nothing to explain */
export function whyPng(recipe: Recipe, image: SessionImage | undefined): string | undefined {
  if (!keepsPixels(recipe) || image?.isLossy !== true) return undefined;
  const type = lossyName(image.name);
  switch (recipe.task) {
    case 'outpaint':
      return t('Saved as PNG, because {0} would change the pixels of the original.', type);
    case 'removeBackground':
      return undefined;
    default:
      return t('Saved as PNG, because {0} would change pixels outside the mask.', type);
  }
}

/** Areas that are edited in a call each are checked each; they have no common number. */
function keepsPixels({ edit, settings }: Recipe): boolean {
  return (
    edit?.outsidePixels !== undefined ||
    (edit?.answer !== undefined && settings?.task?.['separateAreas'] === true)
  );
}

function lossyName(fileName: string): string {
  const [, extension = ''] = /\.(\w+)$/.exec(fileName.toLowerCase()) ?? [];
  return extension === 'webp' ? 'WebP' : extension === 'avif' ? 'AVIF' : 'JPEG';
}
