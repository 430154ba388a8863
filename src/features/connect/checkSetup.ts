import * as vscode from 'vscode';
import { DisposableStore } from '../../core/disposable';
import type { DoctorRepair, DoctorSubject } from '../../core/doctor';
import { chooseDefault } from '../../core/models/availability';
import { priceOf } from '../../core/models/price';
import type { ConnectDependencies } from './dependencies';
import {
  doctorReport,
  lineDetail,
  lineName,
  lineOrder,
  lineText,
  repairLabel,
  type CheckId,
  type CheckLine,
  type DoctorFacts,
} from './doctorTexts';
import { booksLine, bucketLine, searchLine } from './setupLines';

const { t } = vscode.l10n;

/** The model to ask about is a detail of the check; it must not hold the check up. */
const SUBJECT_LIMIT_MS = 5_000;

interface CheckRow extends vscode.QuickPickItem {
  readonly id: CheckId;
  readonly line: CheckLine | undefined;
}

/** What Enter on a failing line asks for. */
export interface Repair {
  readonly repair: DoctorRepair;
  /** The profile to sign in with, where it is known. */
  readonly profile: string | undefined;
  readonly region: string | undefined;
}

/** *Check AWS Setup*: a Quick Pick whose rows fill in as the doctor finds out. Spends nothing. */
export class CheckSetup {
  readonly #deps: ConnectDependencies;
  readonly #mend: (repair: Repair) => unknown;

  /** @param mend does what a failing line asks for; checks again where that helps */
  constructor(deps: ConnectDependencies, mend: (repair: Repair) => unknown) {
    this.#deps = deps;
    this.#mend = mend;
  }

  /** Resolves when the Quick Pick has closed and what Enter asked for is done. */
  async run(): Promise<void> {
    const repair = await this.#show();
    if (repair) await this.#mend(repair);
  }

  #show(): Promise<Repair | undefined> {
    return new Promise((resolve) => {
      const store = new DisposableStore();
      const box = store.add(vscode.window.createQuickPick<CheckRow>());
      const copy = { iconPath: new vscode.ThemeIcon('copy'), tooltip: t('Copy Report') };
      const again = { iconPath: new vscode.ThemeIcon('refresh'), tooltip: t('Check Again') };
      const abort = new AbortController();
      const lines = new Map<CheckId, CheckLine>();
      let chosen: Repair | undefined;

      const draw = (isDone: boolean): void => {
        const activeId = box.activeItems[0]?.id;
        const ids = lineOrder.filter((id) => !isDone || lines.has(id));
        box.keepScrollPosition = true;
        box.items = ids.map((id) => this.#row(id, lines.get(id)));
        const active = box.items.find(({ id }) => id === activeId);
        if (active) box.activeItems = [active];
        box.busy = !isDone;
        box.placeholder = isDone ? placeholderFor([...lines.values()]) : t('Checking without spending…');
      };

      box.title = t('Check AWS Setup');
      box.buttons = [copy, again];
      box.matchOnDetail = true;
      // Mending leads to a browser or a terminal; the rows should still be there after it.
      box.ignoreFocusOut = true;
      store.add(
        box.onDidTriggerButton((button) => {
          if (button === copy) void this.#copyReport([...lines.values()]);
          else {
            chosen = { repair: 'retry', profile: undefined, region: undefined };
            box.hide();
          }
        }),
      );
      store.add(
        box.onDidAccept(() => {
          const line = box.selectedItems[0]?.line;
          if (line?.repair === undefined || line.state === 'pass') return;
          chosen = repairFor(line.repair, line, [...lines.values()]);
          box.hide();
        }),
      );
      store.add(
        box.onDidHide(() => {
          abort.abort();
          store.dispose();
          resolve(chosen);
        }),
      );
      draw(false);
      box.show();
      void this.#check(abort.signal, (line) => {
        lines.set(line.id, line);
        if (!store.isDisposed) draw(false);
      })
        .catch((cause: unknown) => this.#deps.reporter.report({ kind: 'unexpected', cause }))
        .finally(() => {
          if (!store.isDisposed) draw(true);
        });
    });
  }

  async #check(signal: AbortSignal, onLine: (line: CheckLine) => void): Promise<void> {
    const { doctor, ledger, booksReady, signInStatus, checkBucket, checkSearch } = this.#deps;
    await booksReady();
    onLine(booksLine(ledger.totals('')));
    for await (const line of doctor.check(await this.#subject(signal), signal)) {
      if (signal.aborted) return;
      if (line.id === 'credentials' && line.state === 'pass') signInStatus.works();
      onLine(line);
    }
    const bucket = await checkBucket(signal);
    if (bucket && !signal.aborted) onLine(bucketLine(bucket));
    const search = signal.aborted ? undefined : await checkSearch(signal);
    if (search && !signal.aborted) onLine(searchLine(search));
  }

  async #subject(signal: AbortSignal): Promise<DoctorSubject | undefined> {
    const { service, settings, chosenModelId } = this.#deps;
    const limited = AbortSignal.any([signal, AbortSignal.timeout(SUBJECT_LIMIT_MS)]);
    const state = await service.current(limited);
    if (!state.ok) return undefined;
    const { prices } = settings.window();
    const wanted = chosenModelId() ?? settings.resource(undefined).preferredModels['textToImage'];
    const model = chooseDefault(state.value.models, 'textToImage', wanted)?.model;
    return model && { modelId: model.id, priceUsd: priceOf(model, prices) ?? 0 };
  }

  #row(id: CheckId, line: CheckLine | undefined): CheckRow {
    const { words } = this.#deps;
    if (!line) return { id, line, label: `$(loading~spin) ${lineName(id, words)}`, alwaysShow: true };
    const facts = this.#facts();
    const mends =
      line.repair === undefined || line.state === 'pass'
        ? undefined
        : t('Enter: {0}', repairLabel(line.repair, words));
    const detail = mends ?? lineDetail(line, words, facts);
    return {
      id,
      line,
      label: `$(${icons[line.state]}) ${lineText(line, words, facts)}`,
      ...(detail === undefined ? {} : { detail }),
    };
  }

  async #copyReport(lines: readonly CheckLine[]): Promise<void> {
    const { words, extensionVersion, settings, reporter } = this.#deps;
    const ordered = lineOrder.flatMap((id) => lines.filter((line) => line.id === id));
    const versions = `Easel ${extensionVersion} · VS Code ${vscode.version} · ${process.platform} ${process.arch} · ${settings.window().provider}`;
    await vscode.env.clipboard.writeText(doctorReport(versions, ordered, words, this.#facts()));
    reporter.tell({
      severity: 'info',
      text: t('The report is on the clipboard. It holds no keys and no account number.'),
      actions: [],
    });
  }

  #facts(): DoctorFacts {
    const { modelName, reporter, clock } = this.#deps;
    return { modelName, textOf: (error) => reporter.textOf(error), now: clock.now() };
  }
}

const icons = { pass: 'pass', fail: 'error', notChecked: 'circle-slash' } as const;

function placeholderFor(lines: readonly CheckLine[]): string {
  return lines.some(({ state }) => state === 'fail')
    ? t('Press Enter on a line to mend it. Nothing was spent.')
    : t('Everything that can be checked for free is in order. Nothing was spent.');
}

function repairFor(repair: DoctorRepair, line: CheckLine, lines: readonly CheckLine[]): Repair {
  const failed = line.fact.kind === 'failed' ? line.fact.error : undefined;
  const identity = lines.map(({ fact }) => fact).find((fact) => fact.kind === 'signedIn')?.identity;
  const region = lines.map(({ fact }) => fact).find((fact) => fact.kind === 'region')?.region;
  return {
    repair,
    profile: failed?.kind === 'signInExpired' ? failed.profile : identity?.profile,
    region,
  };
}
