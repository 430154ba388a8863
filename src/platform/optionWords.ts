import * as vscode from 'vscode';
import type { OptionDescriptor, OptionName } from '../core/models/descriptor';

const { t } = vscode.l10n;

export function optionLabel(name: OptionName): string {
  switch (name) {
    case 'stylePreset':
      return t('Style preset');
    case 'guidanceScale':
      return t('Guidance scale');
    case 'quality':
      return t('Quality');
    case 'outputFormat':
      return t('Format');
    case 'similarity':
      return t('Similarity');
    case 'strength':
      return t('Strength');
    case 'controlStrength':
      return t('Control strength');
    case 'outpaintMode':
      return t('Edge');
    case 'creativity':
      return t('Creativity');
    case 'growMask':
      return t('Grow mask');
    case 'fidelity':
      return t('Style fidelity');
    case 'compositionFidelity':
      return t('Composition fidelity');
    case 'styleStrength':
      return t('Style strength');
    case 'changeStrength':
      return t('Change strength');
    case 'maskShape':
      return t('Mask shape');
    case 'mergeStyle':
      return t('Merge style');
  }
}

/** One line of help for an option. */
export function optionHelp({ name }: OptionDescriptor): string {
  switch (name) {
    case 'stylePreset':
      return t('A look the model knows by name.');
    case 'guidanceScale':
      return t('How closely the image follows the prompt.');
    case 'quality':
      return t('More quality takes longer and can cost more.');
    case 'outputFormat':
      return t('The file that the model returns.');
    case 'similarity':
      return t('How close the result stays to the image.');
    case 'strength':
      return t('How far the result leaves the image: 0 keeps it.');
    case 'controlStrength':
      return t('How closely the outline is followed.');
    case 'outpaintMode':
      return t('Precise keeps the edge of the mask; default blends over it.');
    case 'creativity':
      return t('How much the model may add of its own.');
    case 'growMask':
      return t('Pixels by which the model itself grows the mask.');
    case 'fidelity':
      return t('How closely the style is followed.');
    case 'compositionFidelity':
      return t('How closely the composition is kept.');
    case 'styleStrength':
      return t('How strongly the style is applied.');
    case 'changeStrength':
      return t('How much of the image may change.');
    case 'maskShape':
      return t('The outline of the area that changes.');
    case 'mergeStyle':
      return t('How the garment is merged into the image.');
  }
}

/** `1.1 to 10, usually 6.5`; empty for an option without a range. */
export function optionRange(option: OptionDescriptor): string {
  return option.kind === 'number' ? t('{0} to {1}, usually {2}', option.min, option.max, option.default) : '';
}
