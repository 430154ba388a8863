import type { Result } from '../../result';
import type { VectorSpace } from '../vectorIndex';
import type { Included } from './included';

/** The user's word that the pictures of a workspace may be sent. */
export interface Consent {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What was said when it was given. */
  readonly modelId: string;
  readonly region: string;
  /** Given offline, where nothing leaves the computer, it says nothing about AWS. */
  readonly provider: 'bedrock' | 'offline';
}

/** @returns whether the user's word holds for pictures that go to this provider */
export function covers(consent: Consent | undefined, provider: Consent['provider']): boolean {
  return consent !== undefined && (consent.provider === 'bedrock' || provider === 'offline');
}

/** What is remembered of one workspace's index. */
export interface SearchRecord {
  readonly consent?: Consent;
  /** The user has paused indexing; it stays so after a reload. */
  readonly isPaused?: boolean;
  /** Folders that the user wants looked at although they are left out otherwise. */
  readonly include?: Included;
  /** Spaces whose index once held every picture, the newest last. */
  readonly complete: readonly VectorSpace[];
}

/** One record per workspace, shared by all windows. Failures: `noDatabase`. */
export interface SearchRecords {
  read(): Result<SearchRecord>;
  /** Reads, changes and writes at one stroke. */
  update(change: (record: SearchRecord) => SearchRecord): Result<SearchRecord>;
  /** Another value after each change made in any window. */
  version(): number;
}

/** The right to index a workspace: one window has it, the others serve. */
export interface SearchLease {
  /** Takes it, or keeps it; asked often. @returns false while another window has it */
  hold(): boolean;
  release(): void;
}
