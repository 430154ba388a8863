import * as vscode from 'vscode';
import type { SizeChoice } from '../../core/tasks/task';
import type { Format } from '../format';

const { t } = vscode.l10n;

export function aboutOrUnknown(format: Format, priceUsd: number | undefined): string {
  return priceUsd === undefined ? t('price not known') : format.about(priceUsd);
}

export function sizeLabel(size: SizeChoice): string {
  return size.kind === 'aspectRatio' ? size.ratio : `${size.width} × ${size.height}`;
}

/** `generated-images` of `generated-images/${slug}`, for a message. */
export function folderPart(template: string): string {
  const slash = template.lastIndexOf('/');
  return slash > 0 ? template.slice(0, slash) : t('the workspace folder');
}
