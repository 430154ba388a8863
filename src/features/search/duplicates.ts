import * as vscode from 'vscode';
import { ok, type Result } from '../../core/result';
import { duplicateReport } from '../../core/search/finding/duplicateReport';
import type { DuplicateGroup } from '../../core/search/finding/duplicates';
import { signalFrom } from '../../platform/cancellation';
import type { SearchDependencies } from './dependencies';
import { showReport } from './untitledReport';

const { t } = vscode.l10n;

const REPORT_NAME = 'duplicates.md';

/** *Show Duplicates and Unused Images*: a report, and nothing else. What is equal byte by byte is found without an index. */
export class Duplicates {
  readonly #deps: SearchDependencies;

  constructor(deps: SearchDependencies) {
    this.#deps = deps;
  }

  async run(): Promise<Result<void>> {
    const { words } = this.#deps;
    const { format } = words;
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    if (!folder) return { ok: false, error: { kind: 'noFolder' } };
    const looked = await this.#look();
    if (!looked.ok) return looked;
    const { list, near } = looked.value;
    const content = duplicateReport(list, near, vscode.Uri.joinPath(folder.uri, REPORT_NAME).path, {
      title: t('Duplicates and Unused Images'),
      nothingDeleted: t('Easel deletes nothing: what is not needed is yours to remove.'),
      equal: t('Equal byte by byte'),
      near: t('Nearly equal'),
      nearUnknown: t('Not known without an index: run “Easel: Manage Search Index…”.'),
      unused: t('Shown by no document'),
      none: t('None.'),
      usedIn: (documents) => t('used in {0}', documents.join(', ')),
      size: (bytes) => t('{0} KB', format.number(Math.max(1, Math.round(bytes / 1000)))),
    });
    await showReport(folder.uri, REPORT_NAME, content);
    return ok();
  }

  #look(): Thenable<
    Result<{
      readonly list: Awaited<ReturnType<SearchDependencies['pictures']>>;
      readonly near: readonly DuplicateGroup[] | undefined;
    }>
  > {
    const { format } = this.#deps.words;
    return vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: t('Looking for duplicates…'),
        cancellable: true,
      },
      async (notification, token) => {
        const list = await this.#deps.pictures();
        const search = await this.#deps.search();
        if (search.state.kind === 'noConsent') return ok({ list, near: undefined });
        const cancelling = signalFrom(token);
        const near = await search.duplicates(cancelling.signal, (done, total) =>
          notification.report({ message: t('{0} of {1}', format.number(done), format.number(total)) }),
        );
        cancelling.dispose();
        return near.ok ? ok({ list, near: near.value }) : near;
      },
    );
  }
}
