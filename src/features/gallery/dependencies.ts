import type * as vscode from 'vscode';
import type { FolderFiles, ThumbnailStore, WaitingImages } from '../../core/gallery/ports';
import type { WorkspaceSearch } from '../../core/search/workspaceSearch';
import type { Log } from '../../core/log';
import type { LinkInserter } from '../../platform/insertLinks';
import type { Reporter } from '../../platform/reporter';
import type { Settings } from '../../platform/settings';
import type { Words } from '../../platform/words';

/** What the Gallery needs; what comes as a function is loaded when the Gallery is first seen. */
export interface GalleryDependencies {
  readonly extensionUri: vscode.Uri;
  /** Where the thumbnails lie: the page may load from there. */
  readonly thumbnailsFolder: vscode.Uri;
  readonly localFiles: () => Promise<FolderFiles>;
  readonly thumbnails: () => Promise<ThumbnailStore>;
  readonly waiting: WaitingImages;
  readonly links: LinkInserter;
  readonly settings: Pick<Settings, 'resource' | 'onDidChange'>;
  readonly reporter: Pick<Reporter, 'report' | 'inPlace' | 'textOf'>;
  readonly words: Words;
  readonly log: Log;
  readonly search: () => Promise<WorkspaceSearch>;
  /** Of this workspace: what the user has said about indexing. */
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  /** Of one image made of words by the model used last, in USD; undefined where nobody can tell. */
  readonly generatePrice: () => Promise<number | undefined>;
}
