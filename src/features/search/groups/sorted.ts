import { baseName } from '../../../core/gallery/image';
import { fileOf } from '../../../core/gallery/found';
import { relativeLink } from '../../../core/links/relative';
import type { FileRow } from '../../../core/search/files/ports';
import type { GroupWish, SortedPicture } from '../../../core/search/managedSearch';
import { reportMarkdown } from '../../../core/vision/questions/report';
import { closenessWords } from '../../../platform/closenessWords';
import type { Words } from '../../../platform/words';

/** Where a picture would lie; paths are relative to the workspace folder. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly group: string;
  readonly isSure: boolean;
  readonly isUsed: boolean;
}

/** Folders right below that hold images, each with its images as examples. @param path of the folder that is sorted */
export function subfolderGroups(files: readonly FileRow[], path: string): readonly GroupWish[] {
  const start = path === '' ? 0 : path.length + 1;
  const groups = new Map<string, Set<string>>();
  for (const { path: file, sha256 } of files) {
    const [name, ...rest] = file.slice(start).split('/');
    if (name === undefined || rest.length === 0 || sha256 === undefined) continue;
    groups.set(name, (groups.get(name) ?? new Set()).add(sha256));
  }
  return [...groups].map(([name, examples]) => ({ name, examples: [...examples] }));
}

/** How many are in each group, the largest first; undefined for what is like none, last. */
export function tally(sorted: readonly SortedPicture[]): readonly (readonly [string | undefined, number])[] {
  const counts = new Map<string | undefined, number>();
  for (const { group } of sorted) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts].sort(
    ([a, one], [b, other]) => Number(a === undefined) - Number(b === undefined) || other - one,
  );
}

/**
 * Into a folder for each group, below the one that was sorted. What is there already stays, and so does what another
 * picture's name is taken by.
 */
export function movesOf(
  sorted: readonly SortedPicture[],
  path: string,
  isUsed: (file: FileRow) => boolean,
): readonly Move[] {
  const start = path === '' ? '' : `${path}/`;
  const taken = new Set(sorted.map(({ file }) => file.path));
  return sorted.flatMap(({ file, group, isSure }): readonly Move[] => {
    if (group === undefined || file.path.startsWith(`${start}${group}/`)) return [];
    const to = `${start}${group}/${baseName(file.path)}`;
    if (taken.has(to)) return [];
    taken.add(to);
    return [{ from: file.path, to, group, isSure, isUsed: isUsed(file) }];
  });
}

/** @param place path of the report's own file */
export function groupReport(sorted: readonly SortedPicture[], place: string, words: Words): string {
  const { t, format } = words;
  const rows = sorted.toSorted(
    (a, b) =>
      (a.group ?? '\uffff').localeCompare(b.group ?? '\uffff', 'en') ||
      Number(b.isSure) - Number(a.isSure) ||
      (a.file.path < b.file.path ? -1 : 1),
  );
  return reportMarkdown({
    title: t('Images Sorted into Groups'),
    summary: tally(sorted)
      .map(([group, count]) => `${group ?? t('like none')}: ${format.number(count)}`)
      .join(' · '),
    columns: [t('Image'), t('Group'), t('How close'), t('Sure'), t('Else')],
    rows: rows.map(({ file, group, closeness, isSure, second }) => ({
      path: relativeLink(place, decodeURIComponent(new URL(fileOf(file).uri).pathname)),
      cells: [
        group ?? t('like none'),
        closenessWords(closeness, words),
        isSure ? t('sure') : t('look at it'),
        second ?? '',
      ],
    })),
  });
}
