import * as vscode from 'vscode';
import { pick } from '../../platform/quickPick';
import type { Settings } from '../../platform/settings';
import type { Words } from '../../platform/words';
import { budgetHelp, budgetKeys, budgetLabel, parseUsd, type BudgetLimit } from './budgetTexts';

const { t } = vscode.l10n;

const limits: readonly BudgetLimit[] = ['perDayUsd', 'perCallAskUsd', 'perCallRefuseUsd'];

/** *Change Budget*: the three limits, in the user's own settings; a workspace cannot set them. */
export async function changeBudget(settings: Settings, words: Words): Promise<void> {
  let last: BudgetLimit = 'perDayUsd';
  for (;;) {
    const { budget } = settings.window();
    const chosen = await pick<BudgetLimit>({
      title: t('Change Budget'),
      placeholder: t('Choose the limit to change'),
      rows: limits.map((limit) => ({
        label: budgetLabel(limit, words),
        description: limitText(budget[limit], words),
        detail: budgetHelp(limit, words),
        value: limit,
      })),
      active: (limit) => limit === last,
    });
    if (chosen.kind !== 'picked') return;
    last = chosen.value;
    const amount = await askForLimit(last, budget[last], words);
    if (amount === 'left') return;
    if (amount !== 'back') await settings.setForUser(budgetKeys[last], amount);
  }
}

function limitText(usd: number | null, { format }: Words): string {
  return usd === null ? t('No limit') : format.amount(usd);
}

/** @returns USD, null for no limit */
async function askForLimit(
  limit: BudgetLimit,
  current: number | null,
  words: Words,
): Promise<number | null | 'back' | 'left'> {
  const choice = await pick<'amount' | 'none'>({
    title: budgetLabel(limit, words),
    placeholder: budgetHelp(limit, words),
    withBack: true,
    rows: [
      { label: t('Enter an Amount…'), description: limitText(current, words), value: 'amount' },
      { label: t('No limit'), description: current === null ? t('in use') : '', value: 'none' },
    ],
  });
  if (choice.kind !== 'picked') return choice.kind;
  if (choice.value === 'none') return null;
  const typed = await vscode.window.showInputBox({
    title: budgetLabel(limit, words),
    prompt: budgetHelp(limit, words),
    placeHolder: '10.00',
    value: current === null ? '' : String(current),
    ignoreFocusOut: true,
    validateInput: (text) =>
      parseUsd(text) === undefined ? t('Write an amount in US dollars, such as 10 or 2.50.') : undefined,
  });
  const usd = typed === undefined ? undefined : parseUsd(typed);
  return usd ?? 'back';
}
