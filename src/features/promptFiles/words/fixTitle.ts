import type { PromptFix, PromptProblem } from '../../../core/promptFiles/problems';
import type { Words } from '../../../platform/words';

/** What the light bulb calls the fix of a problem. */
export function fixTitle(problem: PromptProblem, { kind, label }: PromptFix, { t }: Words): string {
  switch (kind) {
    case 'useSuccessor':
      return 'model' in problem ? t('Use {0} Instead of {1}', label, problem.model) : t('Use {0}', label);
    case 'replace':
      return t('Change to {0}', label);
    case 'remove':
      return t('Remove {0}', label);
    case 'addField':
      return t('Add {0}', label);
  }
}
