import * as vscode from 'vscode';
import type { AvailableModel } from '../../core/models/availability';

const { t } = vscode.l10n;

/** What can be done with a model now: the groups of a model pick, best first. */
export type ModelGroup = AvailableModel['state']['kind'];

export const modelGroups: readonly ModelGroup[] = [
  'ready',
  'endingSoon',
  'needsAccess',
  'elsewhere',
  'ended',
];

export function modelGroupLabel(group: ModelGroup): string {
  switch (group) {
    case 'ready':
      return t('Ready');
    case 'endingSoon':
      return t('Ending soon');
    case 'needsAccess':
      return t('Needs access');
    case 'elsewhere':
      return t('In another region');
    case 'ended':
      return t('Ended');
  }
}
