import * as vscode from 'vscode';
import type { Format } from '../../platform/format';
import type { ModelDescriptor, OptionDescriptor, OptionName } from '../../core/models/descriptor';
import type { OptionValues, SizeChoice } from '../../core/tasks/task';

const { t } = vscode.l10n;

/** `Generate 1 image · about $0.04`: the title, which follows every choice. */
export function generateTitle(format: Format, count: number, priceUsd: number | undefined): string {
  const images = format.isOne(count)
    ? t('Generate {0} image', format.number(count))
    : t('Generate {0} images', format.number(count));
  return `${images} · ${aboutOrUnknown(format, priceUsd)}`;
}

export function aboutOrUnknown(format: Format, priceUsd: number | undefined): string {
  return priceUsd === undefined ? t('price not known') : format.about(priceUsd);
}

export function sizeLabel(size: SizeChoice): string {
  return size.kind === 'aspectRatio' ? size.ratio : `${size.width} × ${size.height}`;
}

export function optionLabel(name: OptionName): string {
  switch (name) {
    case 'stylePreset':
      return t('Style Preset');
    case 'guidanceScale':
      return t('Guidance Scale');
    case 'quality':
      return t('Quality');
    case 'outputFormat':
      return t('Format');
  }
}

/** One line of help for an option, with its limits. */
export function optionHelp(option: OptionDescriptor): string {
  switch (option.name) {
    case 'stylePreset':
      return t('A look the model knows by name.');
    case 'guidanceScale':
      return option.kind === 'number'
        ? t(
            'How closely the image follows the prompt: {0} to {1}, usually {2}.',
            option.min,
            option.max,
            option.default,
          )
        : '';
    case 'quality':
      return t('More quality takes longer and can cost more.');
    case 'outputFormat':
      return t('The file that the model returns.');
  }
}

/** What stands beside *More…*: the options in use, else what there is to choose. */
export function moreSummary(
  model: ModelDescriptor,
  values: { readonly negativePrompt?: string; readonly seed?: number; readonly options: OptionValues },
): string {
  const parts: string[] = [];
  if (model.negativePrompt) {
    parts.push(
      values.negativePrompt === undefined ? t('negative prompt') : t('without {0}', values.negativePrompt),
    );
  }
  parts.push(values.seed === undefined ? t('seed') : t('seed {0}', String(values.seed)));
  for (const option of model.options) {
    const value = values.options[option.name];
    parts.push(
      value === undefined ? optionLabel(option.name).toLocaleLowerCase(vscode.env.language) : String(value),
    );
  }
  return parts.join(', ');
}
