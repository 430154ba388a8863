import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Log } from '../core/log';
import { ok, err, type Result } from '../core/result';
import { parseSession } from '../core/studio/parse';
import type { StudioSession } from '../core/studio/session';
import type { SessionStore } from '../core/studio/store';
import { storageFailure } from './failure';
import { nodeFileSystem, type FileSystem } from './fileSystem';
import { replaceFile } from './replaceFile';
import { Turns } from './turns';

/** Sessions in `studio/<id>/` of the extension's storage. */
export class DiskSessions implements SessionStore {
  readonly #folder: string;
  readonly #log: Log;
  readonly #fs: FileSystem;
  /** Writes and removals of one session follow each other; the last one wins. */
  readonly #turns = new Turns();

  constructor(storage: string, log: Log, fileSystem: FileSystem = nodeFileSystem) {
    this.#folder = path.join(storage, 'studio');
    this.#log = log;
    this.#fs = fileSystem;
  }

  async read(id: string): Promise<StudioSession | undefined> {
    try {
      return parseSession(id, JSON.parse(await fs.readFile(this.#path(id, 'session.json'), 'utf8')));
    } catch {
      // Never written, or damaged: the panel starts anew.
      return undefined;
    }
  }

  async write(session: StudioSession): Promise<Result<void>> {
    const { id, ...facts } = session;
    return this.#replace(id, 'session.json', new TextEncoder().encode(JSON.stringify(facts)));
  }

  async readMask(id: string): Promise<Uint8Array | undefined> {
    try {
      return new Uint8Array(await fs.readFile(this.#path(id, 'mask.bin')));
    } catch {
      return undefined;
    }
  }

  async writeMask(id: string, packed: Uint8Array | undefined): Promise<Result<void>> {
    if (packed) return this.#replace(id, 'mask.bin', packed);
    await this.removeFile(id, 'mask.bin');
    return ok();
  }

  async writeFile(id: string, name: string, bytes: Uint8Array): Promise<Result<string>> {
    const written = await this.#replace(id, name, bytes);
    return written.ok ? ok(this.#path(id, name)) : written;
  }

  async removeFile(id: string, name: string): Promise<void> {
    const target = this.#path(id, name);
    await this.#turns.take(id, () => fs.rm(target, { force: true }).catch(() => undefined));
  }

  folderOf(id: string): string {
    return path.join(this.#folder, checked(id));
  }

  async list(): Promise<readonly string[]> {
    const names = await fs.readdir(this.#folder).catch((): string[] => []);
    const found = await Promise.all(
      names.filter(isId).map(async (id) => {
        const info = await fs.stat(this.#path(id, 'session.json')).catch(() => undefined);
        return info ? [{ id, at: info.mtimeMs }] : [];
      }),
    );
    return found
      .flat()
      .toSorted((a, b) => b.at - a.at)
      .map(({ id }) => id);
  }

  async remove(id: string): Promise<void> {
    const folder = this.folderOf(id);
    await this.#turns.take(id, () =>
      fs.rm(folder, { recursive: true, force: true }).catch((cause: unknown) => {
        this.#log.warn('A session of the Studio could not be removed.', cause);
      }),
    );
  }

  async #replace(id: string, name: string, bytes: Uint8Array): Promise<Result<void>> {
    const target = this.#path(id, name);
    return this.#turns.take(id, () => this.#write(target, bytes));
  }

  async #write(target: string, bytes: Uint8Array): Promise<Result<void>> {
    try {
      await replaceFile(this.#fs, target, bytes);
      return ok();
    } catch (cause) {
      this.#log.error('A session of the Studio could not be written.', cause);
      return err(storageFailure(cause, path.dirname(target)));
    }
  }

  #path(id: string, name: string): string {
    return path.join(this.folderOf(id), path.basename(name));
  }
}

/** Ids come back from pages: nothing but what we make. */
function isId(id: string): boolean {
  return /^[0-9a-f-]{36}$/.test(id);
}

function checked(id: string): string {
  if (!isId(id)) throw new TypeError('Not the id of a session.');
  return id;
}
