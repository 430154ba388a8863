import * as vscode from 'vscode';
import type { GalleryImage } from '../../core/gallery/image';
import type { SearchDependencies } from './dependencies';

/** A file of this size is opened as quickly as its thumbnail. */
const SMALL_BYTES = 100_000;

/** What fits into the list without scrolling comes first. */
const AT_ONCE = 10;

const unknown = new vscode.ThemeIcon('file-media');

/** Icons of rows: a long list of large images would be decoded whole for 16 pixels each. */
export class RowIcons {
  readonly #thumbnails: SearchDependencies['thumbnails'];
  /** Undefined where none can be made. */
  readonly #known = new Map<string, vscode.Uri | undefined>();

  constructor({ thumbnails }: Pick<SearchDependencies, 'thumbnails'>) {
    this.#thumbnails = thumbnails;
  }

  /** What there is now. */
  of(image: GalleryImage): vscode.Uri | vscode.ThemeIcon {
    const [{ uri, bytes }] = image.files;
    return bytes <= SMALL_BYTES ? vscode.Uri.parse(uri, true) : (this.#known.get(stampOf(image)) ?? unknown);
  }

  /** Finds or makes what is missing. @param onFound called after each few, where there are new ones */
  async fetch(images: readonly GalleryImage[], onFound: () => void, signal: AbortSignal): Promise<void> {
    const missing = images.filter(
      (image) => image.files[0].bytes > SMALL_BYTES && !this.#known.has(stampOf(image)),
    );
    for (let start = 0; start < missing.length; start += AT_ONCE) {
      const some = missing.slice(start, start + AT_ONCE);
      const paths = await this.#thumbnails(some, signal);
      if (signal.aborted) return;
      for (const image of some) {
        const path = paths.get(image.key);
        this.#known.set(stampOf(image), path === undefined ? undefined : vscode.Uri.file(path));
      }
      if (paths.size > 0) onFound();
    }
  }
}

function stampOf({ files: [{ uri, bytes, timeMs }] }: GalleryImage): string {
  return `${uri} ${bytes} ${timeMs}`;
}
