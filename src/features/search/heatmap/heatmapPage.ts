import * as vscode from 'vscode';
import { DisposableStore } from '../../../core/disposable';
import { matrixCsv, similarityMatrix, type SimilarityMatrix } from '../../../core/search/finding/similarity';
import { pageHtml, pagesFolder } from '../../../platform/webviewPage';
import { WebviewChannel } from '../../../platform/webviewChannel';
import {
  heatmapCheckers,
  type HeatmapEvents,
  type HeatmapItem,
  type HeatmapMethods,
} from '../../../protocol/heatmap';
import type { SearchDependencies } from '../dependencies';

const { t } = vscode.l10n;

export type HeatmapSubject =
  { readonly kind: 'image'; readonly uri: vscode.Uri } | { readonly kind: 'text'; readonly text: string };

interface Compared {
  readonly subject: HeatmapSubject;
  readonly vector: Float32Array;
}

type Methods = { [K in keyof HeatmapMethods]: HeatmapMethods[K] };

/** One panel with one heatmap; it is asked for anew rather than changed. */
export class HeatmapPage {
  readonly #compared: readonly Compared[];
  readonly #deps: Pick<SearchDependencies, 'extensionUri' | 'log' | 'words'>;
  readonly #matrix: SimilarityMatrix;

  constructor(
    compared: readonly Compared[],
    deps: Pick<SearchDependencies, 'extensionUri' | 'log' | 'words'>,
  ) {
    this.#compared = compared;
    this.#deps = deps;
    this.#matrix = similarityMatrix(
      compared.map(({ subject, vector }) => ({ label: labelOf(subject), vector })),
    );
  }

  show(): void {
    const { extensionUri, log } = this.#deps;
    const folders = this.#compared.flatMap(({ subject }) =>
      subject.kind === 'image' ? [vscode.Uri.joinPath(subject.uri, '..')] : [],
    );
    const panel = vscode.window.createWebviewPanel(
      'easel.heatmap',
      t('Similarity Heatmap'),
      vscode.ViewColumn.Active,
      { enableScripts: true, localResourceRoots: [pagesFolder(extensionUri), ...folders] },
    );
    const store = new DisposableStore();
    panel.onDidDispose(() => store.dispose());
    const { webview } = panel;
    store.add(
      new WebviewChannel<Methods, HeatmapEvents>(
        webview,
        heatmapCheckers,
        {
          ready: async () => ({
            view: { items: this.#items(webview), values: [...this.#matrix.values] },
            texts: texts(),
          }),
          savePng: async ({ base64 }) => {
            await save('png', new Uint8Array(Buffer.from(base64, 'base64')));
            return undefined;
          },
          saveCsv: async () => {
            await save('csv', new TextEncoder().encode(matrixCsv(this.#matrix)));
            return undefined;
          },
        },
        log,
      ),
    );
    webview.html = pageHtml(webview, extensionUri, 'heatmap');
  }

  #items(webview: vscode.Webview): readonly HeatmapItem[] {
    return this.#compared.map(({ subject }): HeatmapItem => {
      const label = labelOf(subject);
      return subject.kind === 'text'
        ? { label }
        : { label, url: webview.asWebviewUri(subject.uri).toString() };
    });
  }
}

function labelOf(subject: HeatmapSubject): string {
  return subject.kind === 'text'
    ? subject.text
    : subject.uri.path.slice(subject.uri.path.lastIndexOf('/') + 1);
}

function texts(): Readonly<Record<string, string>> {
  return {
    title: t('Similarity Heatmap'),
    savePng: t('Save as PNG'),
    saveCsv: t('Save as CSV'),
    note: t(
      '1 is the same. The numbers can be compared within this model alone; a text and an image are always further apart than two images or two texts.',
    ),
  };
}

async function save(kind: 'png' | 'csv', bytes: Uint8Array): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const name = `heatmap.${kind}`;
  const uri = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder.uri, name) } : {}),
    filters: kind === 'png' ? { PNG: ['png'] } : { CSV: ['csv'] },
  });
  if (uri) await vscode.workspace.fs.writeFile(uri, bytes);
}
