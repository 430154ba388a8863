import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { ImageError } from '../../core/errors';
import { lazy } from '../../core/lazy';
import { ok, type Result } from '../../core/result';
import { registerCommand } from '../../platform/commands';
import type { CommandId } from '../../platform/ids';
import { imageUri } from '../../platform/imageUri';
import type { SearchDependencies } from './dependencies';

/** Long enough for the window to have come to rest. */
const AFTER_START_MS = 4000;

/** Longer selections are no queries. */
const MOST_LETTERS = 300;

/** Search by meaning: its commands, and the index that is kept up to date once the user has agreed. */
export function registerSearch(deps: SearchDependencies): Disposable {
  const store = new DisposableStore();
  const report = (error: ImageError): void => deps.reporter.report(error);
  const commands = lazy(async () => {
    const { SearchCommands } = await import('./searchCommands');
    return new SearchCommands(deps);
  });

  store.add(registerCommand('easel.searchImages', report, (words) => searchImages(words)));
  store.add(
    registerCommand('easel.findAndInsert', report, async (words) =>
      (await commands()).find.run(words ?? selectedWords()),
    ),
  );
  store.add(registerCommand('easel.manageIndex', report, async () => (await commands()).manage.run()));
  store.add(registerCommand('easel.moreLikeThis', report, (image) => moreLikeThis(image)));
  store.add(
    registerCommand('easel.heatmap', report, async (image, images) =>
      (await commands()).heatmap.run(image, images),
    ),
  );
  store.add(
    registerCommand('easel.sortIntoGroups', report, async (folder) => (await commands()).groups.run(folder)),
  );
  store.add(registerCommand('easel.showDuplicates', report, async () => (await commands()).duplicates.run()));

  const timer = setTimeout(() => {
    startIndexing(deps).catch((cause: unknown) => report({ kind: 'unexpected', cause }));
  }, AFTER_START_MS);
  store.add({ dispose: () => clearTimeout(timer) });
  return store;
}

async function startIndexing({ hasConsented, search }: SearchDependencies): Promise<void> {
  if (await hasConsented()) (await search()).start();
}

/** In the Gallery, for what is selected where something is. */
async function searchImages(words: unknown): Promise<Result<void>> {
  const wanted = typeof words === 'string' ? words : selectedWords();
  if (wanted !== undefined)
    await vscode.commands.executeCommand('easel.gallery.search' satisfies CommandId, wanted);
  await vscode.commands.executeCommand('easel.gallery.focusSearch' satisfies CommandId);
  return ok();
}

async function moreLikeThis(image: unknown): Promise<Result<void>> {
  const uri = imageUri(image);
  if (uri) await vscode.commands.executeCommand('easel.gallery.moreLikeThis' satisfies CommandId, uri);
  return ok();
}

/** One line of the active text editor. */
function selectedWords(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor || editor.selection.isEmpty) return undefined;
  const text = editor.document.getText(editor.selection).trim();
  return text === '' || text.length > MOST_LETTERS || text.includes('\n') ? undefined : text;
}
