import type { Result } from '../result';

/** Writes small files into workspace folders: never outside, also not through links, and never half. */
export interface NewFiles {
  /**
   * @param folder URI of the workspace folder
   * @param path relative to it, with `/`; its folder is there or is made
   * @returns `taken` where anything has that name, which stays as it is
   */
  create(folder: string, path: string, bytes: Uint8Array): Promise<Result<'created' | 'taken'>>;
  /** Takes the place of a file that the user has agreed to lose. */
  replace(folder: string, path: string, bytes: Uint8Array): Promise<Result<void>>;
}
