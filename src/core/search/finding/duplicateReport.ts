import { imageFile } from '../../gallery/madeImages';
import { encodePath } from '../../links/encode';
import { relativeLink } from '../../links/relative';
import { cell } from '../../vision/questions/report';
import type { DuplicateGroup } from './duplicates';
import type { PictureList } from './findImages';

/** The report's own sentences. */
export interface DuplicateReportTexts {
  readonly title: string;
  readonly nothingDeleted: string;
  readonly equal: string;
  readonly near: string;
  /** Where nobody has looked for nearly equal ones. */
  readonly nearUnknown: string;
  readonly unused: string;
  readonly none: string;
  readonly usedIn: (documents: readonly string[]) => string;
  readonly size: (bytes: number) => string;
}

interface ReportFile {
  readonly uri: string;
  readonly path: string;
  readonly bytes: number;
}

/**
 * Equal and nearly equal images, and those that no document shows, as a Markdown document.
 *
 * @param near undefined where there is no index
 * @param place path of the report, which links are relative to
 */
export function duplicateReport(
  list: PictureList,
  near: readonly DuplicateGroup[] | undefined,
  place: string,
  texts: DuplicateReportTexts,
): string {
  const line = ({ uri, path, bytes }: ReportFile, withUsage: boolean): string => {
    const link = encodePath(relativeLink(place, decodeURIComponent(new URL(uri).pathname)));
    const usage = list.usage.get(uri) ?? [];
    const facts = [texts.size(bytes), ...(withUsage && usage.length > 0 ? [texts.usedIn(usage)] : [])];
    return `- [${cell(path)}](${link}), ${cell(facts.join(', '))}`;
  };
  const groups = (all: readonly (readonly ReportFile[])[]): readonly string[] =>
    all.length === 0
      ? [texts.none, '']
      : // Files are found in any order; two reports of the same files are the same text.
        all
          .map((group) => group.toSorted(byPath))
          .toSorted(([one], [other]) => byPath(one, other))
          .flatMap((group) => [...group.map((file) => line(file, true)), '']);
  const equal = list.images.map(({ files }) => files).filter(({ length }) => length > 1);
  const unused = list.images
    .flatMap(({ files }) =>
      files.some(({ uri }) => list.usage.has(uri)) ? [] : files.toSorted(byPath).slice(0, 1),
    )
    .toSorted(byPath);
  const nearlyEqual = near
    ?.filter(({ isExact }) => !isExact)
    .map(({ files }) =>
      files.map(({ folder, path, bytes, timeMs }) => imageFile(folder, { path, bytes, timeMs })),
    );
  return [
    `# ${texts.title}`,
    '',
    texts.nothingDeleted,
    '',
    `## ${texts.equal}`,
    '',
    ...groups(equal),
    `## ${texts.near}`,
    '',
    ...(nearlyEqual ? groups(nearlyEqual) : [texts.nearUnknown, '']),
    `## ${texts.unused}`,
    '',
    ...(unused.length === 0 ? [texts.none] : unused.map((file) => line(file, false))),
    '',
  ].join('\n');
}

/** Absent ones first: no group is empty. */
function byPath(one: ReportFile | undefined, other: ReportFile | undefined): number {
  const [a, b] = [one?.path ?? '', other?.path ?? ''];
  return a < b ? -1 : a > b ? 1 : 0;
}
