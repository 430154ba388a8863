import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import * as z from 'zod/mini';
import type { Clock } from '../core/clock';
import type { Inbox, InboxEntry } from '../core/files/store';
import type { Log } from '../core/log';
import { parseRecipe } from '../core/recipes/parse';
import { err, ok, type Result } from '../core/result';
import { codeOf, nodeFileSystem, type FileSystem } from './fileSystem';

/** A window that lives touches its own entries this often; one that is older than the limit has no living owner. */
const HEARTBEAT_MS = 30_000;
const ORPHAN_MS = 120_000;

const entrySchema = z.object({
  id: z.string(),
  receivedAt: z.number(),
  extension: z.string(),
  owner: z.string(),
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
});

/**
 * Bytes that were paid for, on the disk before anything else happens to them: `<id>.bin`, then `<id>.json`, both flushed.
 * A file without its twin is what a crash left before the answer was complete, and is swept away when it is old.
 */
export class DiskInbox implements Inbox {
  readonly #folder: string;
  readonly #answers: string;
  readonly #owner = `${process.pid}-${randomUUID()}`;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #fs: FileSystem;
  readonly #own = new Set<string>();
  #heartbeat: ReturnType<typeof setInterval> | undefined;

  /** @param storage the extension's own folder, shared by all windows */
  constructor(storage: string, clock: Clock, log: Log, fileSystem: FileSystem = nodeFileSystem) {
    this.#folder = path.join(storage, 'inbox');
    this.#answers = path.join(storage, 'answers');
    this.#clock = clock;
    this.#log = log;
    this.#fs = fileSystem;
  }

  async put(entry: Omit<InboxEntry, 'id' | 'receivedAt'>, bytes: Uint8Array): Promise<Result<InboxEntry>> {
    const complete: InboxEntry = { ...entry, id: randomUUID(), receivedAt: this.#clock.now() };
    const text = JSON.stringify({ ...complete, owner: this.#owner });
    try {
      await this.#fs.mkdir(this.#folder);
      await this.#fs.writeNew(this.#path(complete.id, 'bin'), bytes);
      await this.#fs.writeNew(this.#path(complete.id, 'json'), new TextEncoder().encode(text));
      await this.#fs.syncFolder(this.#folder);
    } catch (cause) {
      const code = codeOf(cause);
      this.#log.error('The inbox cannot be written.', cause);
      return err(
        code === 'ENOSPC' || code === 'EDQUOT'
          ? { kind: 'diskFull', folder: this.#folder }
          : { kind: 'notWritable', folder: this.#folder, reason: code ?? 'unknown' },
      );
    }
    this.#own.add(complete.id);
    this.#heartbeat ??= this.#startHeartbeat();
    return ok(complete);
  }

  async read(id: string): Promise<Uint8Array | undefined> {
    if (!isId(id)) return undefined;
    return fs.readFile(this.#path(id, 'bin')).catch(() => undefined);
  }

  async remove(id: string): Promise<void> {
    if (!isId(id)) return;
    this.#own.delete(id);
    // The description first: bytes without one are swept, a description without bytes could not be finished.
    await fs.rm(this.#path(id, 'json'), { force: true });
    await fs.rm(this.#path(id, 'bin'), { force: true });
  }

  async entries(): Promise<readonly InboxEntry[]> {
    const names = await fs.readdir(this.#folder).catch((): string[] => []);
    const entries = await Promise.all(
      names
        .filter((name) => name.endsWith('.json') && names.includes(name.replace(/json$/, 'bin')))
        .map((name) => this.#parse(path.join(this.#folder, name))),
    );
    return entries.filter((entry) => entry !== undefined).toSorted((a, b) => a.receivedAt - b.receivedAt);
  }

  async orphans(): Promise<readonly InboxEntry[]> {
    await this.#sweep();
    const orphans: InboxEntry[] = [];
    for (const entry of await this.entries()) {
      if (this.#own.has(entry.id)) continue;
      const file = this.#path(entry.id, 'json');
      const info = await fs.stat(file).catch(() => undefined);
      if (!info || this.#clock.now() - info.mtimeMs < ORPHAN_MS) continue;
      if (await this.#claim(entry.id)) orphans.push(entry);
    }
    return orphans;
  }

  async keepAnswer(bytes: Uint8Array): Promise<string | undefined> {
    const file = path.join(
      this.#answers,
      `${new Date(this.#clock.now()).toISOString().replaceAll(':', '-')}-${randomUUID()}.bin`,
    );
    try {
      await this.#fs.mkdir(this.#answers);
      await this.#fs.writeNew(file, bytes);
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

  /** Two windows may look at the same moment: whoever makes the claim file has it. */
  async #claim(id: string): Promise<boolean> {
    const claim = this.#path(id, 'claim');
    try {
      await this.#fs.writeNew(claim, new TextEncoder().encode(this.#owner));
    } catch {
      return false;
    }
    this.#own.add(id);
    this.#heartbeat ??= this.#startHeartbeat();
    await this.#touch(id);
    await fs.rm(claim, { force: true });
    return true;
  }

  async #parse(file: string): Promise<InboxEntry | undefined> {
    try {
      const parsed = z.safeParse(entrySchema, JSON.parse(await fs.readFile(file, 'utf8')));
      const recipe = parsed.success ? parseRecipe(parsed.data.recipe) : undefined;
      if (!parsed.success || !recipe) return undefined;
      const { id, receivedAt, extension, destination } = parsed.data;
      return { id, receivedAt, extension, recipe, ...(destination ? { destination } : {}) };
    } catch {
      // Half-written by a crash: there is nothing to finish.
      return undefined;
    }
  }

  /** Files that no entry belongs to, once they are old enough to have no writer. */
  async #sweep(): Promise<void> {
    const names = await fs.readdir(this.#folder).catch((): string[] => []);
    for (const name of names) {
      const isPaired =
        names.includes(name.replace(/bin$/, 'json')) && names.includes(name.replace(/json$/, 'bin'));
      if (isPaired && !name.endsWith('.claim')) continue;
      const file = path.join(this.#folder, name);
      const info = await fs.stat(file).catch(() => undefined);
      if (info && this.#clock.now() - info.mtimeMs > ORPHAN_MS) await fs.rm(file, { force: true });
    }
  }

  #startHeartbeat(): ReturnType<typeof setInterval> {
    const timer = setInterval(() => {
      for (const id of this.#own) void this.#touch(id);
    }, HEARTBEAT_MS);
    timer.unref();
    return timer;
  }

  async #touch(id: string): Promise<void> {
    const now = this.#clock.now() / 1000;
    // Removed meanwhile: nothing to keep alive.
    await fs.utimes(this.#path(id, 'json'), now, now).catch(() => undefined);
  }

  #path(id: string, kind: 'bin' | 'json' | 'claim'): string {
    return path.join(this.#folder, `${id}.${kind}`);
  }
}

/** Ids come back from messages and records; a path must never come of one. */
function isId(id: string): boolean {
  return /^[0-9a-f-]{36}$/.test(id);
}
