import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../core/disposable';
import type { CommandId } from '../../../platform/ids';
import { pageHtml, pagesFolder } from '../../../platform/webviewPage';
import { WebviewChannel } from '../../../platform/webviewChannel';
import {
  gridCheckers,
  type GridAction,
  type GridEvents,
  type GridMethods,
  type GridSnapshot,
} from '../../../protocol/grid';
import type { Handlers } from '../../../protocol/rpc';
import { CellActions } from './cellActions';
import { madeImages } from './cellView';
import { CellDetails } from './details';
import { exportGrid } from './exports';
import type { Grid } from './grid';
import { GridImages } from './gridImages';
import { gridPageTexts } from './pageTexts';
import type { GridDependencies } from './ports';
import { gridSnapshot } from './snapshot';

const { t } = vscode.l10n;

/** Several changes at once, as while cells arrive, are told as one. */
const TELL_MS = 50;

/** As many as a heatmap shows. */
const MOST_COMPARED = 40;

type Methods = { [K in keyof GridMethods]: GridMethods[K] };

/** A panel with one grid in it; both end together. */
export class GridPanel implements Disposable {
  readonly grid: Grid;
  readonly #panel: vscode.WebviewPanel;
  readonly #deps: GridDependencies;
  readonly #images: GridImages;
  readonly #cells: CellActions;
  readonly #details: CellDetails;
  readonly #channel: WebviewChannel<Methods, GridEvents>;
  readonly #owned = new DisposableStore();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isReady = false;

  constructor(panel: vscode.WebviewPanel, grid: Grid, deps: GridDependencies, onGone: () => void) {
    this.#panel = panel;
    this.grid = grid;
    this.#deps = deps;
    const { webview } = panel;
    const { extensionUri } = deps;
    this.#images = new GridImages(grid, deps);
    this.#cells = new CellActions(grid, this.#images, deps);
    this.#details = new CellDetails(grid, this.#images, deps, (uri) => webview.asWebviewUri(uri).toString());
    const folder = vscode.workspace.getWorkspaceFolder(grid.uri)?.uri;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [pagesFolder(extensionUri), deps.thumbnailsFolder, ...(folder ? [folder] : [])],
    };
    this.#channel = this.#owned.add(
      new WebviewChannel<Methods, GridEvents>(webview, gridCheckers, this.#handlers(), deps.log),
    );
    this.#owned.add(grid.onDidChange(() => this.#changed()));
    this.#owned.add(grid.onDidAnnounce((said) => this.#channel.tell('announce', said)));
    panel.onDidDispose(() => {
      this.dispose();
      onGone();
    });
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(extensionUri, 'media', `easel-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.title = t('{0}: Grid', grid.name);
    webview.html = pageHtml(webview, extensionUri, 'grid', { file: grid.uri.toString() });
  }

  reveal(): void {
    this.#panel.reveal();
  }

  dispose(): void {
    if (this.#owned.isDisposed) return;
    clearTimeout(this.#timer);
    this.#owned.dispose();
    this.#tellPaused();
    this.grid.dispose();
  }

  /** Tells the page soon. */
  #changed(): void {
    if (this.#owned.isDisposed) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      if (this.#isReady) this.#channel.tell('snapshot', this.#snapshot());
    }, TELL_MS);
  }

  #snapshot(): GridSnapshot {
    return gridSnapshot(this.grid.state, this.#deps.words);
  }

  #handlers(): Handlers<Methods> {
    return {
      ready: async () => {
        this.#isReady = true;
        return Promise.resolve({ snapshot: this.#snapshot(), texts: gridPageTexts(this.#deps.words) });
      },
      thumbnails: async ({ ids }, signal) => {
        const paths = await this.#images.thumbnails(ids, signal);
        const { webview } = this.#panel;
        return {
          urls: Object.fromEntries(
            [...paths].map(([id, path]) => [id, webview.asWebviewUri(vscode.Uri.file(path)).toString()]),
          ),
        };
      },
      run: async ({ action }) => {
        await this.#run(action);
        return undefined;
      },
      cell: async ({ id, action, image }) => {
        // A judge takes as long as it takes; the page hears of it by snapshots.
        const done = this.#cells.run(id, action, image);
        if (action === 'judge') this.#inBackground(done);
        else await done;
        return undefined;
      },
      judge: async ({ ids }) => {
        const cells = ids.flatMap((id) => this.grid.cell(id) ?? []);
        this.#inBackground(this.grid.judgements.judge(cells));
        return Promise.resolve(undefined);
      },
      details: async ({ id }) => ({ details: await this.#details.of(id) }),
      note: async ({ id, text }) => {
        await this.#cells.note(id, text);
        return undefined;
      },
      compare: async ({ left, right }) => ({ comparison: await this.#details.compare(left, right) }),
      act: async ({ notice, action }) => {
        await this.grid.act(notice, action);
        return undefined;
      },
    };
  }

  async #run(action: GridAction): Promise<void> {
    if (await this.grid.run(action)) return;
    const { loaded } = this.grid;
    if (!loaded) return;
    switch (action) {
      case 'judgeAll':
        this.#inBackground(this.grid.judgements.judge(loaded.table.cells));
        return;
      case 'exportHtml':
      case 'exportCsv':
      case 'exportJson':
        await exportGrid(this.grid, this.#images, action, this.#deps);
        return;
      case 'heatmap': {
        const uris = madeImages(loaded.queue.snapshot.items).flatMap(
          (image) => this.#images.uriOf(image) ?? [],
        );
        const heatmap: CommandId = 'easel.heatmap';
        await vscode.commands.executeCommand(heatmap, uris[0], uris.slice(0, MOST_COMPARED));
        return;
      }
      default:
        return;
    }
  }

  #inBackground(work: Promise<void>): void {
    work.catch((cause: unknown) => this.#deps.reporter.report({ kind: 'unexpected', cause }));
  }

  #tellPaused(): void {
    if (!this.grid.isRunning) return;
    const text = t(
      '{0} was closed, so it is paused. What was made is kept; the rest can be resumed.',
      this.#panelName(),
    );
    this.#deps.reporter.tell({ severity: 'info', text, actions: [] });
  }

  #panelName(): string {
    return t('{0}: Grid', this.grid.name);
  }
}
