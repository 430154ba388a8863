import type { Clock } from '../core/clock';
import type { CellBook, CellKnowledge, CellStart, Provider } from '../core/promptFiles/runs/ports';
import type { MadeCell } from '../core/promptFiles/runs/record';
import { madeCellSchema } from '../core/promptFiles/runs/record';
import { ok, type Result } from '../core/result';
import * as z from 'zod/mini';
import type { Prepare, SharedDatabase } from './database';
import { createOwner, isSameOwner, type InboxOwner } from './inboxNames';

/** Longer than any call with all its retries: what is older was left behind, whoever has the process id by now. */
const BUSY_MS = 30 * 60_000;

/** SQLite takes some thousands of values in one statement; a few hundred at a time are as quick. */
const KEYS_AT_ONCE = 400;

/** Facts about the process, which a test replaces. */
export interface CellSurroundings {
  readonly processId?: number;
  readonly isAlive?: (processId: number) => boolean;
}

/**
 * What became of every cell that was ever sent from this machine, in the database that all windows share. One object for each
 * workspace folder.
 */
export class SqliteCells implements CellBook {
  readonly #shared: SharedDatabase;
  readonly #clock: Clock;
  readonly #scope: string;
  readonly #owner: InboxOwner;
  readonly #isAlive: (processId: number) => boolean;

  /** @param scope URI of the workspace folder: what another project has made is no use to this one */
  constructor(shared: SharedDatabase, clock: Clock, scope: string, surroundings: CellSurroundings = {}) {
    this.#shared = shared;
    this.#clock = clock;
    this.#scope = scope;
    this.#owner = createOwner(surroundings.processId ?? process.pid);
    this.#isAlive = surroundings.isAlive ?? processIsAlive;
  }

  find(provider: Provider, keys: readonly string[]): Result<ReadonlyMap<string, CellKnowledge>> {
    return this.#shared.query((prepare) => {
      const found = new Map<string, CellKnowledge>();
      for (let from = 0; from < keys.length; from += KEYS_AT_ONCE) {
        const some = keys.slice(from, from + KEYS_AT_ONCE);
        const rows = prepare(
          'SELECT * FROM cells WHERE scope = ? AND provider = ? AND key IN (SELECT value FROM json_each(?))',
        ).all(this.#scope, provider, JSON.stringify(some));
        for (const row of rows) {
          const known = this.#knowledge(row);
          if (known) found.set(String(row['key']), known);
        }
      }
      return found;
    });
  }

  begin(provider: Provider, key: string, isRepeated: boolean): Result<CellStart> {
    return this.#shared.transaction((prepare): CellStart => {
      const row = prepare('SELECT * FROM cells WHERE scope = ? AND provider = ? AND key = ?').get(
        this.#scope,
        provider,
        key,
      );
      const known = row && this.#knowledge(row);
      if (known && (known.kind === 'busy' || !isRepeated)) return known;
      this.#put(prepare, provider, key, 'sending', undefined);
      return { kind: 'yours' };
    });
  }

  made(provider: Provider, key: string, made: MadeCell): Result<void> {
    return this.#write((prepare) => this.#put(prepare, provider, key, 'made', made));
  }

  doubt(provider: Provider, key: string): Result<void> {
    return this.#write((prepare) => this.#put(prepare, provider, key, 'inDoubt', undefined));
  }

  release(provider: Provider, key: string): Result<void> {
    return this.#write((prepare) =>
      prepare('DELETE FROM cells WHERE scope = ? AND provider = ? AND key = ?').run(
        this.#scope,
        provider,
        key,
      ),
    );
  }

  #write(work: (prepare: Prepare) => unknown): Result<void> {
    const written = this.#shared.transaction(work);
    return written.ok ? ok() : written;
  }

  #put(prepare: Prepare, provider: Provider, key: string, state: string, made: MadeCell | undefined): void {
    const { processId, host, token } = this.#owner;
    prepare(
      `INSERT INTO cells (scope, provider, key, state, owner, at, made) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (scope, provider, key) DO UPDATE
       SET state = excluded.state, owner = excluded.owner, at = excluded.at, made = excluded.made`,
    ).run(
      this.#scope,
      provider,
      key,
      state,
      `${processId}-${host}-${token}`,
      this.#clock.now(),
      made ? JSON.stringify(made) : null,
    );
  }

  /** @returns undefined for a row that nobody can read: as good as none, but for what may have been paid */
  #knowledge(row: Readonly<Record<string, unknown>>): CellKnowledge | undefined {
    switch (row['state']) {
      case 'made': {
        const made = parseMade(row['made']);
        return made ? { kind: 'made', made } : { kind: 'left' };
      }
      case 'sending':
        return this.#isBusy(String(row['owner']), Number(row['at'])) ? { kind: 'busy' } : { kind: 'left' };
      case 'inDoubt':
        return { kind: 'inDoubt' };
      default:
        return { kind: 'left' };
    }
  }

  #isBusy(owner: string, at: number): boolean {
    const age = this.#clock.now() - at;
    if (age > BUSY_MS || age < -BUSY_MS) return false;
    const [processId = '', host = '', token = ''] = owner.split('-');
    const other = { processId: Number(processId), host, token };
    if (isSameOwner(other, this.#owner)) return true;
    // A process id of another machine says nothing here; only time does. One of ours without our token is an older process.
    if (host !== this.#owner.host) return true;
    return other.processId !== this.#owner.processId && this.#isAlive(other.processId);
  }
}

function parseMade(text: unknown): MadeCell | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    const parsed = z.safeParse(madeCellSchema, JSON.parse(text));
    return parsed.success ? (parsed.data as MadeCell) : undefined;
  } catch {
    return undefined;
  }
}

function processIsAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (cause) {
    // It is there, and somebody else's.
    return cause instanceof Error && 'code' in cause && cause.code === 'EPERM';
  }
}
