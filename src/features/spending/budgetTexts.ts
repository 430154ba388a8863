import type { BudgetSettings } from '../../platform/settings';
import type { Words } from '../../platform/words';

export type BudgetLimit = keyof BudgetSettings;

/** The setting that holds a limit, below `easel.`. */
export const budgetKeys: Readonly<Record<BudgetLimit, string>> = {
  perDayUsd: 'budget.perDay',
  perCallAskUsd: 'budget.perCallAsk',
  perCallRefuseUsd: 'budget.perCallRefuse',
};

export function budgetLabel(limit: BudgetLimit, { t }: Words): string {
  switch (limit) {
    case 'perDayUsd':
      return t('Per Day');
    case 'perCallAskUsd':
      return t('Ask Above');
    case 'perCallRefuseUsd':
      return t('Refuse Above');
  }
}

/** What the limit does, in one sentence. */
export function budgetHelp(limit: BudgetLimit, { t }: Words): string {
  switch (limit) {
    case 'perDayUsd':
      return t('All windows together, by estimated prices.');
    case 'perCallAskUsd':
      return t('Easel asks before a request that costs more.');
    case 'perCallRefuseUsd':
      return t('Easel refuses a request that costs more.');
  }
}

/**
 * An amount as people write it: `10`, `2.50`, `$2.50`, `2,50`.
 *
 * @returns USD, or undefined for anything else; also for `1,000`, which means two things
 */
export function parseUsd(text: string): number | undefined {
  const found = /^(?:US)?\$?\s*(\d{1,6})(?:[.,](\d{1,2}))?\s*(?:\$|USD)?$/i.exec(text.trim());
  return found ? Number(`${found[1] ?? '0'}.${found[2] ?? '0'}`) : undefined;
}
