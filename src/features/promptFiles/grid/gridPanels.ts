import * as vscode from 'vscode';
import * as z from 'zod/mini';
import type { Disposable } from '../../../core/disposable';
import { err, ok, type Result } from '../../../core/result';
import { activePromptFile } from '../activePromptFile';
import { placeOf } from '../analysis';
import { Grid } from './grid';
import { GridPanel } from './gridPanel';
import type { GridDependencies } from './ports';
import { GRID_VIEW_TYPE } from './viewType';

const { t } = vscode.l10n;

/** What a page keeps for the next window. */
const stateSchema = z.object({ file: z.string().check(z.maxLength(10_000)) });

/** The open grids, one panel for each prompt file. */
export class GridPanels implements Disposable {
  readonly #deps: GridDependencies;
  readonly #panels = new Map<string, GridPanel>();

  constructor(deps: GridDependencies) {
    this.#deps = deps;
  }

  /** @param argument URI of the file; without it, the one in the active editor */
  async open(argument: unknown): Promise<Result<void>> {
    if (!vscode.workspace.isTrusted) return err({ kind: 'untrustedWorkspace' });
    const document = await activePromptFile(argument);
    if (!document) return ok();
    if (placeOf(document.uri)?.folder.scheme !== 'file') return err({ kind: 'noFolder' });
    const known = this.#panels.get(document.uri.toString());
    if (known) {
      known.reveal();
      return ok();
    }
    const { service, askHowToMakeImages } = this.#deps.engine;
    if (!(await service.isConnected()) && !(await askHowToMakeImages())) return ok();
    const panel = vscode.window.createWebviewPanel(
      GRID_VIEW_TYPE,
      t('Grid'),
      { viewColumn: vscode.ViewColumn.Active, preserveFocus: false },
      { enableScripts: true, retainContextWhenHidden: true },
    );
    await this.#show(panel, document.uri);
    return ok();
  }

  /** After a reload of the window. */
  async restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const parsed = z.safeParse(stateSchema, state);
    const uri = parsed.success ? promptFileAt(parsed.data.file) : undefined;
    // What the page kept is no file of this window: there is nothing to show.
    if (!uri || this.#panels.has(uri.toString())) {
      panel.dispose();
      return;
    }
    await this.#show(panel, uri);
  }

  dispose(): void {
    // The window ends: nobody reads a message any more, and the panels come back in the next one.
    for (const { grid } of this.#panels.values()) grid.dispose();
    this.#panels.clear();
  }

  async #show(panel: vscode.WebviewPanel, uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const grid = new Grid(uri, this.#deps);
    this.#panels.set(key, new GridPanel(panel, grid, this.#deps, () => this.#panels.delete(key)));
    await grid.load();
  }
}

function promptFileAt(text: string): vscode.Uri | undefined {
  try {
    const uri = vscode.Uri.parse(text, true);
    return placeOf(uri) ? uri : undefined;
  } catch {
    return undefined;
  }
}
