import * as vscode from 'vscode';
import { ok, type Result } from '../../core/result';
import { s3UriOf, type BucketAddress, type MadeInBucket } from '../../core/video/bucket';
import type { StoredObject } from '../../core/video/jobs/ports';
import type { VideoPlace } from '../../core/video/jobs/job';
import type { BucketSetup } from './bucketSetup';
import type { VideoDependencies, VideoEngine } from './dependencies';
import { currentVideoService, placeOf } from './place';
import { bytesText } from './words';

const { t } = vscode.l10n;

/** Thousands of objects take several requests. */
const LIMIT_MS = 120_000;

interface CleanRow extends vscode.QuickPickItem {
  /** Undefined for the bucket itself. */
  readonly objects: readonly StoredObject[] | undefined;
}

/** *Clean Up AWS Resources*: what Easel has put into the account, with sizes; deleted is what the user ticks. */
export class CleanUp {
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;
  readonly #bucket: BucketSetup;

  constructor(deps: VideoDependencies, engine: VideoEngine, bucket: BucketSetup) {
    this.#deps = deps;
    this.#engine = engine;
    this.#bucket = bucket;
  }

  async run(): Promise<Result<void>> {
    const state = await currentVideoService(this.#deps, this.#engine);
    if (!state) return ok();
    if (!state.ok) return state;
    const place = placeOf(state.value, this.#deps.settings);
    const address = await this.#address(place);
    if (!address.ok) return address;
    if (!address.value) {
      this.#tell(t('No video bucket is set up, so Easel has put nothing into S3.'));
      return ok();
    }
    const made = await this.#busy(t('Listing {0}…', s3UriOf(address.value)), (signal) =>
      this.#engine.buckets.made(place, address.value as BucketAddress, signal),
    );
    if (!made.ok) return made;
    const rows = this.#rows(made.value, address.value);
    if (rows.length === 0) {
      this.#tell(t('Nothing of Easel is in {0}.', s3UriOf(address.value)));
      return ok();
    }
    const picked = await vscode.window.showQuickPick(rows, {
      title: t('Clean Up AWS Resources'),
      placeHolder: t('Choose what to delete from your AWS account; files in your projects stay'),
      canPickMany: true,
      matchOnDescription: true,
    });
    return picked && picked.length > 0 ? this.#remove(picked, made.value, place) : ok();
  }

  /** Offline the bucket has a name of the simulator's. */
  async #address(place: VideoPlace): Promise<Result<BucketAddress | undefined>> {
    const configured = this.#bucket.configured(place);
    if (place.via.provider !== 'offline' || !configured) return ok(configured);
    const name = await this.#engine.buckets.propose(place, AbortSignal.timeout(LIMIT_MS));
    return name.ok ? ok({ ...configured, bucket: name.value }) : name;
  }

  #rows({ bucket, objects, isOurs }: MadeInBucket, { prefix }: BucketAddress): CleanRow[] {
    const { words } = this.#deps;
    const { format } = words;
    const groups = new Map<string, StoredObject[]>();
    for (const object of objects) {
      const group = groupOf(object.key, prefix);
      groups.set(group, [...(groups.get(group) ?? []), object]);
    }
    const labels = new Map(
      this.#engine.jobs.list().flatMap(({ job }) => {
        const uri = 'outputUri' in job ? job.outputUri : undefined;
        return uri === undefined ? [] : [[uri.slice(uri.lastIndexOf('/') + 1), job.label] as const];
      }),
    );
    const rows = [...groups].map(([group, inGroup]): CleanRow => {
      const newest = Math.max(...inGroup.map(({ modifiedAt }) => modifiedAt));
      return {
        label: labels.get(group) ?? group,
        description: [
          format.isOne(inGroup.length)
            ? t('{0} file', format.number(inGroup.length))
            : t('{0} files', format.number(inGroup.length)),
          bytesText(sizeOf(inGroup), words),
          format.date(newest),
        ].join(' · '),
        ...(labels.has(group) ? { detail: group } : {}),
        objects: inGroup,
      };
    });
    if (isOurs) {
      rows.push({
        label: `$(database) ${t('The bucket {0}', bucket)}`,
        description: t('made by Easel'),
        detail: t('It can be deleted only together with everything in it.'),
        objects: undefined,
      });
    }
    return rows;
  }

  async #remove(
    picked: readonly CleanRow[],
    { bucket, objects }: MadeInBucket,
    place: VideoPlace,
  ): Promise<Result<void>> {
    const { words, settings } = this.#deps;
    const { format } = words;
    const chosen = picked.flatMap((row) => row.objects ?? []);
    const isBucketChosen = picked.some((row) => row.objects === undefined);
    if (isBucketChosen && chosen.length < objects.length) {
      this.#tell(t('The bucket {0} stays: choose everything in it too.', bucket));
      return ok();
    }
    const size = bytesText(sizeOf(chosen), words);
    const question = isBucketChosen
      ? t(
          'Delete the bucket {0} with {1} files ({2}) from your AWS account? This cannot be undone.',
          bucket,
          format.number(chosen.length),
          size,
        )
      : format.isOne(chosen.length)
        ? t('Delete {0} file ({1}) from S3? This cannot be undone.', format.number(chosen.length), size)
        : t('Delete {0} files ({1}) from S3? This cannot be undone.', format.number(chosen.length), size);
    const answer = await vscode.window.showWarningMessage(
      question,
      { modal: true, detail: t('Files in your projects stay.') },
      t('Delete'),
    );
    if (answer === undefined) return ok();
    const { buckets } = this.#engine;
    const keys = chosen.map(({ key }) => key);
    const removed = await this.#busy(t('Deleting from {0}…', bucket), async (signal) => {
      if (keys.length > 0) {
        const done = await buckets.removeObjects(place, bucket, keys, signal);
        if (!done.ok) return done;
      }
      return isBucketChosen ? buckets.removeBucket(place, bucket, signal) : ok();
    });
    if (!removed.ok) return removed;
    if (isBucketChosen && place.via.provider === 'bedrock')
      await settings.setForUser('video.bucket', undefined);
    this.#tell(
      isBucketChosen
        ? t('Deleted the bucket {0}.', bucket)
        : t('Deleted {0} from S3 ({1}).', format.number(keys.length), size),
    );
    return ok();
  }

  #tell(text: string): void {
    this.#deps.reporter.tell({ severity: 'info', text, actions: [] });
  }

  #busy<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return Promise.resolve(
      vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
        work(AbortSignal.timeout(LIMIT_MS)),
      ),
    );
  }
}

/** The folder of one job below the prefix; the key itself for what lies beside such folders. */
function groupOf(key: string, prefix: string): string {
  const below = key.startsWith(`${prefix}/`) ? key.slice(prefix.length + 1) : key;
  return below.split('/', 1)[0] ?? key;
}

function sizeOf(objects: readonly StoredObject[]): number {
  return objects.reduce((sum, { bytes }) => sum + bytes, 0);
}
