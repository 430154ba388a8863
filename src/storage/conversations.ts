import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { Log } from '../core/log';
import { err, ok, type Result } from '../core/result';
import { titleOf, type Conversation } from '../core/vision/ask/conversation';
import { parseConversation } from '../core/vision/ask/parse';
import type { ConversationEntry, ConversationStore } from '../core/vision/ask/store';
import { storageFailure } from './failure';
import { nodeFileSystem, type FileSystem } from './fileSystem';
import { replaceFile } from './replaceFile';
import { Turns } from './turns';

/** Conversations beyond these go, oldest first, when a new one is written. */
const MAX_KEPT = 200;

/** Conversations in `conversations/<workspace>/<id>.json` of the extension's storage. */
export class DiskConversations implements ConversationStore {
  readonly #folder: string;
  readonly #log: Log;
  readonly #fs: FileSystem;
  /** Writes and removals of one conversation follow each other; the last one wins. */
  readonly #turns = new Turns();

  constructor(storage: string, log: Log, fileSystem: FileSystem = nodeFileSystem) {
    this.#folder = path.join(storage, 'conversations');
    this.#log = log;
    this.#fs = fileSystem;
  }

  async list(workspace: string): Promise<readonly ConversationEntry[]> {
    const read = await Promise.all((await this.#ids(workspace)).map((id) => this.read(workspace, id)));
    return read
      .flatMap((conversation) =>
        conversation
          ? [{ id: conversation.id, title: titleOf(conversation), changedAt: conversation.changedAt }]
          : [],
      )
      .sort((a, b) => b.changedAt - a.changedAt);
  }

  async read(workspace: string, id: string): Promise<Conversation | undefined> {
    try {
      return parseConversation(id, JSON.parse(await fs.readFile(this.#path(workspace, id), 'utf8')));
    } catch {
      // Never written, or damaged.
      return undefined;
    }
  }

  async write(workspace: string, conversation: Conversation): Promise<Result<void>> {
    const target = this.#path(workspace, conversation.id);
    const bytes = new TextEncoder().encode(JSON.stringify(conversation));
    return this.#turns.take(target, async () => {
      try {
        await replaceFile(this.#fs, target, bytes);
        await this.#forgetOldest(workspace);
        return ok();
      } catch (cause) {
        this.#log.error('A conversation could not be written.', cause);
        return err(storageFailure(cause, path.dirname(target)));
      }
    });
  }

  async remove(workspace: string, id: string): Promise<void> {
    const target = this.#path(workspace, id);
    await this.#turns.take(target, () => fs.rm(target, { force: true }).catch(() => undefined));
  }

  async #ids(workspace: string): Promise<readonly string[]> {
    const names = await fs.readdir(this.#folderOf(workspace)).catch((): string[] => []);
    return names.flatMap((name) => {
      const id = name.endsWith('.json') ? name.slice(0, -'.json'.length) : '';
      return isId(id) ? [id] : [];
    });
  }

  async #forgetOldest(workspace: string): Promise<void> {
    const ids = await this.#ids(workspace);
    if (ids.length <= MAX_KEPT) return;
    const dated = await Promise.all(
      ids.map(async (id) => {
        const file = this.#path(workspace, id);
        return { file, at: (await fs.stat(file).catch(() => undefined))?.mtimeMs ?? 0 };
      }),
    );
    const oldest = dated.toSorted((a, b) => a.at - b.at).slice(0, ids.length - MAX_KEPT);
    await Promise.all(oldest.map(({ file }) => fs.rm(file, { force: true }).catch(() => undefined)));
  }

  /** A hash, because a URI is no name for a folder. */
  #folderOf(workspace: string): string {
    return path.join(this.#folder, createHash('sha256').update(workspace).digest('hex').slice(0, 32));
  }

  #path(workspace: string, id: string): string {
    if (!isId(id)) throw new TypeError('Not the id of a conversation.');
    return path.join(this.#folderOf(workspace), `${id}.json`);
  }
}

/** Ids come back from pages: nothing but what we make. */
function isId(id: string): boolean {
  return /^[0-9a-f-]{36}$/.test(id);
}
