import type { ImageError } from '../../errors';
import { err, ok, type Result } from '../../result';
import { failJob } from './ending';
import { occupiesSlot, queueKey, type VideoJob, type VideoJobOf } from './job';
import { move } from './moves';
import { withPictures } from './pictures';
import type { Invocation, VideoJobsPorts } from './ports';
import { troubleAfter } from './times';
import { verdictOfStart } from './verdicts';

/** Clocks differ: ours from the service's, and from itself before it was set. */
const LOOK_BACK_MS = 24 * 3_600_000;

/** Nobody says how long the service remembers a token, nor how long it lists a job; after this, nothing is sent again. */
const RESEND_MS = 7 * 24 * 3_600_000;

/** So many pages of a list are a mistake in somebody's paging. */
const MAX_PAGES = 100;

/** Takes jobs from the queue to the service: each is paid once, however often its window dies meanwhile. */
export class VideoSender {
  readonly #ports: VideoJobsPorts;

  constructor(ports: VideoJobsPorts) {
    this.#ports = ports;
  }

  /**
   * Sends a queued job if the account has room for it.
   *
   * The room is counted and taken in one stroke: two windows cannot both send the one job that fits.
   */
  async sendQueued(job: VideoJobOf<'queued'>, signal: AbortSignal): Promise<void> {
    const { store, clock } = this.#ports;
    const taken = store.together((): Result<VideoJob | undefined> => {
      const all = store.all();
      if (!all.ok) return all;
      const key = queueKey(job);
      const busy = all.value.filter((each) => occupiesSlot(each) && queueKey(each) === key).length;
      if (busy >= job.concurrentJobs) return ok(undefined);
      const found = store.find(job.id);
      if (!found.ok || found.value?.state !== 'queued') return found.ok ? ok(undefined) : found;
      return store.change(job.id, (each) => move(each, { kind: 'sending', at: clock.now() }));
    });
    if (taken.ok && taken.value?.state === 'starting') await this.#send(taken.value, signal);
  }

  /**
   * Looks for a job whose answer was lost, and sends it again under its token where the service has none.
   */
  async findStarted(job: VideoJobOf<'starting'>, signal: AbortSignal): Promise<void> {
    const found = await this.#find(job, signal);
    if (signal.aborted) return;
    if (found.ok && found.value) {
      this.#take(job, found.value);
      return;
    }
    if (!found.ok && found.error.kind !== 'permissionDenied') {
      this.#change(job, found.error, 'troubled');
      return;
    }
    // Without the right to list, the token alone keeps it from being paid twice.
    if (this.#ports.clock.now() - job.sentAt > RESEND_MS) {
      failJob(this.#ports, job.id, { kind: 'videoLost' });
      return;
    }
    await this.#send(job, signal);
  }

  async #send(job: VideoJobOf<'starting'>, signal: AbortSignal): Promise<void> {
    const { invoker, blobs, clock, log } = this.#ports;
    const { request, place, model, s3Uri, token } = job;
    const modelInput = request && (await withPictures(request.modelInput, blobs));
    if (!modelInput) {
      // Sent or not, it cannot be sent again; only a first try is certain not to have been.
      failJob(
        this.#ports,
        job.id,
        { kind: 'notReadable', name: job.label, reason: 'ENOENT' },
        job.trouble ? 'unknown' : 'none',
      );
      return;
    }
    const started = await invoker.start({ place, modelId: model.id, modelInput, s3Uri, token }, signal);
    if (started.ok) {
      const { arn } = started.value;
      log.info('video started', { modelId: model.id, region: place.region });
      this.#take(job, { arn, outputUri: `${s3Uri}/${invocationId(arn)}`, submittedAt: clock.now() });
      return;
    }
    const { error } = started;
    // Ended by ourselves: whoever is next finds it in doubt.
    if (signal.aborted) return;
    log.info('video not started', { modelId: model.id, region: place.region, why: error.kind });
    switch (verdictOfStart(error)) {
      case 'notTaken':
        this.#change(job, error, 'notTaken');
        return;
      case 'inDoubt':
        this.#change(job, error, 'troubled');
        return;
      case 'refused':
        failJob(this.#ports, job.id, error, job.trouble ? 'unknown' : undefined);
        return;
    }
  }

  async #find(
    { place, token, sentAt }: VideoJobOf<'starting'>,
    signal: AbortSignal,
  ): Promise<Result<Invocation | undefined>> {
    const { invoker, clock } = this.#ports;
    const submittedAfter = Math.min(sentAt, clock.now()) - LOOK_BACK_MS;
    let next: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const listed = await invoker.list(
        place,
        { submittedAfter, ...(next === undefined ? {} : { next }) },
        signal,
      );
      if (!listed.ok) return listed;
      const found = listed.value.invocations.find((each) => each.token === token);
      if (found) return ok(found);
      next = listed.value.next;
      if (next === undefined) return ok(undefined);
    }
    return err({ kind: 'badAnswer' });
  }

  #take(
    { id }: VideoJob,
    { arn, outputUri, submittedAt }: Pick<Invocation, 'arn' | 'outputUri' | 'submittedAt'>,
  ): void {
    this.#ports.store.change(id, (job) =>
      move(job, { kind: 'taken', arn, startedAt: submittedAt, outputUri }),
    );
  }

  #change({ id }: VideoJob, error: ImageError, kind: 'notTaken' | 'troubled'): void {
    const { store, clock, random } = this.#ports;
    const now = clock.now();
    store.change(id, (job) => {
      const before = 'trouble' in job ? job.trouble : undefined;
      return move(job, { kind, trouble: troubleAfter(before, { error, now, random, patience: 'service' }) });
    });
  }
}

/** The last part of the ARN, which is also the name of the job's folder in S3. */
export function invocationId(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}
