import type { NewFiles } from '../../files/newFiles';
import type { CopyOrder, Pixels } from '../../pixels/port';
import type { Recipe, RecipeCopy, RecipeStore } from '../../recipes/recipe';
import { err, ok, type Result } from '../../result';
import { sha256Hex } from '../../sha256';
import { copiesOf, copyPath, type CopyWish } from '../copies';
import type { FolderReader } from '../sources';
import type { MadeImage } from './record';

export interface CopiesPorts {
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly reader: FolderReader;
  readonly recipes: Pick<RecipeStore, 'read' | 'write'>;
  readonly files: Pick<NewFiles, 'create'>;
  readonly pixels: () => Promise<Pick<Pixels, 'copy'>>;
}

/** Larger than what any model returns, and than any copy of it. */
const MAX_BYTES = 100_000_000;

/** Names tried before giving up; nobody has this many copies of one name. */
const MOST_NAMES = 1000;

/** Puts copies of made images beside them, in other formats and widths. Costs nothing, and never takes another file's place. */
export class Copies {
  readonly #wish: CopyWish;
  readonly #ports: CopiesPorts;

  constructor(wish: CopyWish, ports: CopiesPorts) {
    this.#wish = wish;
    this.#ports = ports;
  }

  /** How many are wanted and not there; none for an image whose own file or recipe is gone. */
  async missing(images: readonly MadeImage[]): Promise<number> {
    let count = 0;
    for (const image of images) {
      const recipe = await this.#recipeOf(image);
      if (recipe && (await this.#read(image.path))) count += (await this.#wanted(recipe)).length;
    }
    return count;
  }

  /**
   * Writes what is missing, and enters it in the image's recipe. What was written before a failure stays.
   *
   * @returns how many were written
   */
  async write({ sha256, path }: MadeImage, signal?: AbortSignal): Promise<Result<number>> {
    const { recipes, folder, pixels } = this.#ports;
    const recipe = await this.#recipeOf({ sha256 });
    const bytes = await this.#read(path);
    // Changed by hand since: copies would show something else than what was made.
    if (!recipe || path === undefined || !bytes || (await sha256Hex(bytes)) !== sha256) return ok(0);
    const copies: RecipeCopy[] = [];
    let failed: Result<never> | undefined;
    for (const order of await this.#wanted(recipe)) {
      const made = await (await pixels()).copy(bytes, order, signal);
      const placed = made.ok ? await this.#place(path, order, made.value.bytes) : made;
      if (!made.ok || !placed.ok) {
        failed = made.ok ? (placed as Result<never>) : made;
        break;
      }
      const { width, height } = made.value;
      copies.push({ ...placed.value, type: order.format, width, height });
    }
    if (copies.length > 0) {
      const written = await recipes.write(folder, { ...recipe, copies });
      if (!written.ok) return written;
    }
    return failed ?? ok(copies.length);
  }

  async #recipeOf({ sha256 }: Pick<MadeImage, 'sha256'>): Promise<Recipe | undefined> {
    return this.#ports.recipes.read(this.#ports.folder, sha256);
  }

  async #read(path: string | undefined): Promise<Uint8Array | undefined> {
    return path === undefined ? undefined : this.#ports.reader.read(path, MAX_BYTES);
  }

  /** Those whose file is not there as the recipe says it. */
  async #wanted({ image, copies = [] }: Recipe): Promise<readonly CopyOrder[]> {
    const wanted: CopyOrder[] = [];
    for (const order of copiesOf(this.#wish, image)) {
      const known = copies.filter(
        ({ type, width }) => type === order.format && width === (order.width ?? image.width),
      );
      const there = await Promise.all(known.map(({ path }) => this.#read(path)));
      if (!there.some((bytes) => bytes !== undefined)) wanted.push(order);
    }
    return wanted;
  }

  async #place(
    image: string,
    order: CopyOrder,
    bytes: Uint8Array,
  ): Promise<Result<Pick<RecipeCopy, 'sha256' | 'path'>>> {
    const { files, folder } = this.#ports;
    const sha256 = await sha256Hex(bytes);
    for (let number = 1; number <= MOST_NAMES; number++) {
      const path = copyPath(image, order, number);
      const created = await files.create(folder, path, bytes);
      if (!created.ok) return created;
      if (created.value === 'created') return ok({ sha256, path });
      // Written before a crash that came before the recipe: these very bytes are nobody else's.
      const there = await this.#read(path);
      if (there && (await sha256Hex(there)) === sha256) return ok({ sha256, path });
    }
    return err({ kind: 'notWritable', folder: image, reason: 'EEXIST' });
  }
}
