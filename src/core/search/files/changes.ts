import { isPictureName, leftOutByName } from './names';

/** Names of files as people and tools give them; a folder `v1.2` is none. */
const FILE_NAME = /\.[a-z][a-z0-9]{0,4}$/i;

/**
 * Whether the index may have to change after something has happened at this path: to a picture, to an ignore file, or to
 * a folder, which is told by its name alone when it comes or goes.
 *
 * @param path relative to the workspace folder, with `/`
 * @param isChange it was there before and is there now
 */
export function isWorthLooking(path: string, isChange: boolean): boolean {
  const segments = path.split('/');
  const name = segments.pop() ?? '';
  if (isPictureName(name) || name === '.gitignore') return true;
  if (isChange || name === '' || FILE_NAME.test(name)) return false;
  // Builds and package managers make and remove many folders, and nobody has included most of them.
  return leftOutByName(name) === undefined && !segments.some((each) => leftOutByName(each) !== undefined);
}
