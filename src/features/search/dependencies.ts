import type * as vscode from 'vscode';
import type { Log } from '../../core/log';
import type { GalleryImage } from '../../core/gallery/image';
import type { PictureList } from '../../core/search/finding/findImages';
import type { ManagedSearch } from '../../core/search/managedSearch';
import type { LinkInserter } from '../../platform/insertLinks';
import type { Reporter } from '../../platform/reporter';
import type { Settings } from '../../platform/settings';
import type { Words } from '../../platform/words';

/** What the commands around search need. */
export interface SearchDependencies {
  /** Of this window's workspace; loaded at the first use. */
  readonly search: () => Promise<ManagedSearch>;
  /** Whether the user has agreed before; loads next to nothing. */
  readonly hasConsented: () => Promise<boolean>;
  /** As they are now. */
  readonly pictures: () => Promise<PictureList>;
  /** Paths of small files on this computer by the image's key, without those that cannot be made. */
  readonly thumbnails: (
    images: readonly GalleryImage[],
    signal: AbortSignal,
  ) => Promise<ReadonlyMap<string, string>>;
  readonly links: LinkInserter;
  readonly settings: Settings;
  /** Of this workspace. */
  readonly memory: Pick<vscode.Memento, 'get' | 'update'>;
  readonly reporter: Reporter;
  readonly words: Words;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
  /** Asks how images are to be made, once; false when the user leaves. */
  readonly askHowToMakeImages: () => Promise<boolean>;
}
