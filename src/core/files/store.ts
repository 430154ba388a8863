import type { FinishOrder } from '../edit/finish';
import type { Result } from '../result';
import type { Recipe } from '../recipes/recipe';

/** Fills a path template; see `names/template.ts` for how each becomes a safe path segment. */
export interface TemplateValues {
  readonly slug: string;
  readonly task: string;
  readonly model: string;
  readonly seed: string;
  /** `2026-11-20`, local. */
  readonly date: string;
  /** Place in the batch, from 1. */
  readonly n: string;
}

/** Where an image should go. */
export interface Destination {
  /** URI of the workspace folder, or of the folder the user chose. */
  readonly folder: string;
  /** For example `generated-images/${slug}`; no extension. */
  readonly template: string;
  readonly values: TemplateValues;
}

export interface SavedFile {
  /** URI of the file. */
  readonly uri: string;
  /** Relative to the destination's folder, with `/`. */
  readonly relativePath: string;
}

/**
 * Puts bytes into the user's project: inside the folder, exclusive, atomic, extension by the bytes' type.
 */
export interface ImageStore {
  /**
   * @param extension without the dot, from the sniffed bytes
   * @param isRepeated they may have been saved before a crash: a file of the wanted name that holds them is theirs
   */
  save(
    destination: Destination,
    bytes: Uint8Array,
    extension: string,
    isRepeated?: boolean,
  ): Promise<Result<SavedFile>>;
}

/** Bytes that were paid for and are not in the project yet, with all it takes to finish. */
export interface InboxEntry {
  readonly id: string;
  readonly receivedAt: number;
  readonly extension: string;
  /** Undefined while nobody has said where it goes. */
  readonly destination?: Destination;
  readonly recipe: Recipe;
  /** What the bytes still need before they are a result: they are a model's raw answer. */
  readonly finish?: FinishOrder;
  /** Waits for the user's word in this session of the Studio. */
  readonly session?: string;
  /** Id of the raw answer that this result was made of: it counts no more, also where a crash has left it there. */
  readonly madeOf?: string;
}

export interface Inbox {
  /** Resolves once bytes and entry are flushed to disk. */
  put(entry: Omit<InboxEntry, 'id' | 'receivedAt'>, bytes: Uint8Array): Promise<Result<InboxEntry>>;
  read(id: string): Promise<Uint8Array | undefined>;
  remove(id: string): Promise<void>;
  /** Everything that waits, whoever works on it; no raw answer whose result is there too. */
  entries(): Promise<readonly InboxEntry[]>;
  /** Entries that no living window is working on. */
  orphans(): Promise<readonly InboxEntry[]>;
  /** Keeps an answer that is not understood. @returns its path */
  keepAnswer(bytes: Uint8Array): Promise<string | undefined>;
}
