import * as vscode from 'vscode';
import type { Availability } from '../../../core/models/availability';
import type { Format } from '../../../platform/format';
import type { NoticeView } from '../../../protocol/view';

const { t } = vscode.l10n;

/**
 * What is to be said about a model that can not be called like any other.
 *
 * @param successorName of the model that takes its place, where there is one
 */
export function modelNotice(
  name: string,
  state: Availability,
  successorName: string | undefined,
  format: Format,
): NoticeView | undefined {
  const notice = (
    severity: NoticeView['severity'],
    text: string,
    actions: NoticeView['actions'] = [],
  ): NoticeView => ({ id: 'model', severity, text, actions });
  switch (state.kind) {
    case 'ready':
      return undefined;
    case 'endingSoon':
      return notice('info', t('Ends {0}.', format.date(state.endsOn)));
    case 'needsAccess':
      return notice('info', t('AWS decides at the first call whether your account has access.'));
    case 'elsewhere':
      return notice(
        'warning',
        t('Only in {0}. Easel never changes the region by itself.', state.regions.join(', ')),
        state.regions[0] === undefined
          ? []
          : [{ id: 'switchRegion', label: t('Switch to {0}', state.regions[0]) }],
      );
    case 'ended':
      return notice(
        'warning',
        state.endsOn === undefined
          ? t('{0} has ended.', name)
          : t('{0} ended on {1}.', name, format.date(state.endsOn)),
        successorName === undefined ? [] : [{ id: 'useSuccessor', label: t('Use {0}', successorName) }],
      );
  }
}
