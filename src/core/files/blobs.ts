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

/** For whoever knows what is still in use. */
export interface PrunedBlobs extends Blobs {
  /** Removes what nobody has used for three months. @param inUse hashes that stay however old they are */
  prune(inUse: ReadonlySet<string>): Promise<void>;
}
