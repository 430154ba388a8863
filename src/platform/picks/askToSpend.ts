import * as vscode from 'vscode';
import type { Format } from '../format';
import { pick } from '../quickPick';

const { t } = vscode.l10n;

/**
 * Above the ask limit: the safe row is active, so that Enter twice does not spend.
 *
 * @param label of the row that spends; that of images without one
 */
export async function askToSpend(
  format: Format,
  priceUsd: number,
  label?: string,
): Promise<'spend' | 'change' | 'leave'> {
  const price = format.amount(priceUsd);
  const result = await pick<'spend' | 'change'>({
    title: t('This costs about {0}', price),
    rows: [
      { label: t('Change Something First'), value: 'change' },
      { label: label ?? t('Generate for About {0}', price), value: 'spend' },
    ],
  });
  return result.kind === 'picked' ? result.value : 'leave';
}
