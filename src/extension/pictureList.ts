import * as vscode from 'vscode';
import type { Disposable } from '../core/disposable';
import { Library } from '../core/gallery/library';
import { UsageScan } from '../core/gallery/usageScan';
import type { GalleryImage } from '../core/gallery/image';
import type { ThumbnailStore } from '../core/gallery/ports';
import type { PictureList } from '../core/search/finding/findImages';
import { FolderFilesByScheme, imagePaths, WorkspaceFolderFiles } from '../features/gallery/workspaceFiles';
import { ImageThumbnails } from '../platform/imageThumbnails';
import { documentPaths } from '../platform/workspacePaths';
import { LocalFolderFiles } from '../storage/folderFiles';

/** The workspace's images for commands that need no view: looked at anew each time, and only what has changed is read. */
export class WorkspacePictures implements Disposable {
  readonly #library: Library;
  readonly #usage: UsageScan;
  readonly #thumbnails: ImageThumbnails;
  readonly #ending = new AbortController();

  constructor(store: ThumbnailStore) {
    const files = new FolderFilesByScheme(new LocalFolderFiles(), new WorkspaceFolderFiles());
    const folders = (): readonly string[] =>
      (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
    this.#library = new Library({ files, folders, imagePaths });
    this.#thumbnails = new ImageThumbnails(files, store, this.#library);
    this.#usage = new UsageScan({ files, folders, documentPaths });
  }

  async list(): Promise<PictureList> {
    const [, usage] = await Promise.all([this.#library.refresh(), this.#usage.scan(this.#ending.signal)]);
    return { images: this.#library.all ?? this.#library.made, usage };
  }

  thumbnailsOf(images: readonly GalleryImage[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    return this.#thumbnails.pathsOf(images, signal);
  }

  dispose(): void {
    this.#ending.abort();
    this.#library.dispose();
  }
}
