import type { RunChange } from '../../../core/promptFiles/runs/changes';
import type { Words } from '../../../platform/words';
import { listed } from '../words/lists';

/** A change as a row of a list: what, and from what to what. */
export interface ChangeText {
  readonly label: string;
  readonly detail?: string;
}

/** More words of a prompt than fit a row. */
const MAX_DETAIL = 160;

export function changeText(change: RunChange, words: Words): ChangeText {
  const { t, format } = words;
  switch (change.kind) {
    case 'prompt':
      return { label: t('The prompt'), detail: partsText(change.parts) };
    case 'negative':
      return { label: t('The negative prompt'), detail: partsText(change.parts) };
    case 'shots':
      return change.before === change.after
        ? { label: t('The shots') }
        : {
            label: t('The shots'),
            detail: t('{0}, were {1}', format.number(change.after), format.number(change.before)),
          };
    case 'fieldAdded':
      return { label: t('{0} is new', change.field), detail: change.value };
    case 'fieldRemoved':
      return { label: t('{0} is gone', change.field), detail: change.value };
    case 'fieldChanged':
      return { label: change.field, detail: t('{0}, was {1}', change.after, change.before) };
    case 'variableAdded':
      return { label: t('The variable {0} is new', change.name) };
    case 'variableRemoved':
      return { label: t('The variable {0} is gone', change.name) };
    case 'valuesChanged': {
      const added = change.added.length > 0 ? [t('new: {0}', listed(change.added, words, 5))] : [];
      const removed = change.removed.length > 0 ? [t('gone: {0}', listed(change.removed, words, 5))] : [];
      return { label: t('Values of {0}', change.name), detail: [...added, ...removed].join(' · ') };
    }
    case 'cells':
      return {
        label: t('Cells'),
        detail: t(
          '{0} the same, {1} new, {2} gone',
          format.number(change.same),
          format.number(change.added),
          format.number(change.removed),
        ),
      };
  }
}

/** `a [-red-] {+blue+} kite`, with an ellipsis for what stayed, in the signs that version control uses. */
function partsText(parts: Extract<RunChange, { readonly kind: 'prompt' | 'negative' }>['parts']): string {
  const text = parts
    .map(({ kind, text: words }) => {
      const said = words.trim().replace(/\s+/g, ' ');
      if (said === '') return '';
      if (kind === 'same') return said.length > 24 ? '…' : said;
      return kind === 'added' ? `{+${said}+}` : `[-${said}-]`;
    })
    .filter((said) => said !== '')
    .join(' ');
  return text.length > MAX_DETAIL ? `${text.slice(0, MAX_DETAIL - 1)}…` : text;
}
