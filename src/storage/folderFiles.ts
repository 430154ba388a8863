import type { Dirent } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import { fileURLToPath } from 'node:url';
import { forEachAtOnce } from '../core/gallery/atOnce';
import type { FileStamp, FolderFiles } from '../core/gallery/ports';
import { isInside } from './folderInside';

/** Questions to the file system at once; more only queue up in Node's own threads. */
const AT_ONCE = 16;

/** Windows has no such flag, and lets only administrators make links. */
const noFollow = (fs.constants as { readonly O_NOFOLLOW?: number }).O_NOFOLLOW ?? 0;
const readOnly = fs.constants.O_RDONLY | noFollow;

/** The Gallery's view of a local folder. */
export class LocalFolderFiles implements FolderFiles {
  async recipes(folder: string): Promise<readonly FileStamp[]> {
    const inside = await Inside.of(folder);
    const root = '.easel/recipes';
    const shelves = await inside.entries(root);
    const found: FileStamp[][] = [];
    await forEachAtOnce(
      shelves.filter((shelf) => shelf.isDirectory()),
      AT_ONCE,
      async ({ name }) => {
        const shelf = `${root}/${name}`;
        const files = (await inside.entries(shelf)).filter(
          (entry) => entry.isFile() && entry.name.endsWith('.json'),
        );
        const stamps = await Promise.all(files.map((file) => inside.stamp(`${shelf}/${file.name}`)));
        found.push(stamps.filter((stamp) => stamp !== undefined));
      },
    );
    return found.flat();
  }

  async stat(folder: string, paths: readonly string[]): Promise<readonly (FileStamp | undefined)[]> {
    const inside = await Inside.of(folder);
    const stamps: (FileStamp | undefined)[] = Array.from({ length: paths.length });
    await forEachAtOnce([...paths.entries()], AT_ONCE, async ([index, each]) => {
      stamps[index] = await inside.stamp(each);
    });
    return stamps;
  }

  async read(folder: string, filePath: string, maxBytes: number): Promise<Uint8Array | undefined> {
    const inside = await Inside.of(folder);
    const stamp = await inside.stamp(filePath);
    if (!stamp || stamp.bytes > maxBytes) return undefined;
    // The file may have grown, or become a link, since it was looked at: the handle is what is read.
    const file = await inside.open(filePath);
    try {
      const { size } = (await file?.stat()) ?? { size: Infinity };
      return size > maxBytes ? undefined : await file?.readFile();
    } catch {
      return undefined;
    } finally {
      await file?.close();
    }
  }
}

/** A folder by its real path. Whether a subfolder really lies in it is asked once for each. */
class Inside {
  readonly #root: string | undefined;
  readonly #folders = new Map<string, Promise<string | undefined>>();

  private constructor(root: string | undefined) {
    this.#root = root;
  }

  static async of(folder: string): Promise<Inside> {
    return new Inside(await fs.realpath(fileURLToPath(folder)).catch(() => undefined));
  }

  async entries(relative: string): Promise<readonly Dirent[]> {
    const real = await this.#real(relative);
    return real === undefined ? [] : fs.readdir(real, { withFileTypes: true }).catch((): Dirent[] => []);
  }

  async stamp(relative: string): Promise<FileStamp | undefined> {
    const file = await this.#file(relative);
    const info = file === undefined ? undefined : await fs.lstat(file).catch(() => undefined);
    return info?.isFile() === true ? { path: relative, bytes: info.size, timeMs: info.mtimeMs } : undefined;
  }

  async open(relative: string): Promise<fs.FileHandle | undefined> {
    const file = await this.#file(relative);
    return file === undefined ? undefined : fs.open(file, readOnly).catch(() => undefined);
  }

  /** A file by the real path of its folder; a file that is itself a link is none. */
  async #file(relative: string): Promise<string | undefined> {
    const parent = await this.#real(path.posix.dirname(relative));
    return parent === undefined ? undefined : path.join(parent, path.posix.basename(relative));
  }

  #real(relative: string): Promise<string | undefined> {
    const known = this.#folders.get(relative);
    if (known) return known;
    const asked = this.#ask(relative);
    this.#folders.set(relative, asked);
    return asked;
  }

  async #ask(relative: string): Promise<string | undefined> {
    if (this.#root === undefined) return undefined;
    const real = await fs.realpath(path.join(this.#root, relative)).catch(() => undefined);
    return real !== undefined && isInside(real, this.#root) ? real : undefined;
  }
}
