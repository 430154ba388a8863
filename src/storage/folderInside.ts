import * as path from 'node:path';
import { codeOf, type FileSystem } from './fileSystem';

/**
 * Makes the folders one by one and looks where each really is before going on: a symbolic link in a project, its own or
 * a stranger's, must not lead a file out of it.
 *
 * @param root the workspace folder; may itself be reached through links
 * @returns the real path of the last folder; undefined where one lies outside, and then nothing was made there
 */
export async function folderInside(
  fileSystem: FileSystem,
  root: string,
  segments: readonly string[],
): Promise<string | undefined> {
  const realRoot = await fileSystem.realpath(root);
  let real = realRoot;
  for (const segment of segments) {
    real = await realFolder(fileSystem, path.join(real, segment));
    if (!isInside(real, realRoot)) return undefined;
  }
  return real;
}

async function realFolder(fileSystem: FileSystem, folder: string): Promise<string> {
  try {
    return await fileSystem.realpath(folder);
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause;
  }
  try {
    await fileSystem.makeFolder(folder);
    await fileSystem.syncFolder(path.dirname(folder));
  } catch (cause) {
    // Another save has just made it, or it is a link to nowhere, which the next line refuses.
    if (codeOf(cause) !== 'EEXIST') throw cause;
  }
  return fileSystem.realpath(folder);
}

/** @param real real paths, both */
export function isInside(real: string, realRoot: string): boolean {
  const relative = path.relative(realRoot, real);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
