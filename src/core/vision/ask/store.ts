import type { Result } from '../../result';
import type { Conversation } from './conversation';

/** One conversation in a list. */
export interface ConversationEntry {
  readonly id: string;
  readonly title: string;
  readonly changedAt: number;
}

/** Conversations of each workspace, in the extension's storage. */
export interface ConversationStore {
  /** @param workspace URI of the workspace, or empty; newest first */
  list(workspace: string): Promise<readonly ConversationEntry[]>;
  /** @returns undefined where it was never written, or is damaged */
  read(workspace: string, id: string): Promise<Conversation | undefined>;
  write(workspace: string, conversation: Conversation): Promise<Result<void>>;
  remove(workspace: string, id: string): Promise<void>;
}
