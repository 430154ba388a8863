import type { Result } from '../result';
import type { StudioSession } from './session';

/** Keeps sessions in the extension's storage, each in a folder of its own, which its page may read. */
export interface SessionStore {
  read(id: string): Promise<StudioSession | undefined>;
  write(session: StudioSession): Promise<Result<void>>;
  /** @returns the mask as it was packed; undefined for none */
  readMask(id: string): Promise<Uint8Array | undefined>;
  /** @param packed undefined removes it */
  writeMask(id: string, packed: Uint8Array | undefined): Promise<Result<void>>;
  /** A file that the page shows. @returns its path on this computer */
  writeFile(id: string, name: string, bytes: Uint8Array): Promise<Result<string>>;
  removeFile(id: string, name: string): Promise<void>;
  /** The session's folder on this computer. */
  folderOf(id: string): string;
  /** The last sessions, newest first. */
  list(): Promise<readonly string[]>;
  remove(id: string): Promise<void>;
}
