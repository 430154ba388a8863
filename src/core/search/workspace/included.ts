import { isAtOrBelow } from '../files/scan';

/** Folders that are looked at although a rule leaves them out: relative paths, by the workspace folder's URI. */
export type Included = Readonly<Record<string, readonly string[]>>;

/** @returns with these beside what was there */
export function withIncluded(before: Included, folder: string, paths: readonly string[]): Included {
  return { ...before, [folder]: [...new Set([...(before[folder] ?? []), ...paths])] };
}

/** @returns without these, and without what lies in them */
export function withoutIncluded(before: Included, folder: string, paths: readonly string[]): Included {
  const { [folder]: known = [], ...others } = before;
  const left = known.filter((path) => !paths.some((each) => isAtOrBelow(path, each)));
  return left.length > 0 ? { ...others, [folder]: left } : others;
}
