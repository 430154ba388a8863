import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { ThumbnailStore } from '../core/gallery/ports';
import { Slots } from '../core/jobs/slots';
import type { Log } from '../core/log';
import type { Result } from '../core/result';
import { sha256Hex } from '../core/sha256';

/** Makes one thumbnail; `Pixels` of `core/pixels` does. */
export interface ThumbnailMaker {
  /** @returns a WebP that fits in a square of `sidePx` */
  thumbnail(bytes: Uint8Array, sidePx: number): Promise<Result<Uint8Array>>;
}

/** A cell is 132 px; on a screen of double density it has twice as many. */
const SIDE_PX = 264;

/** A thumbnail has about 10 KB: this is room for 20,000. */
const MAX_BYTES = 200_000_000;

/** After clearing up there is room for a while. */
const KEPT_SHARE = 0.8;

/** The other thread decodes one after the other; the second is read from disk meanwhile. */
const AT_ONCE = 2;

/** A use within a day after the last need not be written down: the order of throwing away stays about right. */
const TOUCH_MS = 86_400_000;

/**
 * Thumbnails in the extension's storage, by the hash of the picture's bytes. What was used longest ago goes first when
 * there are too many. Nothing in it is the only one of its kind: whatever fails, a thumbnail is made again.
 */
export class DiskThumbnails implements ThumbnailStore {
  readonly #folder: string;
  readonly #maker: () => Promise<ThumbnailMaker>;
  readonly #log: Log;
  readonly #maxBytes: number;
  readonly #now: () => number;
  readonly #slots = new Slots(AT_ONCE);
  readonly #making = new Map<string, Promise<string | undefined>>();
  /** Bytes in the folder; undefined until somebody has counted. */
  #total: number | undefined;

  /**
   * @param folder of its own; it is made when it is needed
   * @param maker loaded at the first thumbnail
   */
  constructor(
    folder: string,
    maker: () => Promise<ThumbnailMaker>,
    log: Log,
    {
      maxBytes = MAX_BYTES,
      now = Date.now,
    }: { readonly maxBytes?: number; readonly now?: () => number } = {},
  ) {
    this.#folder = folder;
    this.#maker = maker;
    this.#log = log;
    this.#maxBytes = maxBytes;
    this.#now = now;
  }

  async find(sha256: string): Promise<string | undefined> {
    const file = this.#file(sha256);
    if (file === undefined) return undefined;
    const info = await fs.stat(file).catch(() => undefined);
    if (!info) return undefined;
    if (this.#now() - info.mtimeMs > TOUCH_MS) {
      const now = new Date(this.#now());
      await fs.utimes(file, now, now).catch(() => undefined);
    }
    return file;
  }

  async make(bytes: Uint8Array): Promise<{ readonly path: string; readonly sha256: string } | undefined> {
    const sha256 = await sha256Hex(bytes);
    // Two cells may show equal files.
    const running = this.#making.get(sha256);
    const made = running ?? this.#slots.run(() => this.#makeOnce(sha256, bytes));
    this.#making.set(sha256, made);
    try {
      const file = await made;
      return file === undefined ? undefined : { path: file, sha256 };
    } finally {
      this.#making.delete(sha256);
    }
  }

  async #makeOnce(sha256: string, bytes: Uint8Array): Promise<string | undefined> {
    const file = this.#file(sha256);
    const there = await this.find(sha256);
    if (file === undefined || there !== undefined) return there;
    const made = await (await this.#maker()).thumbnail(bytes, SIDE_PX);
    // HEIC, BMP, or a file that is cut short: the page shows a sign instead.
    if (!made.ok) return undefined;
    const temporary = path.join(path.dirname(file), `.${randomUUID()}.tmp`);
    try {
      await fs.mkdir(path.dirname(file), { recursive: true });
      await fs.writeFile(temporary, made.value);
      await fs.rename(temporary, file);
    } catch (cause) {
      this.#log.warn('a thumbnail cannot be kept', { cause });
      await fs.rm(temporary, { force: true }).catch(() => undefined);
      return undefined;
    }
    await this.#makeRoom(made.value.length);
    return file;
  }

  #file(sha256: string): string | undefined {
    return /^[0-9a-f]{64}$/.test(sha256)
      ? path.join(this.#folder, sha256.slice(0, 2), `${sha256}.webp`)
      : undefined;
  }

  async #makeRoom(added: number): Promise<void> {
    if (this.#total !== undefined) {
      this.#total += added;
      if (this.#total <= this.#maxBytes) return;
    }
    const files = await this.#all();
    let total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    if (total > this.#maxBytes) {
      files.sort((a, b) => a.timeMs - b.timeMs);
      for (const { file, bytes } of files) {
        if (total <= this.#maxBytes * KEPT_SHARE) break;
        await fs.rm(file, { force: true }).catch(() => undefined);
        total -= bytes;
      }
    }
    this.#total = total;
  }

  /** Also what a crash left half written, which is old then and goes early. */
  async #all(): Promise<{ file: string; bytes: number; timeMs: number }[]> {
    const entries = await fs.readdir(this.#folder, { recursive: true, withFileTypes: true }).catch(() => []);
    const found: { file: string; bytes: number; timeMs: number }[] = [];
    for (const entry of entries) {
      if (!entry.isFile()) continue;
      const file = path.join(entry.parentPath, entry.name);
      const info = await fs.stat(file).catch(() => undefined);
      if (info) found.push({ file, bytes: info.size, timeMs: info.mtimeMs });
    }
    return found;
  }
}
