import * as vscode from 'vscode';
import type { Format } from '../format';
import { pick } from '../quickPick';

const { t } = vscode.l10n;

/** Above the ask limit: the safe row is active, so that Enter twice does not spend. */
export async function askToSpend(format: Format, priceUsd: number): Promise<'spend' | 'change' | 'leave'> {
  const price = format.amount(priceUsd);
  const result = await pick<'spend' | 'change'>({
    title: t('This costs about {0}', price),
    rows: [
      { label: t('Change Something First'), value: 'change' },
      { label: t('Generate for About {0}', price), value: 'spend' },
    ],
  });
  return result.kind === 'picked' ? result.value : 'leave';
}
