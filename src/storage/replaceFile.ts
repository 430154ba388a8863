import * as path from 'node:path';
import { makeFolders, type FileSystem } from './fileSystem';
import { temporaryIn } from './strays';

/**
 * Puts bytes in the place of a file at one stroke, so that a reader or a crash meets the old file or the new one. For
 * Easel's own storage: folders are made where they are missing, and links are followed.
 *
 * @throws what the file system throws; then the old file is as it was, and nothing else is left
 */
export async function replaceFile(fileSystem: FileSystem, target: string, bytes: Uint8Array): Promise<void> {
  const parent = path.dirname(target);
  await makeFolders(fileSystem, parent);
  const temporary = temporaryIn(parent);
  try {
    await fileSystem.writeNew(temporary, bytes);
    await fileSystem.rename(temporary, target);
  } catch (cause) {
    await fileSystem.unlink(temporary).catch(() => undefined);
    throw cause;
  }
}
