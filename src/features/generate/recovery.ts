import * as vscode from 'vscode';
import type { Inbox } from '../../core/files/store';
import type { Log } from '../../core/log';
import type { Format } from '../../platform/format';
import type { Reporter } from '../../platform/reporter';
import type { GenerateEngine } from './ports';

const { t } = vscode.l10n;

/** Brings home what was paid for and did not reach the project: after a crash, or when a folder could not be written. */
export class Recovery {
  readonly #inbox: Inbox;
  readonly #engine: GenerateEngine;
  readonly #reporter: Reporter;
  readonly #format: Format;
  readonly #log: Log;

  constructor(inbox: Inbox, engine: GenerateEngine, reporter: Reporter, format: Format, log: Log) {
    this.#inbox = inbox;
    this.#engine = engine;
    this.#reporter = reporter;
    this.#format = format;
    this.#log = log;
  }

  /** After the start: entries of windows that no longer live, where their folder is open here or they have none. */
  async recoverOrphans(): Promise<void> {
    const orphans = await this.#inbox.orphans();
    const open = new Set((vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString()));
    const mine = orphans.filter(
      ({ destination }) => destination !== undefined && open.has(destination.folder),
    );
    const saved: vscode.Uri[] = [];
    for (const entry of mine) {
      const result = await this.#engine.recover(entry);
      if (result.ok) saved.push(vscode.Uri.parse(result.value.file.uri));
      else this.#reporter.report(result.error);
    }
    if (saved.length > 0) this.#tell(saved);
    const waiting = orphans.length - mine.length;
    if (waiting > 0) this.#log.info(`${waiting} images wait in the inbox for their own folder to be opened.`);
  }

  /** Saves entries of this window again, into the given folder. */
  async recoverTo(inboxIds: readonly string[], folder: vscode.Uri): Promise<void> {
    const entries = (await this.#inbox.entries()).filter(({ id }) => inboxIds.includes(id));
    const saved: vscode.Uri[] = [];
    for (const entry of entries) {
      const destination = entry.destination && { ...entry.destination, folder: folder.toString() };
      const result = await this.#engine.recover(entry, destination);
      if (result.ok) saved.push(vscode.Uri.parse(result.value.file.uri));
      else this.#reporter.report(result.error, { retrySaving: () => this.recoverTo([entry.id], folder) });
    }
    if (saved.length > 0) this.#tell(saved);
  }

  #tell(saved: readonly vscode.Uri[]): void {
    const [first] = saved;
    const text = this.#format.isOne(saved.length)
      ? t('Recovered {0} image that had not reached the project.', this.#format.number(saved.length))
      : t('Recovered {0} images that had not reached the project.', this.#format.number(saved.length));
    this.#reporter.tell(
      { severity: 'info', text, actions: ['showImage'] },
      { showImage: () => first && vscode.commands.executeCommand('vscode.open', first) },
    );
  }
}
