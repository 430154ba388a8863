import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as z from 'zod/mini';
import type { Clock } from '../core/clock';
import type { Disposable } from '../core/disposable';
import { Emitter } from '../core/emitter';
import type { Inbox, InboxEntry } from '../core/files/store';
import type { Log } from '../core/log';
import { parseRecipe } from '../core/recipes/parse';
import { err, ok, type Result } from '../core/result';
import { sha256Hex } from '../core/sha256';
import { storageFailure } from './failure';
import { codeOf, makeFolders, nodeFileSystem, type FileSystem } from './fileSystem';
import { createOwner, inboxFileName, isSameOwner, parseInboxFileName, type InboxOwner } from './inboxNames';

/** A window that lives touches its own entries this often; one that is older than the limit has no living owner. */
const HEARTBEAT_MS = 30_000;
const ORPHAN_MS = 120_000;

/** Longer than any write takes, also one that the machine slept through. */
const REMAINS_MS = 86_400_000;

const rectangleSchema = z.object({
  left: z.number(),
  top: z.number(),
  width: z.number(),
  height: z.number(),
});

const entrySchema = z.object({
  receivedAt: z.number(),
  extension: z.string(),
  destination: z.optional(
    z.object({
      folder: z.string(),
      template: z.string(),
      values: z.object({
        slug: z.string(),
        task: z.string(),
        model: z.string(),
        seed: z.string(),
        date: z.string(),
        n: z.string(),
      }),
    }),
  ),
  recipe: z.unknown(),
  finish: z.optional(
    z.discriminatedUnion('kind', [
      z.object({
        kind: z.literal('composite'),
        source: z.string(),
        mask: z.optional(z.string()),
        area: rectangleSchema,
        featherPx: z.number(),
        matchColor: z.boolean(),
        extend: z.optional(
          z.object({ left: z.number(), top: z.number(), right: z.number(), bottom: z.number() }),
        ),
        isPart: z.optional(z.literal(true)),
      }),
      z.object({ kind: z.literal('cutOut'), source: z.string(), area: rectangleSchema }),
      z.object({ kind: z.literal('crop'), source: z.string(), area: rectangleSchema }),
    ]),
  ),
  session: z.optional(z.string()),
  madeOf: z.optional(z.string()),
});

/** A test's own file system and processes. */
export interface InboxSurroundings {
  readonly fileSystem?: FileSystem;
  readonly processId?: number;
  readonly isAlive?: (processId: number) => boolean;
}

interface FoundEntry {
  readonly id: string;
  readonly owner: InboxOwner;
}

/**
 * Bytes that were paid for, on the disk before anything else happens to them. The entry is written first; the bytes go
 * under a temporary name and are flushed, and only then get the name `<id>.bin`. So bytes that have their name are whole
 * and have their entry, whenever the process dies.
 */
export class DiskInbox implements Inbox, Disposable {
  readonly #folder: string;
  readonly #answers: string;
  readonly #owner: InboxOwner;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #fs: FileSystem;
  readonly #isAlive: (processId: number) => boolean;
  readonly #own = new Set<string>();
  readonly #changed = new Emitter<void>();
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  /** Something came or went in this window. */
  readonly onDidChange = this.#changed.event;

  /** @param storage the extension's own folder, shared by all windows */
  constructor(storage: string, clock: Clock, log: Log, surroundings: InboxSurroundings = {}) {
    this.#folder = path.join(storage, 'inbox');
    this.#answers = path.join(storage, 'answers');
    this.#clock = clock;
    this.#log = log;
    this.#fs = surroundings.fileSystem ?? nodeFileSystem;
    this.#owner = createOwner(surroundings.processId ?? process.pid);
    this.#isAlive = surroundings.isAlive ?? isProcessAlive;
  }

  async put(entry: Omit<InboxEntry, 'id' | 'receivedAt'>, bytes: Uint8Array): Promise<Result<InboxEntry>> {
    const complete: InboxEntry = { ...entry, id: randomUUID(), receivedAt: this.#clock.now() };
    const { id } = complete;
    const entryFile = this.#entryPath({ id, owner: this.#owner });
    const partial = this.#path(inboxFileName({ kind: 'partial', id, owner: this.#owner }));
    try {
      await makeFolders(this.#fs, this.#folder);
      const writes = await Promise.allSettled([
        this.#fs.writeNew(entryFile, new TextEncoder().encode(JSON.stringify(complete))),
        this.#fs.writeNew(partial, bytes),
      ]);
      for (const write of writes) if (write.status === 'rejected') throw write.reason;
      await this.#fs.rename(partial, this.imagePath(id));
      await this.#fs.syncFolder(this.#folder);
    } catch (cause) {
      await this.#fs.unlink(partial).catch(() => undefined);
      await this.#fs.unlink(entryFile).catch(() => undefined);
      this.#log.error('The inbox cannot be written.', cause);
      return err(storageFailure(cause, this.#folder));
    }
    this.#keepAlive(id);
    this.#changed.fire();
    return ok(complete);
  }

  /**
   * The bytes of an entry to finish. An orphan becomes this window's own here, so that no second window finishes it.
   *
   * @returns undefined where it is gone, damaged, or another living window's
   */
  async read(id: string): Promise<Uint8Array | undefined> {
    const [found] = await this.#find(id);
    if (!found || !(await this.#takeOver(found))) return undefined;
    try {
      const bytes = await fs.readFile(this.imagePath(id));
      const recipe = (await this.#parse({ id, owner: this.#owner }))?.recipe;
      if (recipe && (await sha256Hex(bytes)) === recipe.sha256) return bytes;
      this.#log.error('An image in the inbox is damaged.', { id });
    } catch (cause) {
      this.#log.error('An image in the inbox cannot be read.', cause);
    }
    return undefined;
  }

  async remove(id: string): Promise<void> {
    this.#own.delete(id);
    const found = await this.#find(id);
    if (found.length === 0) return;
    // First, so that it does not come back in the place of its result.
    for (const each of found) {
      const answer = (await this.#parse(each))?.madeOf;
      if (answer !== undefined && answer !== id) await this.remove(answer);
    }
    // Bytes that have their name have their entry: so they go first.
    await this.#discard(this.imagePath(id));
    for (const each of found) await this.#discard(this.#entryPath(each));
    this.#changed.fire();
  }

  async entries(): Promise<readonly InboxEntry[]> {
    const parsed = await Promise.all((await this.#find()).map((found) => this.#parse(found)));
    const entries = parsed.filter((entry) => entry !== undefined);
    const outdated = madeInto(entries);
    return entries.filter(({ id }) => !outdated.has(id)).toSorted((a, b) => a.receivedAt - b.receivedAt);
  }

  async orphans(): Promise<readonly InboxEntry[]> {
    await this.#sweep();
    const found = await this.#find();
    const parsed = await Promise.all(found.map((each) => this.#parse(each)));
    const outdated = madeInto(parsed.filter((entry) => entry !== undefined));
    const orphans: InboxEntry[] = [];
    for (const [index, each] of found.entries()) {
      const entry = parsed[index];
      if (!entry || (await this.#isOwned(each))) continue;
      if (outdated.has(entry.id)) await this.remove(entry.id);
      else orphans.push(entry);
    }
    return orphans.toSorted((a, b) => a.receivedAt - b.receivedAt);
  }

  async keepAnswer(bytes: Uint8Array): Promise<string | undefined> {
    const time = new Date(this.#clock.now()).toISOString().replaceAll(':', '-');
    const file = path.join(this.#answers, `${time}-${randomUUID()}.bin`);
    try {
      await makeFolders(this.#fs, this.#answers);
      await this.#fs.writeNew(file, bytes);
      await this.#fs.syncFolder(this.#answers);
      return file;
    } catch (cause) {
      this.#log.error('An answer that was not understood could not be kept.', cause);
      return undefined;
    }
  }

  dispose(): void {
    clearInterval(this.#heartbeat);
    this.#heartbeat = undefined;
  }

  /** Entries whose bytes have arrived, of all windows; their text may still be unreadable. */
  async #find(id?: string): Promise<readonly FoundEntry[]> {
    const names = new Set(await fs.readdir(this.#folder).catch((): string[] => []));
    return [...names].flatMap((name) => {
      const file = parseInboxFileName(name);
      if (file?.kind !== 'entry' || (id !== undefined && file.id !== id)) return [];
      return names.has(inboxFileName({ kind: 'image', id: file.id })) ? [file] : [];
    });
  }

  /** The owner lives: it is this window, or its process runs and has touched the entry lately. */
  async #isOwned(found: FoundEntry): Promise<boolean> {
    const { owner } = found;
    if (isSameOwner(owner, this.#owner)) return true;
    if (owner.host === this.#owner.host && !this.#isAlive(owner.processId)) return false;
    const info = await fs.stat(this.#entryPath(found)).catch(() => undefined);
    // Without a file, somebody has just removed it or taken it over.
    return !info || this.#clock.now() - info.mtimeMs < ORPHAN_MS;
  }

  /** Two windows may try at the same moment: of two renames from one name, one fails. */
  async #takeOver(found: FoundEntry): Promise<boolean> {
    if (isSameOwner(found.owner, this.#owner)) return true;
    if (await this.#isOwned(found)) return false;
    const file = this.#entryPath(found);
    try {
      // Before the renaming: under the new name it must not look abandoned for a moment.
      await this.#touch(file);
      await this.#fs.rename(file, this.#entryPath({ id: found.id, owner: this.#owner }));
    } catch {
      return false;
    }
    this.#keepAlive(found.id);
    return true;
  }

  async #parse(found: FoundEntry): Promise<InboxEntry | undefined> {
    try {
      const text = await fs.readFile(this.#entryPath(found), 'utf8');
      const parsed = z.safeParse(entrySchema, JSON.parse(text));
      const recipe = parsed.success ? parseRecipe(parsed.data.recipe) : undefined;
      if (!parsed.success || !recipe) return undefined;
      // What was read from JSON has no member that is there and undefined.
      const facts = parsed.data as Omit<InboxEntry, 'id' | 'recipe'>;
      return { ...facts, id: found.id, recipe };
    } catch {
      // Removed meanwhile, or damaged: `orphans` deals with what stays.
      return undefined;
    }
  }

  /** What no entry can be made of, once it is old: halves are removed, whole bytes put where answers are kept. */
  async #sweep(): Promise<void> {
    const found = await this.#find();
    const readable = new Set<string>();
    for (const each of found) if (await this.#parse(each)) readable.add(each.id);
    const names = await fs.readdir(this.#folder).catch((): string[] => []);
    for (const name of names) {
      const file = parseInboxFileName(name);
      if (!file || readable.has(file.id)) continue;
      const info = await fs.stat(this.#path(name)).catch(() => undefined);
      if (!info || this.#clock.now() - info.mtimeMs < REMAINS_MS) continue;
      if (file.kind !== 'image') await this.#discard(this.#path(name));
      else await this.#setAside(file.id);
    }
  }

  async #setAside(id: string): Promise<void> {
    this.#log.warn('Bytes in the inbox have no readable entry and are kept with the answers.', { id });
    try {
      await makeFolders(this.#fs, this.#answers);
      await this.#fs.rename(this.imagePath(id), path.join(this.#answers, `${id}.bin`));
    } catch (cause) {
      this.#log.error('Bytes in the inbox could not be set aside.', cause);
    }
  }

  async #discard(file: string): Promise<void> {
    try {
      await this.#fs.unlink(file);
    } catch (cause) {
      // What stays is finished a second time at worst; nothing is lost.
      if (codeOf(cause) !== 'ENOENT') this.#log.warn('A file in the inbox could not be removed.', cause);
    }
  }

  #keepAlive(id: string): void {
    this.#own.add(id);
    if (this.#heartbeat) return;
    this.#heartbeat = setInterval(() => {
      for (const each of this.#own) {
        // Removed meanwhile: nothing to keep alive.
        this.#touch(this.#entryPath({ id: each, owner: this.#owner })).catch(() => undefined);
      }
    }, HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  async #touch(file: string): Promise<void> {
    const seconds = this.#clock.now() / 1000;
    await fs.utimes(file, seconds, seconds);
  }

  /** Where the bytes of an entry lie; another window may remove them at any time. */
  imagePath(id: string): string {
    return this.#path(inboxFileName({ kind: 'image', id }));
  }

  #entryPath({ id, owner }: FoundEntry): string {
    return this.#path(inboxFileName({ kind: 'entry', id, owner }));
  }

  #path(name: string): string {
    return path.join(this.#folder, name);
  }
}

/** Raw answers whose results are here too. */
function madeInto(entries: readonly InboxEntry[]): ReadonlySet<string> {
  return new Set(entries.flatMap(({ madeOf }) => madeOf ?? []));
}

function isProcessAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (cause) {
    // EPERM: it lives, and is somebody else's.
    return codeOf(cause) !== 'ESRCH';
  }
}
