import type { Clock } from '../core/clock';
import type { SearchLease } from '../core/search/workspace/ports';
import type { SharedDatabase } from './database';

/** Longer than the longest wait for the request limit; a window that has not been heard of for so long is dead. */
export const SEARCH_LEASE_MS = 90_000;

/** Kept without a write while it is younger than this. */
const RENEW_MS = 20_000;

/** The right to index a workspace, in the database that all windows share. */
export class SqliteSearchLease implements SearchLease {
  readonly #shared: SharedDatabase;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #owner: string;

  /**
   * @param workspace its URI
   * @param owner a name that no other window has
   */
  constructor(shared: SharedDatabase, clock: Clock, workspace: string, owner: string) {
    this.#shared = shared;
    this.#clock = clock;
    this.#name = workspace;
    this.#owner = owner;
  }

  hold(): boolean {
    const now = this.#clock.now();
    const row = this.#shared.query((prepare) => prepare(FIND).get(this.#name));
    if (!row.ok) return false;
    const isOwn = row.value?.['owner'] === this.#owner;
    const expiresAt = Number(row.value?.['expires_at'] ?? 0);
    if (isOwn && isAlive(expiresAt, now) && expiresAt - now > SEARCH_LEASE_MS - RENEW_MS) return true;
    if (row.value && !isOwn && isAlive(expiresAt, now)) return false;
    const taken = this.#shared.transaction((prepare) => {
      const found = prepare(FIND).get(this.#name);
      // Read inside, so that a wait for another window's transaction does not make it older than it is.
      const at = this.#clock.now();
      if (found && found['owner'] !== this.#owner && isAlive(Number(found['expires_at']), at)) return false;
      prepare(
        `INSERT INTO leases (name, owner, expires_at) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at`,
      ).run(this.#name, this.#owner, at + SEARCH_LEASE_MS);
      return true;
    });
    return taken.ok && taken.value;
  }

  release(): void {
    this.#shared.transaction((prepare) =>
      prepare('DELETE FROM leases WHERE name = ? AND owner = ?').run(this.#name, this.#owner),
    );
  }
}

const FIND = 'SELECT owner, expires_at FROM leases WHERE name = ?';

/** What would expire later than a fresh lease was taken before the clock was set back. */
function isAlive(expiresAt: number, now: number): boolean {
  return expiresAt > now && expiresAt <= now + SEARCH_LEASE_MS;
}
