import { forEachAtOnce } from './atOnce';
import { imageFile } from './madeImages';
import type { FileStamp, FolderFiles } from './ports';
import { imagesNamedIn } from './usage';

/** A longer file is data, not a document. */
const MAX_DOCUMENT_BYTES = 1_000_000;

export interface UsageDependencies {
  readonly files: FolderFiles;
  readonly folders: () => readonly string[];
  /** Paths of documents in a folder. */
  readonly documentPaths: (folder: string) => Promise<readonly string[]>;
}

/** Which documents show which images; reads again only what has changed. */
export class UsageScan {
  readonly #deps: UsageDependencies;
  readonly #known = new Map<string, { readonly stamp: FileStamp; readonly images: ReadonlySet<string> }>();

  constructor(deps: UsageDependencies) {
    this.#deps = deps;
  }

  /** @returns paths of documents by the URI of the image they name */
  async scan(signal: AbortSignal): Promise<ReadonlyMap<string, readonly string[]>> {
    const usage = new Map<string, string[]>();
    for (const folder of this.#deps.folders()) {
      const stamps = await this.#deps.files.stat(folder, await this.#deps.documentPaths(folder));
      const documents = stamps.filter((stamp) => stamp !== undefined);
      await forEachAtOnce(documents, 8, async (stamp) => {
        if (signal.aborted || stamp.bytes > MAX_DOCUMENT_BYTES) return;
        for (const path of await this.#imagesIn(folder, stamp)) {
          const { uri } = imageFile(folder, { path, bytes: 0, timeMs: 0 });
          const names = usage.get(uri);
          if (names) names.push(stamp.path);
          else usage.set(uri, [stamp.path]);
        }
      });
    }
    for (const names of usage.values()) names.sort();
    return usage;
  }

  async #imagesIn(folder: string, stamp: FileStamp): Promise<ReadonlySet<string>> {
    const key = `${folder}\n${stamp.path}`;
    const known = this.#known.get(key);
    if (known?.stamp.bytes === stamp.bytes && known.stamp.timeMs === stamp.timeMs) return known.images;
    const bytes = await this.#deps.files.read(folder, stamp.path, MAX_DOCUMENT_BYTES);
    const images = imagesNamedIn(bytes ? new TextDecoder().decode(bytes) : '', stamp.path);
    this.#known.set(key, { stamp, images });
    return images;
  }
}
