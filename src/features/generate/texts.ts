import * as vscode from 'vscode';
import type { Format } from '../../platform/format';
import { aboutOrUnknown } from '../../platform/picks/labels';

const { t } = vscode.l10n;

/** `Generate 1 image · about $0.04`: the title, which follows every choice. */
export function generateTitle(format: Format, count: number, priceUsd: number | undefined): string {
  const images = format.isOne(count)
    ? t('Generate {0} image', format.number(count))
    : t('Generate {0} images', format.number(count));
  return `${images} · ${aboutOrUnknown(format, priceUsd)}`;
}
