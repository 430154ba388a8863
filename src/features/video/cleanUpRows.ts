import type * as vscode from 'vscode';
import type { UploadRecord } from '../../core/files/upload';
import { readS3Uri, s3UriOf, type BucketAddress, type MadeInBucket } from '../../core/video/bucket';
import type { VideoJobView } from '../../core/video/jobs/job';
import type { StoredObject } from '../../core/video/jobs/ports';
import type { Words } from '../../platform/words';
import { bytesText } from './words';

/** Everything of Easel's in the account, as far as it is known. */
export interface Leftovers {
  /** What AWS wrote for video jobs; undefined where no bucket is set up, or it is gone. */
  readonly videos: (MadeInBucket & { readonly address: BucketAddress }) | undefined;
  /** Images that `easel.s3.upload` has copied; none of them is among the objects of `videos`. */
  readonly copies: readonly UploadRecord[];
}

/** What kind of thing the rows below it are. */
export interface CleanUpHeading {
  readonly heading: string;
}

export interface CleanUpRow extends vscode.QuickPickItem {
  readonly objects: readonly StoredObject[];
  readonly copies: readonly UploadRecord[];
  readonly isBucket: boolean;
}

/** Copies whose objects are listed as a bucket's contents are shown there, once. */
export function leftovers(
  made: (MadeInBucket & { readonly address: BucketAddress }) | undefined,
  copies: readonly UploadRecord[],
): Leftovers {
  const listed = new Set(made?.objects.map(({ key }) => `s3://${made.bucket}/${key}`));
  return { videos: made, copies: copies.filter(({ uri }) => !listed.has(uri)) };
}

/** What can be ticked, under a heading for each kind. */
export function cleanUpRows(
  { videos, copies }: Leftovers,
  jobs: readonly VideoJobView[],
  words: Words,
): (CleanUpRow | CleanUpHeading)[] {
  const { t } = words;
  const rows: (CleanUpRow | CleanUpHeading)[] = [];
  if (videos && videos.objects.length > 0) {
    rows.push({ heading: t('videos') }, ...videoRows(videos, jobs, words));
  }
  if (copies.length > 0) {
    rows.push({ heading: t('copied images') }, ...copies.map((copy) => copyRow(copy, words)));
  }
  if (videos?.isOurs === true) {
    rows.push(
      { heading: t('buckets') },
      {
        label: `$(database) ${t('The bucket {0}', videos.bucket)}`,
        description: t('made by Easel'),
        detail: t('It can be deleted only together with everything in it.'),
        objects: [],
        copies: [],
        isBucket: true,
      },
    );
  }
  return rows;
}

/** True where everything that Easel knows of in the bucket is chosen as well. */
export function isAllOfBucket({ videos, copies }: Leftovers, chosen: readonly CleanUpRow[]): boolean {
  if (!videos) return false;
  const inBucket = copies.filter(({ uri }) => readS3Uri(uri)?.bucket === videos.bucket);
  const chosenCopies = new Set(chosen.flatMap((row) => row.copies));
  const chosenObjects = new Set(chosen.flatMap((row) => row.objects));
  return (
    videos.objects.every((object) => chosenObjects.has(object)) &&
    inBucket.every((copy) => chosenCopies.has(copy))
  );
}

export function sizeOf(things: readonly { readonly bytes: number }[]): number {
  return things.reduce((sum, { bytes }) => sum + bytes, 0);
}

function videoRows(
  { objects, address }: MadeInBucket & { readonly address: BucketAddress },
  jobs: readonly VideoJobView[],
  words: Words,
): CleanUpRow[] {
  const { t, format } = words;
  const groups = new Map<string, StoredObject[]>();
  for (const object of objects) {
    const group = groupOf(object.key, address.prefix);
    groups.set(group, [...(groups.get(group) ?? []), object]);
  }
  const known = new Map(
    jobs.flatMap(({ job }) => {
      const uri = 'outputUri' in job ? job.outputUri : undefined;
      return uri === undefined ? [] : [[uri.slice(uri.lastIndexOf('/') + 1), job] as const];
    }),
  );
  return [...groups].map(([group, inGroup]): CleanUpRow => {
    const job = known.get(group);
    const newest = Math.max(...inGroup.map(({ modifiedAt }) => modifiedAt));
    return {
      label: job?.label ?? group,
      description: [
        // What is deleted too early was paid for in vain.
        ...(job?.state === 'running' ? [t('still being made')] : []),
        ...(job?.state === 'downloading' ? [t('not yet in your project')] : []),
        format.isOne(inGroup.length)
          ? t('{0} file', format.number(inGroup.length))
          : t('{0} files', format.number(inGroup.length)),
        bytesText(sizeOf(inGroup), words),
        format.date(newest),
      ].join(' · '),
      detail: `${s3UriOf(address)}/${group}`,
      objects: inGroup,
      copies: [],
      isBucket: false,
    };
  });
}

function copyRow(copy: UploadRecord, words: Words): CleanUpRow {
  const { via } = copy.place;
  const profile = via.provider === 'bedrock' ? via.profile : undefined;
  return {
    label: copy.uri.slice(copy.uri.lastIndexOf('/') + 1),
    description: [
      bytesText(copy.bytes, words),
      words.format.date(copy.uploadedAt),
      ...(profile === undefined ? [] : [words.t('profile {0}', profile)]),
    ].join(' · '),
    detail: copy.uri,
    objects: [],
    copies: [copy],
    isBucket: false,
  };
}

/** The folder of one job below the prefix; the key itself for what lies beside such folders. */
function groupOf(key: string, prefix: string): string {
  const below = key.startsWith(`${prefix}/`) ? key.slice(prefix.length + 1) : key;
  return below.split('/', 1)[0] ?? key;
}
