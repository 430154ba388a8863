import type { Result } from '../result';

/**
 * Bytes by their own hash, in the extension's storage: sources as they were when a request was made, masks, and the
 * answers behind composites.
 */
export interface Blobs {
  /** Flushed when it resolves. @returns the lower-case hex SHA-256, under which `read` finds the bytes */
  put(bytes: Uint8Array): Promise<Result<string>>;
  /** @returns undefined where they are gone or damaged */
  read(sha256: string): Promise<Uint8Array | undefined>;
}
