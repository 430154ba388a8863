import * as vscode from 'vscode';
import type { LedgerRow, SpendingTotals } from '../../core/money/ledger';
import { err, ok, type Result } from '../../core/result';
import { pick, separator, type Row, type Separator } from '../../platform/quickPick';
import type { Reporter } from '../../platform/reporter';
import { changeBudget } from './changeBudget';
import { offlineRequests, spendingByModel, spendingCsv, startOfMonth } from './report';
import type { StatusDependencies } from './statusItem';

const { t } = vscode.l10n;

export interface SpendingDependencies extends StatusDependencies {
  readonly reporter: Reporter;
  /** Display name of a model; the id itself where it is unknown. */
  readonly modelName: (id: string) => string;
}

/** Rows say how things are; only one of them does something. */
type Choice = 'nothing' | 'budget';

/** *Show Spending*: today, this month, this workspace, by model. */
export class ShowSpending {
  readonly #deps: SpendingDependencies;

  constructor(deps: SpendingDependencies) {
    this.#deps = deps;
  }

  /** @returns `noDatabase` where nothing can be counted */
  async run(): Promise<Result<void>> {
    const { ledger, booksReady, workspace, clock, settings, words } = this.#deps;
    await booksReady();
    const totals = ledger.totals(workspace());
    if (!totals.ok) return totals;
    const rows = ledger.rows(startOfMonth(clock.now()));
    if (!rows.ok) return rows;
    const choice = await pick<Choice>({
      title: t('Show Spending'),
      placeholder: t('Estimated prices; your AWS bill decides'),
      rows: this.#rows(totals.value, rows.value),
      buttons: [
        {
          button: { iconPath: new vscode.ThemeIcon('save'), tooltip: t('Save as CSV') },
          run: () => void this.#saveAndTell(),
        },
      ],
    });
    if (choice.kind === 'picked' && choice.value === 'budget') await changeBudget(settings, words);
    return ok();
  }

  #rows(totals: SpendingTotals, rows: readonly LedgerRow[]): readonly (Row<Choice> | Separator)[] {
    const { settings, words, modelName } = this.#deps;
    const { format } = words;
    const { perDayUsd } = settings.window().budget;
    const today = format.amount(totals.todayUsd);
    const info = (label: string, description: string): Row<Choice> => ({
      label,
      description,
      value: 'nothing',
    });
    const offline = offlineRequests(rows);
    const byModel = spendingByModel(rows).map(({ modelId, usd, requests }) =>
      info(modelName(modelId), `${format.amount(usd)} · ${this.#requests(requests)}`),
    );
    return [
      info(
        t('Today'),
        perDayUsd === null ? t('{0}, no limit', today) : t('{0} of {1}', today, format.amount(perDayUsd)),
      ),
      info(t('This Month'), format.amount(totals.monthUsd)),
      info(t('This Workspace'), format.amount(totals.workspaceUsd)),
      ...(byModel.length > 0 ? [separator(t('this month, by model')), ...byModel] : []),
      ...(offline > 0
        ? [separator(t('offline')), info(t('Offline Provider'), `${t('free')} · ${this.#requests(offline)}`)]
        : []),
      separator(t('limits')),
      {
        label: t('Change Budget'),
        iconPath: new vscode.ThemeIcon('settings-gear'),
        value: 'budget',
      },
    ];
  }

  #requests(count: number): string {
    const { format } = this.#deps.words;
    return format.isOne(count)
      ? t('{0} request', format.number(count))
      : t('{0} requests', format.number(count));
  }

  async #saveAndTell(): Promise<void> {
    const { reporter } = this.#deps;
    try {
      const result = await this.#saveCsv();
      if (!result.ok) reporter.report(result.error);
    } catch (cause) {
      reporter.report({ kind: 'unexpected', cause });
    }
  }

  /** All there is in the books, into a file of the user's choice. */
  async #saveCsv(): Promise<Result<void>> {
    const { ledger, clock, reporter } = this.#deps;
    const rows = ledger.rows(0);
    if (!rows.ok) return rows;
    const name = `easel-spending-${new Date(clock.now()).toISOString().slice(0, 10)}.csv`;
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const target = await vscode.window.showSaveDialog({
      title: t('Save as CSV'),
      filters: { CSV: ['csv'] },
      ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    });
    if (!target) return ok();
    const fileName = target.path.slice(target.path.lastIndexOf('/') + 1);
    try {
      await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(spendingCsv(rows.value)));
    } catch (cause) {
      const reason = cause instanceof vscode.FileSystemError ? cause.code : String(cause);
      return err({ kind: 'notWritable', folder: fileName, reason });
    }
    reporter.tell({ severity: 'info', text: t('Saved {0}.', fileName), actions: [] });
    return ok();
  }
}
