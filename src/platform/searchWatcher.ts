import * as vscode from 'vscode';
import { isWorthLooking } from '../core/search/files/changes';
import { DisposableStore, type Disposable } from '../core/disposable';

/** Files that are saved together are told together. */
const TOGETHER_MS = 300;

/** Told where something that may be an image has changed. */
export interface ChangeListener {
  /** `paths` are relative to the folder's URI, with `/`. */
  look(folder: string, paths: readonly string[]): void;
  /** So much has changed that looking at everything is less work. */
  lookAtAll(): void;
}

/** After a checkout of another branch, one look at the whole workspace is cheaper than many at parts of it. */
const MOST_PATHS = 500;

/** Watches the workspace's folders for files that may be images, and for folders that come and go. */
export class SearchWatcher implements Disposable {
  readonly #listener: ChangeListener;
  readonly #store = new DisposableStore();
  #watching = new DisposableStore();
  #changed = new Map<string, Set<string>>();
  #timer: NodeJS.Timeout | undefined;

  constructor(listener: ChangeListener) {
    this.#listener = listener;
    this.#watch();
    this.#store.add(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#watch();
        listener.lookAtAll();
      }),
    );
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watching.dispose();
    this.#store.dispose();
  }

  #watch(): void {
    this.#watching.dispose();
    this.#watching = new DisposableStore();
    for (const folder of vscode.workspace.workspaceFolders ?? []) {
      // Everything, because a folder that is moved away is told by its own name alone.
      const watcher = this.#watching.add(
        vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '**/*')),
      );
      const add =
        (isChange: boolean) =>
        (uri: vscode.Uri): void => {
          const start = folder.uri.path.endsWith('/') ? folder.uri.path.length : folder.uri.path.length + 1;
          const path = uri.path.slice(start);
          if (isWorthLooking(path, isChange)) this.#add(folder.uri.toString(), path);
        };
      this.#watching.add(watcher.onDidCreate(add(false)));
      this.#watching.add(watcher.onDidDelete(add(false)));
      this.#watching.add(watcher.onDidChange(add(true)));
    }
  }

  #add(folder: string, path: string): void {
    const paths = this.#changed.get(folder) ?? new Set();
    this.#changed.set(folder, paths.add(path));
    this.#timer ??= setTimeout(() => this.#tell(), TOGETHER_MS);
  }

  #tell(): void {
    this.#timer = undefined;
    const changed = this.#changed;
    this.#changed = new Map();
    const count = [...changed.values()].reduce((sum, { size }) => sum + size, 0);
    if (count > MOST_PATHS) return this.#listener.lookAtAll();
    for (const [folder, paths] of changed) this.#listener.look(folder, [...paths]);
  }
}
