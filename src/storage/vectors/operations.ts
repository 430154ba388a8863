import type { ImageError } from '../../core/errors';
import { err, ok, type Result } from '../../core/result';
import type { IndexState, VectorSpace } from '../../core/search/vectorIndex';
import { DiskIndex } from './diskIndex';
import { LaterVersionError } from './indexFile';
import { IndexFolder } from './indexFolder';
import { compileKernels } from './kernel';
import { keyOf, type Filter, type OperationName, type Operations } from './protocol';
import { DamagedError, isFull, sqliteCodeOf, type Sqlite } from './sqlite';

type Handlers = {
  readonly [Name in OperationName]: (params: Operations[Name]['params']) => Operations[Name]['result'];
};

/** The indexes of one folder, in the calling thread. */
export class VectorOperations {
  readonly #path: string;
  readonly #folder: IndexFolder | undefined;
  readonly #kernels = compileKernels();
  readonly #indexes = new Map<string, DiskIndex>();
  #lastFilter: ReadonlySet<string> = new Set();

  readonly #handlers: Handlers = {
    open: ({ space }) => {
      this.#indexOf(space).use((index) => index.load());
      return undefined;
    },
    add: ({ space, entries }) => this.#indexOf(space).use((index) => index.add(entries)),
    remove: ({ space, ids }) => this.#indexOf(space).use((index) => index.remove(ids)),
    has: ({ space, ids }) => this.#indexOf(space).use((index) => index.has(ids)),
    ids: ({ space }) => this.#indexOf(space).use((index) => index.ids()),
    count: ({ space }) => this.#indexOf(space).use((index) => index.count()),
    vectors: ({ space, ids }) => this.#indexOf(space).use((index) => index.vectors(ids)),
    search: ({ space, vector, count, filter }) => {
      const allowed = this.#allowedBy(filter);
      return this.#indexOf(space).use((index) => index.search(vector, count, allowed));
    },
    background: ({ space, queries }) => this.#indexOf(space).use((index) => index.background(queries)),
    close: ({ space }) => this.#close(space),
    list: () => this.#existingFolder().list(),
    delete: ({ space }) => {
      this.#close(space);
      this.#existingFolder().delete(space);
      return undefined;
    },
  };

  /** @param sqlite undefined where this Node has none: then every operation says so */
  constructor(sqlite: Sqlite | undefined, folder: string) {
    this.#path = folder;
    this.#folder = sqlite && new IndexFolder(sqlite, folder);
  }

  run<Name extends OperationName>(
    name: Name,
    params: Operations[Name]['params'],
  ): Result<Operations[Name]['result']> {
    try {
      return ok(this.#handlers[name](params));
    } catch (cause) {
      return err(failureOf(cause, this.#path));
    }
  }

  /** Undefined where it was not used yet. */
  stateOf(space: VectorSpace): IndexState | undefined {
    return this.#indexes.get(keyOf(space))?.state;
  }

  closeAll(): void {
    for (const index of this.#indexes.values()) index.close();
    this.#indexes.clear();
  }

  #existingFolder(): IndexFolder {
    if (!this.#folder) throw new MissingSqliteError('node:sqlite is missing');
    return this.#folder;
  }

  #indexOf(space: VectorSpace): DiskIndex {
    const key = keyOf(space);
    let index = this.#indexes.get(key);
    if (!index) {
      index = new DiskIndex(this.#existingFolder(), this.#kernels, space);
      this.#indexes.set(key, index);
    }
    return index;
  }

  #close(space: VectorSpace): undefined {
    this.#indexes.get(keyOf(space))?.close();
    this.#indexes.delete(keyOf(space));
  }

  #allowedBy(filter: Filter | undefined): ReadonlySet<string> | undefined {
    if (!filter) return undefined;
    if (filter.kind === 'ids') this.#lastFilter = new Set(filter.ids);
    return this.#lastFilter;
  }
}

class MissingSqliteError extends Error {}

function failureOf(cause: unknown, folder: string): ImageError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (isFull(cause) || code === 'ENOSPC' || code === 'EDQUOT') return { kind: 'diskFull', folder };
  const isOrdinary =
    sqliteCodeOf(cause) !== undefined ||
    cause instanceof DamagedError ||
    cause instanceof LaterVersionError ||
    cause instanceof MissingSqliteError ||
    // The system refuses: no right to write, a file that another program holds.
    (typeof code === 'string' && code.startsWith('E') && !code.startsWith('ERR_'));
  if (isOrdinary && cause instanceof Error) return { kind: 'noDatabase', reason: cause.message };
  return { kind: 'unexpected', cause };
}
