import { optionLabel } from '../../platform/optionWords';
import * as vscode from 'vscode';
import type { Format } from '../../platform/format';
import { optionsFor } from '../../core/models/abilities';
import type { ModelDescriptor } from '../../core/models/descriptor';
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
  for (const option of optionsFor(model, 'textToImage')) {
    const value = values.options[option.name];
    parts.push(
      value === undefined ? optionLabel(option.name).toLocaleLowerCase(vscode.env.language) : String(value),
    );
  }
  return parts.join(', ');
}
