import type { Disposable } from '../disposable';
import type { Result } from '../result';
import type { FileRow } from './files/ports';
import type { DuplicateGroup } from './finding/duplicates';
import type { SearchAnswer, SearchMatch, SearchRequest } from './finding/ports';
import type { IndexingPlan, IndexingState } from './indexing/ports';
import type { Included } from './workspace/included';
import type { RecoveredIndex } from './workspace/watchedIndexes';

/** Search by meaning in the open workspace: what every surface asks of it. */
export interface WorkspaceSearch {
  /** `noConsent` until the user has agreed: then nothing is sent, and searching answers with the note `noIndex`. */
  readonly state: IndexingState;
  /** Whether the index was damaged; what is missing of it is indexed again. */
  readonly recovered: RecoveredIndex | undefined;
  /** The state, or the pictures that can be found. */
  readonly onDidChange: (listener: () => void) => Disposable;

  /** What indexing would mean, without sending anything. */
  plan(signal: AbortSignal): Promise<Result<IndexingPlan>>;
  /** The user's word, given where this plan was shown; indexing begins. */
  consent(plan: IndexingPlan): Result<void>;
  pause(): Promise<Result<void>>;
  resume(): Result<void>;

  search(request: SearchRequest, signal: AbortSignal): Promise<Result<SearchAnswer>>;
  /** Pictures that are here already and close to a prompt; none where the user has switched that off. */
  suggest(prompt: string, signal: AbortSignal): Promise<Result<readonly SearchMatch[]>>;
  /** Pictures that are equal or nearly equal, whatever is looked for. */
  duplicates(signal: AbortSignal): Promise<Result<readonly DuplicateGroup[]>>;
  /** Files that cannot be found, with the reason. */
  problems(): Result<readonly FileRow[]>;
  /** Every file that was looked at, with the hash of its content: filters name contents. */
  files(signal: AbortSignal): Promise<Result<readonly FileRow[]>>;
  /** Folders that are looked at although a rule leaves them out. */
  included(): Result<Included>;
  /** Folders that are looked at from now on although a rule leaves them out, beside those of before; relative paths. */
  include(folder: string, paths: readonly string[]): Result<void>;
  /** Lets the rules hold again for these folders and for all that lies in them. @returns those that had been included */
  leaveToRules(folder: string, paths: readonly string[]): Result<readonly string[]>;
}
