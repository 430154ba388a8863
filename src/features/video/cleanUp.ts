import * as vscode from 'vscode';
import type { CopiesInS3 } from '../../core/files/copiesInS3';
import { ok, type Result } from '../../core/result';
import type { BucketAddress } from '../../core/video/bucket';
import type { VideoPlace } from '../../core/video/jobs/job';
import { separator, type Separator } from '../../platform/quickPick';
import type { BucketSetup } from './bucketSetup';
import {
  cleanUpRows,
  isAllOfBucket,
  leftovers,
  sizeOf,
  type CleanUpRow,
  type Leftovers,
} from './cleanUpRows';
import type { VideoDependencies, VideoEngine } from './dependencies';
import { currentVideoService, placeOf } from './place';
import { bytesText } from './words';

const { t } = vscode.l10n;

/** Thousands of objects take several requests. */
const LIMIT_MS = 120_000;

/** *Clean Up AWS Resources*: what Easel has put into the account, with sizes; deleted is what the user ticks. */
export class CleanUp {
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;
  readonly #bucket: BucketSetup;
  readonly #copies: CopiesInS3;

  constructor(deps: VideoDependencies, engine: VideoEngine, bucket: BucketSetup, copies: CopiesInS3) {
    this.#deps = deps;
    this.#engine = engine;
    this.#bucket = bucket;
    this.#copies = copies;
  }

  async run(): Promise<Result<void>> {
    const state = await currentVideoService(this.#deps, this.#engine);
    if (!state) return ok();
    if (!state.ok) return state;
    const place = placeOf(state.value, this.#deps.settings);
    const found = await this.#busy(t('Looking for what Easel has put into S3…'), (signal) =>
      this.#look(place, signal),
    );
    if (!found.ok) return found;
    const rows = cleanUpRows(found.value, this.#engine.jobs.list(), this.#deps.words);
    if (rows.length === 0) {
      this.#tell(t('Nothing of Easel is in S3, as far as this computer knows.'));
      return ok();
    }
    const items = rows.map((row) => ('heading' in row ? separator(row.heading) : row));
    const picked = await vscode.window.showQuickPick<CleanUpRow | Separator>(items, {
      title: t('Clean Up AWS Resources'),
      placeHolder: t('Choose what to delete; files in your projects stay'),
      canPickMany: true,
      matchOnDescription: true,
    });
    const chosen = (picked ?? []).filter((row): row is CleanUpRow => 'isBucket' in row);
    return chosen.length > 0 ? this.#remove(chosen, found.value, place) : ok();
  }

  /** A bucket that cannot be listed does not hide what was copied elsewhere. */
  async #look(place: VideoPlace, signal: AbortSignal): Promise<Result<Leftovers>> {
    const address = await this.#address(place, signal);
    if (!address.ok) return address;
    const made = address.value && (await this.#engine.buckets.made(place, address.value, signal));
    const copies = await this.#copies.list(place.via.provider, signal);
    if (!copies.ok) return copies;
    if (made && !made.ok && made.error.kind !== 'videoGone') {
      if (copies.value.length === 0) return made;
      this.#deps.reporter.report(made.error);
    }
    const listed = made?.ok && address.value ? { ...made.value, address: address.value } : undefined;
    return ok(leftovers(listed, copies.value));
  }

  /** Offline the bucket has a name of the simulator's. */
  async #address(place: VideoPlace, signal: AbortSignal): Promise<Result<BucketAddress | undefined>> {
    const configured = this.#bucket.configured(place);
    if (place.via.provider !== 'offline' || !configured) return ok(configured);
    const name = await this.#engine.buckets.propose(place, signal);
    return name.ok ? ok({ ...configured, bucket: name.value }) : name;
  }

  async #remove(chosen: readonly CleanUpRow[], found: Leftovers, place: VideoPlace): Promise<Result<void>> {
    const { words, settings } = this.#deps;
    const { format } = words;
    const bucket = found.videos?.bucket ?? '';
    const objects = chosen.flatMap((row) => row.objects);
    const copies = chosen.flatMap((row) => row.copies);
    const isBucketChosen = chosen.some((row) => row.isBucket);
    if (isBucketChosen && !isAllOfBucket(found, chosen)) {
      this.#tell(t('The bucket {0} stays: choose everything in it too.', bucket));
      return ok();
    }
    const count = objects.length + copies.length;
    const size = bytesText(sizeOf(objects) + sizeOf(copies), words);
    const question = isBucketChosen
      ? t(
          'Delete the bucket {0} and {1} files ({2}) from your AWS account? This cannot be undone.',
          bucket,
          format.number(count),
          size,
        )
      : format.isOne(count)
        ? t('Delete {0} file ({1}) from S3? This cannot be undone.', format.number(count), size)
        : t('Delete {0} files ({1}) from S3? This cannot be undone.', format.number(count), size);
    const answer = await vscode.window.showWarningMessage(
      question,
      { modal: true, detail: t('Files in your projects stay.') },
      t('Delete'),
    );
    if (answer === undefined) return ok();
    const { buckets } = this.#engine;
    const removed = await this.#busy(t('Deleting from S3…'), async (signal) => {
      if (objects.length > 0) {
        const keys = objects.map(({ key }) => key);
        const done = await buckets.removeObjects(place, bucket, keys, signal);
        if (!done.ok) return done;
      }
      const done = await this.#copies.remove(copies, signal);
      if (!done.ok) return done;
      return isBucketChosen ? buckets.removeBucket(place, bucket, signal) : ok();
    });
    if (!removed.ok) return removed;
    if (isBucketChosen && place.via.provider === 'bedrock')
      await settings.setForUser('video.bucket', undefined);
    this.#tell(
      isBucketChosen
        ? t('Deleted the bucket {0} with everything in it.', bucket)
        : format.isOne(count)
          ? t('Deleted {0} file from S3 ({1}).', format.number(count), size)
          : t('Deleted {0} files from S3 ({1}).', format.number(count), size),
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
