/** Where partials lie, in the workspace folder. */
export const PARTIALS_FOLDER = '.easel/partials';

/**
 * The file that a prompt file means.
 *
 * @param document of the prompt file, relative to its workspace folder, with `/`
 * @param path as written: relative to the prompt file, or to the workspace folder where it begins with `/`
 * @returns relative to the workspace folder; undefined where it would lie outside, or is no plain path
 */
export function pathInFolder(document: string, path: string): string | undefined {
  const wanted = path.trim().replaceAll('\\', '/');
  // Drives, other schemes, home folders, network shares, and what no file system takes.
  if (wanted === '' || /^(?:[a-z][a-z0-9+.-]*:|~|\/\/)/i.test(wanted) || /\p{Cc}/u.test(wanted))
    return undefined;
  const segments = wanted.startsWith('/') ? [] : document.split('/').slice(0, -1);
  for (const segment of wanted.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments.length === 0 ? undefined : segments.join('/');
}

/** @returns relative to the workspace folder; undefined for a name that climbs out of the folder of partials */
export function partialPath(name: string): string | undefined {
  const segments = name.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return undefined;
  return `${PARTIALS_FOLDER}/${name.endsWith('.md') ? name : `${name}.md`}`;
}
