import type { Clock } from '../../clock';
import type { ImageError } from '../../errors';
import type { Log } from '../../log';
import type { Result } from '../../result';
import type { Cell } from '../cells';
import type { MadeCell, RunRecord } from './record';

export type Provider = RunRecord['provider'];

/** What is known of a cell, over all runs and windows. */
export type CellKnowledge =
  | { readonly kind: 'made'; readonly made: MadeCell }
  /** A window that is alive is making it. */
  | { readonly kind: 'busy' }
  /** It was sent by a window that has died since: it may have been paid for. */
  | { readonly kind: 'left' }
  /** The same, and nothing of it was found. It is not sent again unless the user asks. */
  | { readonly kind: 'inDoubt' };

/** Who begins first makes it: over all windows, and on the disk when it returns. */
export type CellStart = { readonly kind: 'yours' } | CellKnowledge;

/** Keeps, for every cell that was ever sent, what came of it; shared by all windows. Offline cells are kept apart. */
export interface CellBook {
  find(provider: Provider, keys: readonly string[]): Result<ReadonlyMap<string, CellKnowledge>>;
  /** @param isRepeated the user wants it whatever is known of it; a cell that is being made stays busy */
  begin(provider: Provider, key: string, isRepeated: boolean): Result<CellStart>;
  made(provider: Provider, key: string, made: MadeCell): Result<void>;
  /** It was sent, and nobody can say what became of it. */
  doubt(provider: Provider, key: string): Result<void>;
  /** It was certainly not made: it counts as never begun. */
  release(provider: Provider, key: string): Result<void>;
}

/** What one paid call came to. */
export type CellResult =
  | { readonly kind: 'made'; readonly made: MadeCell; readonly error?: ImageError }
  | {
      readonly kind: 'failed';
      readonly error: ImageError;
      readonly mayBeCharged: boolean;
      /** True where something arrived and waits elsewhere, such as in the inbox: `recover` will find it. */
      readonly isKept: boolean;
    };

/** Makes cells for money. The generator of images stands behind it, and the caretaker of videos. */
export interface CellMaker {
  /** Never throws. What arrives after an abort is kept all the same. */
  make(cell: Cell, signal: AbortSignal): Promise<CellResult>;
  /**
   * Looks for what earlier runs have paid for: in the inbox, which it finishes first, among recipes, among jobs.
   *
   * @returns only what is there; costs nothing
   */
  recover(keys: readonly string[]): Promise<ReadonlyMap<string, MadeCell>>;
  /** @returns for each, whether anything of its images is left: a file or a recipe */
  areThere(made: readonly MadeCell[]): Promise<readonly boolean[]>;
  /** What has come of it since: the film of a video whose job has ended. Without it, everything is there at once. */
  current?(made: MadeCell): MadeCell;
}

/** Keeps runs beside the prompt files. */
export interface RunStore {
  /** Flushed when it resolves. */
  write(run: RunRecord): Promise<Result<void>>;
  /** Newest first. @param file only those of one prompt file */
  list(file?: string): Promise<readonly RunRecord[]>;
  read(id: string): Promise<RunRecord | undefined>;
}

export interface RunPorts {
  readonly book: CellBook;
  readonly maker: CellMaker;
  readonly store: RunStore;
  readonly clock: Clock;
  readonly log: Log;
}
