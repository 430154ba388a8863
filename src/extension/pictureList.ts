import * as vscode from 'vscode';
import type { Disposable } from '../core/disposable';
import { Library } from '../core/gallery/library';
import { UsageScan } from '../core/gallery/usageScan';
import type { PictureList } from '../core/search/finding/findImages';
import { FolderFilesByScheme, imagePaths, WorkspaceFolderFiles } from '../features/gallery/workspaceFiles';
import { documentPaths } from '../platform/workspacePaths';
import { LocalFolderFiles } from '../storage/folderFiles';

/** The workspace's images for commands that need no view: looked at anew each time, and only what has changed is read. */
export class WorkspacePictures implements Disposable {
  readonly #library: Library;
  readonly #usage: UsageScan;
  readonly #ending = new AbortController();

  constructor() {
    const files = new FolderFilesByScheme(new LocalFolderFiles(), new WorkspaceFolderFiles());
    const folders = (): readonly string[] =>
      (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
    this.#library = new Library({ files, folders, imagePaths });
    this.#usage = new UsageScan({ files, folders, documentPaths });
  }

  async list(): Promise<PictureList> {
    const [, usage] = await Promise.all([this.#library.refresh(), this.#usage.scan(this.#ending.signal)]);
    return { images: this.#library.all ?? this.#library.made, usage };
  }

  dispose(): void {
    this.#ending.abort();
    this.#library.dispose();
  }
}
