import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../../core/disposable';
import { sha256Of } from '../../../platform/imageUri';
import type { ImageOpener } from './imageOpener';
import type { Studio } from './studioSession';

const { t } = vscode.l10n;

/** Watches the file of a Studio's image: what is edited is the version that was opened, and the user is told. */
export class SourceWatch implements Disposable {
  readonly #studio: Studio;
  readonly #images: ImageOpener;
  readonly #owned = new DisposableStore();
  #watched: { readonly uri: string; readonly watcher: vscode.FileSystemWatcher } | undefined;

  constructor(studio: Studio, images: ImageOpener) {
    this.#studio = studio;
    this.#images = images;
    this.#owned.add(studio.onDidChange(() => this.#follow()));
    this.#follow();
  }

  dispose(): void {
    this.#owned.dispose();
    this.#watched?.watcher.dispose();
    this.#watched = undefined;
  }

  #follow(): void {
    const uri = this.#studio.session.image?.uri;
    if (this.#watched?.uri === uri) return;
    this.#watched?.watcher.dispose();
    this.#watched = undefined;
    if (uri === undefined || this.#owned.isDisposed) return;
    const file = vscode.Uri.parse(uri);
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), globOf(name)),
    );
    watcher.onDidChange(() => void this.#look(file, name));
    watcher.onDidCreate(() => void this.#look(file, name));
    watcher.onDidDelete(() => {
      this.#studio.setBar('source', {
        severity: 'warning',
        text: t('{0} was deleted. Candidates can still be accepted.', name),
        buttons: [],
      });
    });
    this.#watched = { uri, watcher };
  }

  async #look(file: vscode.Uri, name: string): Promise<void> {
    let sha256: string;
    try {
      sha256 = await sha256Of(file);
    } catch {
      // Being written, or gone again: the next event tells.
      return;
    }
    if (sha256 === this.#studio.session.image?.sha256) {
      this.#studio.setBar('source', undefined);
      return;
    }
    this.#studio.setBar('source', {
      severity: 'warning',
      text: t('{0} changed on disk.', name),
      buttons: [
        { label: t('Reload, Keep Mask'), run: () => this.#images.reopen(true) },
        { label: t('Keep This Version'), run: () => undefined },
      ],
    });
  }
}

/** A name with brackets or braces in it is a pattern otherwise. */
function globOf(name: string): string {
  return name.replaceAll(/[[\]{}*?]/g, (character) => `[${character}]`);
}
