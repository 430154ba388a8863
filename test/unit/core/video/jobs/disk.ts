import { createHash } from 'node:crypto';
import { Emitter } from '../../../../../src/core/emitter';
import type { Destination } from '../../../../../src/core/files/store';
import type { Booking, SpendOutcome } from '../../../../../src/core/money/ledger';
import { numberedName } from '../../../../../src/core/names/numbered';
import type { VideoRecipe } from '../../../../../src/core/recipes/video';
import { err, ok, type Result } from '../../../../../src/core/result';
import type { VideoJob } from '../../../../../src/core/video/jobs/job';
import { parseVideoJob } from '../../../../../src/core/video/jobs/parse';
import type { FilmFiles } from '../../../../../src/core/video/jobs/ports';

export interface Row {
  readonly booking: Booking;
  state: 'reserved' | 'settled';
  amountUsd: number;
  outcome?: SpendOutcome;
}

/** What outlives a window: the database, the storage, the project. */
export class Disk {
  records = new Map<string, string>();
  rows = new Map<number, Row>();
  nextRow = 1;
  lease: { readonly owner: string; readonly expiresAt: number } | undefined;
  readonly changed = new Emitter<void>();
  readonly growing = new Map<string, Uint8Array>();
  readonly project = new Map<string, Uint8Array>();
  readonly recipes = new Map<string, VideoRecipe>();
  readonly blobs = new Map<string, Uint8Array>();
  isFull = false;

  readonly #parsed = new Map<string, VideoJob | undefined>();

  jobs(): readonly VideoJob[] {
    return [...this.records.values()].flatMap((text) => this.read(text) ?? []);
  }

  /** Nobody changes what was read, so it need not be read twice. */
  read(text: string | undefined): VideoJob | undefined {
    if (text === undefined) return undefined;
    if (!this.#parsed.has(text)) this.#parsed.set(text, parseVideoJob(text));
    return this.#parsed.get(text);
  }

  /** `settled 3.75 succeeded`, in the order of the reservations. */
  books(): readonly string[] {
    return [...this.rows.values()].map(({ state, amountUsd, outcome }) =>
      outcome === undefined ? `${state} ${amountUsd}` : `${state} ${amountUsd} ${outcome}`,
    );
  }
}

/** Where films grow and end on such a disk. */
export function filmsOn(disk: Disk): FilmFiles {
  const pathOf = (jobId: string, name: string): string => `${jobId}/${name}`;
  const full: Result<never> = err({ kind: 'diskFull', folder: 'storage' });
  return {
    received: async (jobId, name) => disk.growing.get(pathOf(jobId, name))?.length ?? 0,
    write: async (jobId, name, position, pieces) => {
      if (disk.isFull) return full;
      const bytes = Buffer.concat(pieces);
      const before = disk.growing.get(pathOf(jobId, name)) ?? new Uint8Array(0);
      const after = new Uint8Array(Math.max(before.length, position + bytes.length));
      after.set(before);
      after.set(bytes, position);
      disk.growing.set(pathOf(jobId, name), after);
      return ok();
    },
    flush: async () => ok(),
    read: async (jobId, name, position, length) =>
      disk.growing.get(pathOf(jobId, name))?.subarray(position, position + length),
    seal: async (jobId, name) => {
      const bytes = disk.growing.get(pathOf(jobId, name)) ?? new Uint8Array(0);
      return ok({ sha256: hash(bytes) });
    },
    grown: async (jobId, name) => {
      const bytes = disk.growing.get(pathOf(jobId, name));
      return bytes && hash(bytes);
    },
    md5: async (jobId, name) => {
      const bytes = disk.growing.get(pathOf(jobId, name));
      return bytes && createHash('md5').update(bytes).digest('hex');
    },
    discard: async (jobId, name) => {
      for (const key of [...disk.growing.keys()]) {
        if (name === undefined ? key.startsWith(`${jobId}/`) : key === pathOf(jobId, name))
          disk.growing.delete(key);
      }
    },
    prune: async (keep) => {
      for (const key of [...disk.growing.keys()]) {
        if (!keep.has(key.split('/')[0] ?? '')) disk.growing.delete(key);
      }
    },
    choose: async ({ values }: Destination) => {
      for (let number = 1; ; number++) {
        const path = `generated-videos/${numberedName(values.slug, number, 'mp4')}`;
        if (!disk.project.has(path)) return ok(path);
      }
    },
    place: async (jobId, name, { path, sha256 }) => {
      if (disk.isFull) return full;
      const there = disk.project.get(path);
      if (there) return ok(hash(there) === sha256 ? 'placed' : 'taken');
      const bytes = disk.growing.get(pathOf(jobId, name));
      if (!bytes || hash(bytes) !== sha256) throw new Error('Something else is placed than was sealed');
      disk.project.set(path, bytes);
      return ok('placed');
    },
  };
}

export function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
