import * as vscode from 'vscode';
import { forEachAtOnce } from '../../../core/gallery/atOnce';
import { pathInFolder } from '../../../core/promptFiles/paths';
import type { MadeImage } from '../../../core/promptFiles/runs/record';
import { madeImages } from './cellView';
import type { Grid } from './grid';
import { itemsByKey, itemsOf, readImageId } from './gridState';
import type { GridDependencies } from './ports';
import type { TableCell } from './table';

/** As many as are made at once; the store holds the others back anyway. */
const AT_ONCE = 2;

const MAX_PICTURE_BYTES = 200_000_000;

/** One image of a grid, found by the name that the page was given. */
export interface FoundImage {
  readonly cell: TableCell;
  readonly image: MadeImage;
}

/** The files behind a grid's images. */
export class GridImages {
  readonly #grid: Grid;
  readonly #deps: Pick<GridDependencies, 'thumbnails' | 'files'>;

  constructor(grid: Grid, deps: Pick<GridDependencies, 'thumbnails' | 'files'>) {
    this.#grid = grid;
    this.#deps = deps;
  }

  of(cell: TableCell): readonly MadeImage[] {
    return madeImages(itemsOf(cell, itemsByKey(this.#grid.loaded?.queue.snapshot)));
  }

  /** @returns undefined for what the grid does not hold any more */
  find(id: string): FoundImage | undefined {
    const named = readImageId(id);
    const cell = named && this.#grid.cell(named.cell);
    const image = cell && this.of(cell).find(({ sha256 }) => sha256 === named.sha256);
    return cell && image && { cell, image };
  }

  /** Where the file was put; undefined for one that is no file yet, or that a stranger's run puts elsewhere. */
  uriOf({ path }: MadeImage): vscode.Uri | undefined {
    const { folder } = this.#grid.loaded?.place ?? {};
    const inside = path === undefined ? undefined : pathInFolder('', `/${path}`);
    return folder && inside !== undefined ? vscode.Uri.joinPath(folder, ...inside.split('/')) : undefined;
  }

  /** The same, where the file is there. */
  async existing(image: MadeImage): Promise<vscode.Uri | undefined> {
    const uri = this.uriOf(image);
    const { folder } = this.#grid.loaded?.place ?? {};
    const inside = pathInFolder('', `/${image.path ?? ''}`);
    if (!uri || !folder || inside === undefined) return undefined;
    const [stamp] = await this.#deps.files.stat(folder.toString(), [inside]);
    return stamp && uri;
  }

  /** @returns paths on this computer by the image's name, without those that cannot be made */
  async thumbnails(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const paths = new Map<string, string>();
    await forEachAtOnce(ids, AT_ONCE, async (id) => {
      const found = signal.aborted ? undefined : this.find(id);
      const path = found && (await this.thumbnail(found.image));
      if (path !== undefined) paths.set(id, path);
    });
    return paths;
  }

  async thumbnail(image: MadeImage): Promise<string | undefined> {
    const { thumbnails, files } = this.#deps;
    const there = await thumbnails.find(image.sha256);
    if (there !== undefined) return there;
    const { folder } = this.#grid.loaded?.place ?? {};
    const inside = pathInFolder('', `/${image.path ?? ''}`);
    if (!folder || inside === undefined) return undefined;
    const bytes = await files.read(folder.toString(), inside, MAX_PICTURE_BYTES);
    const made = bytes && (await thumbnails.make(bytes));
    // Another file lies there by now: it is none of this cell.
    return made?.sha256 === image.sha256 ? made.path : undefined;
  }
}
