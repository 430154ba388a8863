import * as vscode from 'vscode';
import {
  DEFAULT_PREFIX,
  readBucketSetting,
  s3UriOf,
  videoPolicy,
  type BucketAddress,
} from '../../core/video/bucket';
import { err, ok, type Result } from '../../core/result';
import type { BucketCheck } from '../../core/doctor';
import type { ImageError } from '../../core/errors';
import type { VideoPlace } from '../../core/video/jobs/job';
import { pick } from '../../platform/quickPick';
import type { VideoDependencies, VideoEngine } from './dependencies';
import { currentVideoService, placeOf } from './place';

const { t } = vscode.l10n;

/** Everything about a bucket is one request or a few. */
const LIMIT_MS = 30_000;

/** *Set Up Video Bucket*, and the same before a film is paid for. */
export class BucketSetup {
  readonly #deps: VideoDependencies;
  readonly #engine: VideoEngine;

  constructor(deps: VideoDependencies, engine: VideoEngine) {
    this.#deps = deps;
    this.#engine = engine;
  }

  async run(): Promise<Result<void>> {
    const done = await this.setUp();
    if (done.ok && done.value) {
      this.#deps.reporter.tell({
        severity: 'info',
        text: t('Videos go to {0}. The bucket is private and was checked.', s3UriOf(done.value)),
        actions: [],
      });
    }
    return done.ok ? ok() : done;
  }

  /** Where films go as the setting says; undefined where none is set up. Offline a bucket of the simulator stands in. */
  configured(place: VideoPlace): BucketAddress | undefined {
    if (place.via.provider === 'offline') return { bucket: '', prefix: DEFAULT_PREFIX };
    const { videoBucket } = this.#deps.settings.window();
    return videoBucket === undefined ? undefined : readBucketSetting(videoBucket);
  }

  /**
   * The bucket, looked at before the money: there, in the region, writable, not public.
   *
   * @returns `bucketUnusable` with what is wrong
   */
  async checked(place: VideoPlace, modelId: string, signal: AbortSignal): Promise<Result<BucketAddress>> {
    const { buckets } = this.#engine;
    if (place.via.provider === 'offline') {
      const name = await buckets.propose(place, signal);
      if (!name.ok) return name;
      const created = await buckets.create(place, name.value, signal);
      return created.ok ? ok({ bucket: name.value, prefix: DEFAULT_PREFIX }) : created;
    }
    const { videoBucket } = this.#deps.settings.window();
    const address = this.configured(place);
    if (!address) {
      return err({
        kind: 'bucketUnusable',
        bucket: videoBucket ?? '',
        problem: videoBucket === undefined ? 'notSet' : 'badName',
        region: place.region,
      });
    }
    const checked = await buckets.check(place, address, signal);
    if (checked.ok) return ok(address);
    this.#lastModelId = modelId;
    return checked;
  }

  #lastModelId = 'luma.ray-v2:0';

  /** @returns the bucket once it is there and set; undefined when the user leaves */
  async setUp(): Promise<Result<BucketAddress | undefined>> {
    const state = await currentVideoService(this.#deps, this.#engine);
    if (!state) return ok(undefined);
    if (!state.ok) return state;
    const place = placeOf(state.value, this.#deps.settings);
    const { buckets } = this.#engine;
    const proposed = await this.#busy(t('Looking at your account…'), (signal) =>
      buckets.propose(place, signal),
    );
    if (!proposed.ok) return proposed;
    const chosen = await this.#choose(proposed.value, place);
    if (!chosen) return ok(undefined);
    const { address } = chosen;
    const made = await this.#busy(t('Checking {0}…', address.bucket), async (signal) => {
      if (chosen.isNew) {
        const created = await buckets.create(place, address.bucket, signal);
        if (!created.ok) return created;
      }
      return buckets.check(place, address, signal);
    });
    if (!made.ok) {
      this.#report(made.error, address, place);
      return ok(undefined);
    }
    if (place.via.provider === 'bedrock') {
      await this.#deps.settings.setForUser('video.bucket', s3UriOf(address));
    }
    return ok(address);
  }

  /** For *Check AWS Setup*; undefined where videos need no bucket or nobody can say. */
  async look(signal: AbortSignal): Promise<BucketCheck | undefined> {
    const { service, settings } = this.#deps;
    const state = await service.currentVideo(this.#engine.registry.models, signal);
    if (!state.ok || state.value.provider === 'offline') return undefined;
    const place = placeOf(state.value, settings);
    if (settings.window().videoBucket === undefined) return { kind: 'notSet' };
    const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
    const address = this.configured(place);
    if (!address) {
      const { videoBucket: bucket = '' } = settings.window();
      const { region } = place;
      return { kind: 'failed', error: { kind: 'bucketUnusable', bucket, problem: 'badName', region } };
    }
    const checked = await this.#engine.buckets.check(place, address, limited);
    return checked.ok ? { kind: 'ready', findings: checked.value } : { kind: 'failed', error: checked.error };
  }

  /** The text that an administrator needs, on the clipboard. */
  async copyPolicy(address: BucketAddress | undefined, region: string, modelId?: string): Promise<void> {
    const where = address ?? { bucket: 'BUCKET', prefix: DEFAULT_PREFIX };
    await vscode.env.clipboard.writeText(videoPolicy(where, region, modelId ?? this.#lastModelId));
    this.#deps.reporter.tell({
      severity: 'info',
      text: t('The policy is on the clipboard. Send it to whoever manages your AWS permissions.'),
      actions: [],
    });
  }

  #report(error: ImageError, address: BucketAddress, place: VideoPlace): void {
    this.#deps.reporter.report(error, {
      setUpVideoBucket: async () => {
        const again = await this.run();
        if (!again.ok) this.#deps.reporter.report(again.error);
      },
      copyPolicy: () => this.copyPolicy(address, place.region),
    });
  }

  async #choose(
    proposed: string,
    place: VideoPlace,
  ): Promise<{ readonly address: BucketAddress; readonly isNew: boolean } | undefined> {
    const { videoBucket } = this.#deps.settings.window();
    const current = videoBucket === undefined ? undefined : readBucketSetting(videoBucket);
    type Choice = { readonly address: BucketAddress; readonly isNew: boolean } | 'other' | 'policy';
    const picked = await pick<Choice>({
      title: t('Set Up Video Bucket'),
      placeholder: t('AWS writes videos into an S3 bucket of yours, in {0}', place.region),
      rows: [
        {
          label: t('Create {0}', proposed),
          detail: t('Private and encrypted. AWS bills what lies there, about $0.02 a GB and month.'),
          value: { address: { bucket: proposed, prefix: DEFAULT_PREFIX }, isNew: true },
        },
        ...(current
          ? [
              {
                label: t('Check {0}', s3UriOf(current)),
                detail: t('The bucket that is set now.'),
                value: { address: current, isNew: false },
              },
            ]
          : []),
        {
          label: t('Use Another Bucket…'),
          detail: t('One that is there already, in {0}.', place.region),
          value: 'other',
        },
        {
          label: t('Copy Policy for an Administrator'),
          detail: t('What your AWS permissions must allow.'),
          value: 'policy',
        },
      ],
    });
    if (picked.kind !== 'picked') return undefined;
    if (picked.value === 'policy') {
      await this.copyPolicy(current ?? { bucket: proposed, prefix: DEFAULT_PREFIX }, place.region);
      return undefined;
    }
    if (picked.value !== 'other') return picked.value;
    const entered = await vscode.window.showInputBox({
      title: t('Use Another Bucket'),
      prompt: t('The name of a bucket, or s3://bucket/prefix'),
      value: videoBucket ?? '',
      validateInput: (text) =>
        readBucketSetting(text) ? undefined : t('Write the name of a bucket, or s3://bucket/prefix'),
    });
    const address = entered === undefined ? undefined : readBucketSetting(entered);
    return address && { address, isNew: false };
  }

  #busy<T>(title: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return Promise.resolve(
      vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
        work(AbortSignal.timeout(LIMIT_MS)),
      ),
    );
  }
}
