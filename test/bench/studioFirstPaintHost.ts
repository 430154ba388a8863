import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

/** One turn, each from the call until something stands on the screen. */
export interface PaintTimes {
  readonly emptyMs: number;
  readonly studioMs: number;
}

const turns = 8;
const quietMs = 1500;
const limitMs = 30_000;

const emptyPage = `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head>
<body><p id="easelEmptyPanel">Empty</p></body></html>`;

/** Called in the extension host: opens an empty panel and the Studio in turns, and writes how long each took. */
export async function run(): Promise<void> {
  const { EASEL_BENCH_ANSWER: answer, EASEL_BENCH_PAINTED: painted } = process.env;
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (answer === undefined || painted === undefined || folder === undefined) {
    throw new Error('Nothing to measure, or nowhere to write it');
  }
  const image = vscode.Uri.joinPath(folder.uri, 'lamp.png');
  await vscode.extensions.getExtension('easel.easel-bedrock')?.activate();
  const times: PaintTimes[] = [];
  for (let turn = 0; turn <= turns; turn++) {
    const emptyMs = await measured(painted, () => {
      const panel = vscode.window.createWebviewPanel(
        'easelBench',
        'Empty',
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false },
        { enableScripts: true, retainContextWhenHidden: true },
      );
      panel.webview.html = emptyPage;
    });
    const studioMs = await measured(painted, () =>
      vscode.commands.executeCommand('easel.editInStudio', image),
    );
    times.push({ emptyMs, studioMs });
  }
  await writeFile(answer, JSON.stringify(times));
}

/** @returns the time from the call until the page tells that it was painted; what was opened is closed again */
async function measured(painted: string, open: () => unknown): Promise<number> {
  await delay(quietMs);
  await rm(painted, { force: true });
  const start = Date.now();
  void open();
  for (let end: number | undefined; ;) {
    end = await readFile(painted, 'utf8').then(Number, () => undefined);
    if (end !== undefined && end > start) {
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      return end - start;
    }
    if (Date.now() - start > limitMs) throw new Error('Nothing was painted');
    await delay(10);
  }
}
