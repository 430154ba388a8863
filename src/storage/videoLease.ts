import type { Clock } from '../core/clock';
import type { Lease } from '../core/video/jobs/ports';
import type { SharedDatabase } from './database';

const NAME = 'videos';

/** A window that has not been heard of for so long is dead, or sleeps with the computer. */
export const LEASE_MS = 30_000;

/** Kept without a write while it is younger than this. */
const RENEW_MS = 8_000;

/** The right to look after the videos of this machine, in the database that all windows share. */
export class SqliteLease implements Lease {
  readonly #shared: SharedDatabase;
  readonly #clock: Clock;
  readonly #owner: string;

  /** @param owner a name that no other window has */
  constructor(shared: SharedDatabase, clock: Clock, owner: string) {
    this.#shared = shared;
    this.#clock = clock;
    this.#owner = owner;
  }

  hold(): boolean {
    const holder = this.#holder();
    const now = this.#clock.now();
    if (holder && holder.owner !== this.#owner && isAlive(holder.expiresAt, now)) return false;
    if (holder?.owner === this.#owner) {
      const left = holder.expiresAt - now;
      if (left > LEASE_MS - RENEW_MS && left <= LEASE_MS) return true;
    }
    const taken = this.#shared.transaction((prepare) => {
      const row = prepare('SELECT owner, expires_at FROM leases WHERE name = ?').get(NAME);
      // Read inside, so that a wait for another window's transaction does not make it older than it is.
      const at = this.#clock.now();
      if (row && row['owner'] !== this.#owner && isAlive(Number(row['expires_at']), at)) return false;
      prepare(
        `INSERT INTO leases (name, owner, expires_at) VALUES (?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at`,
      ).run(NAME, this.#owner, at + LEASE_MS);
      return true;
    });
    return taken.ok && taken.value;
  }

  release(): void {
    if (this.#holder()?.owner !== this.#owner) return;
    this.#shared.transaction((prepare) =>
      prepare('DELETE FROM leases WHERE name = ? AND owner = ?').run(NAME, this.#owner),
    );
  }

  #holder(): { readonly owner: string; readonly expiresAt: number } | undefined {
    const row = this.#shared.query((prepare) =>
      prepare('SELECT owner, expires_at FROM leases WHERE name = ?').get(NAME),
    );
    return row.ok && row.value
      ? { owner: String(row.value['owner']), expiresAt: Number(row.value['expires_at']) }
      : undefined;
  }
}

/** What would expire later than a fresh lease was taken before the clock was set back. */
function isAlive(expiresAt: number, now: number): boolean {
  return expiresAt > now && expiresAt <= now + LEASE_MS;
}
