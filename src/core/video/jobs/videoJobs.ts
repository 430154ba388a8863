import type { Disposable } from '../../disposable';
import { Emitter } from '../../emitter';
import { linkSeconds } from '../../files/linkSeconds';
import type { Destination } from '../../files/store';
import type { JsonObject } from '../../json';
import { refused } from '../../models/refused';
import { err, ok, type Result } from '../../result';
import { readS3Uri } from '../bucket';
import { usualTime } from '../descriptor';
import type { VideoRegistry } from '../known';
import type { VideoTask } from '../task';
import { Caretaker, waitsForUser } from './caretaker';
import { Elsewhere } from './elsewhere';
import { cancelQueuedJob, forgetJob } from './ending';
import { hasEnded, type VideoJob, type VideoJobView, type VideoPlace } from './job';
import { move } from './moves';
import { keepRequest, withPictures } from './pictures';
import type { Invocation, ObjectAddress, SignedUrl, StoredObject, VideoJobsPorts } from './ports';
import type { VideoAgain, VideoRequest } from './request';
import { judge } from './verdicts';
import { viewsOf } from './views';

/** The offline provider makes films in seconds. */
const offlineUsual = { fromSeconds: 15, toSeconds: 30 };

/**
 * The video jobs of this machine, whichever window started them. Each window has one of these; one of them, by lease,
 * sends, asks and fetches for all.
 */
export class VideoJobs implements Disposable {
  readonly #ports: VideoJobsPorts;
  readonly #registry: VideoRegistry;
  readonly #caretaker: Caretaker;
  readonly #elsewhere: Elsewhere;
  readonly #changed = new Emitter<void>();
  #watch: Disposable | undefined;

  /** After each change, made in any window. */
  readonly onDidChange = this.#changed.event;

  constructor(ports: VideoJobsPorts, registry: VideoRegistry) {
    this.#ports = ports;
    this.#registry = registry;
    this.#caretaker = new Caretaker(ports);
    this.#elsewhere = new Elsewhere(ports, registry);
  }

  /** Picks up what is there, and looks after it from now on. Does nothing more while nothing runs. */
  begin(): void {
    this.#watch ??= this.#ports.store.onDidChange(() => {
      this.#caretaker.look();
      this.#changed.fire();
    });
    this.#caretaker.begin();
  }

  /**
   * Books and records a film; it is sent as soon as the account has room for it.
   *
   * @returns the job once it is on the disk; `budgetReached`, `callTooExpensive`, `badRequest`, … when it never will be
   */
  async start(request: VideoRequest): Promise<Result<VideoJob>> {
    const { model, task, place, budget, workspace, destination, origin } = request;
    const { blobs, store, ledger, clock, newId } = this.#ports;
    const encoded = this.#registry.adapterFor(model).encode(task, model);
    if (!encoded.ok) return encoded;
    const isOffline = place.via.provider === 'offline';
    const priceUsd = isOffline ? 0 : request.priceUsd;
    if (budget.perCallRefuseUsd !== null && priceUsd !== undefined && priceUsd > budget.perCallRefuseUsd) {
      return err({ kind: 'callTooExpensive', priceUsd, limitUsd: budget.perCallRefuseUsd });
    }
    const kept = await keepRequest(task, encoded.value.modelInput, blobs);
    if (!kept.ok) return kept;
    const { fromSeconds, toSeconds } = isOffline ? offlineUsual : usualTime(model, task.durationSeconds);
    const id = newId();
    return store.together((): Result<VideoJob> => {
      const booked = ledger.reserve(
        {
          provider: place.via.provider,
          modelId: model.id,
          region: place.region,
          workspace,
          task: task.kind,
          amountUsd: priceUsd ?? 0,
        },
        { perDayUsd: budget.perDayUsd },
      );
      if (!booked.ok) return booked;
      const job: VideoJob = {
        id,
        token: `easel-${id}`,
        label: request.label,
        place,
        model: { id: model.id, name: model.name },
        concurrentJobs: model.concurrentJobs,
        usual: { fromSeconds, toSeconds },
        kind: task.kind,
        prompt: task.prompt,
        durationSeconds: task.durationSeconds,
        shots: task.kind === 'multiShotManual' ? task.shots.length : 0,
        size: task.size,
        ...(model.seed ? { seed: task.seed } : {}),
        s3Uri: request.s3Uri,
        request: kept.value,
        inputs: request.inputs,
        ...(destination ? { destination } : {}),
        workspace,
        ...(origin ? { origin } : {}),
        ...(priceUsd === undefined ? {} : { priceUsd }),
        booking: booked.value,
        ...(request.cell === undefined ? {} : { cell: request.cell }),
        ...(request.promptFile === undefined ? {} : { promptFile: request.promptFile }),
        createdAt: clock.now(),
        state: 'queued',
      };
      const added = store.add(job);
      return added.ok ? ok(job) : added;
    });
  }

  /** Newest first. */
  list(): readonly VideoJobView[] {
    const all = this.#ports.store.all();
    return all.ok ? viewsOf(all.value, this.#ports.clock.now()) : [];
  }

  /** Looks again at once at everything that waits for another try: after a sign-in, or when the network is back. */
  wake(): void {
    const { store, clock } = this.#ports;
    const at = clock.now();
    const all = store.all();
    for (const job of all.ok ? all.value : []) {
      if ('trouble' in job) store.change(job.id, (each) => move(each, { kind: 'woken', at }));
    }
    this.#caretaker.askAnew();
  }

  /** Before it was sent; later AWS cannot stop it. @returns false when it is too late */
  cancelQueued(id: string): boolean {
    return cancelQueuedJob(this.#ports, id);
  }

  /** @param destination another place than before, for instance after the folder has gone */
  retryDownload(id: string, destination?: Destination): void {
    const at = this.#ports.clock.now();
    this.#ports.store.change(id, (job) =>
      move(job, { kind: 'woken', at, ...(destination ? { destination } : {}) }),
    );
  }

  /**
   * Takes an ended job off the list, or one that is stuck; S3 is left as it is.
   *
   * @returns false while it goes on by itself
   */
  forget(id: string): boolean {
    const isForgotten = forgetJob(this.#ports, id);
    if (isForgotten) void this.#ports.files.discard(id);
    return isForgotten;
  }

  /** @returns undefined for a job of another machine, or when its pictures are gone */
  async again(id: string, choice: 'same' | 'next'): Promise<VideoAgain | undefined> {
    const job = this.#find(id);
    const kept = job?.request && (await withPictures(job.request.task, this.#ports.blobs));
    if (!job || !kept) return undefined;
    // Written by `start` from a task.
    const task = kept as JsonObject & VideoTask;
    const limits = this.#registry.find(job.model.id)?.seed;
    const next = task.seed + 1;
    const seed = choice === 'same' || !limits ? task.seed : next > limits.max ? limits.min : next;
    const { place, s3Uri, label, inputs, destination, origin } = job;
    return {
      modelId: job.model.id,
      task: { ...task, seed },
      place,
      s3Uri,
      label,
      inputs,
      ...(destination ? { destination } : {}),
      ...(origin ? { origin } : {}),
    };
  }

  /** True for one caller of all windows: that one tells the user that the job has ended. */
  takeAnnouncement(id: string): boolean {
    let isMine = false;
    const changed = this.#ports.store.change(id, (job) => {
      const announced = move(job, { kind: 'announced' });
      isMine = announced !== job;
      return announced;
    });
    return changed.ok && isMine;
  }

  /**
   * @param options.seconds 15 minutes to 7 days
   * @param options.key which of the job's files; the film, or the first shot there is, where it is not one of them
   */
  async presign(
    id: string,
    { seconds, key }: { readonly seconds: number; readonly key?: string | undefined },
    signal: AbortSignal,
  ): Promise<Result<SignedUrl>> {
    const address = await this.#filmAddress(id, key, signal);
    if (!address.ok) return address;
    // The type is said here, because the service may have stored the film as plain bytes, which no browser plays.
    return this.#ports.objects.presign(address.value, {
      seconds: linkSeconds(seconds),
      contentType: 'video/mp4',
    });
  }

  /** What lies in S3 of a job. */
  async objects(id: string, signal: AbortSignal): Promise<Result<readonly StoredObject[]>> {
    const job = this.#find(id);
    const place = readS3Uri((job && 'outputUri' in job && job.outputUri) || '');
    if (!job || !place) return ok([]);
    // Never the whole bucket, whatever a record says.
    if (place.key === '') return ok([]);
    return this.#ports.objects.list(job.place, place.bucket, `${place.key}/`, signal);
  }

  /** Removes what `objects` lists. Files in the project stay. */
  async deleteFromS3(id: string, signal: AbortSignal): Promise<Result<void>> {
    const job = this.#find(id);
    const place = readS3Uri((job && 'outputUri' in job && job.outputUri) || '');
    if (!job || !place) return ok();
    if (!hasEnded(job) && !waitsForUser(job)) return err(refused('job', 'it has not ended'));
    const listed = await this.objects(id, signal);
    if (!listed.ok) return listed.error.kind === 'videoGone' ? ok() : listed;
    const keys = listed.value.map(({ key }) => key);
    return keys.length === 0 ? ok() : this.#ports.objects.remove(job.place, place.bucket, keys, signal);
  }

  /** Jobs of the account that this machine does not know, newest first. */
  listElsewhere(place: VideoPlace, signal: AbortSignal): Promise<Result<readonly Invocation[]>> {
    return this.#elsewhere.list(place, signal);
  }

  /** Looks after a job of another machine from now on. Nothing is booked: it was paid for there. */
  bringHome(
    place: VideoPlace,
    invocation: Invocation,
    to: { readonly destination?: Destination; readonly workspace: string },
  ): Result<VideoJob> {
    return this.#elsewhere.bringHome(place, invocation, to);
  }

  dispose(): void {
    this.#watch?.dispose();
    this.#watch = undefined;
    this.#caretaker.dispose();
  }

  /** Resolves when nothing of it runs any more, after `dispose`. */
  ended(): Promise<void> {
    return this.#caretaker.ended();
  }

  #find(id: string): VideoJob | undefined {
    const found = this.#ports.store.find(id);
    return found.ok ? found.value : undefined;
  }

  async #filmAddress(
    id: string,
    key: string | undefined,
    signal: AbortSignal,
  ): Promise<Result<ObjectAddress>> {
    const job = this.#find(id);
    const uri = (job && 'outputUri' in job && job.outputUri) || '';
    const bucket = readS3Uri(uri)?.bucket;
    if (!job || bucket === undefined) return err({ kind: 'videoGone', uri });
    const files = (job.state === 'downloading' || job.state === 'saved') && job.files;
    const known = files && (files.find((file) => file.key === key) ?? files[0]);
    if (known) return ok({ place: job.place, bucket, key: known.key });
    const listed = await this.objects(id, signal);
    if (!listed.ok) return listed;
    const [first] = judge(listed.value, undefined, { isCompleted: true }).files;
    return first ? ok({ place: job.place, bucket, key: first.key }) : err({ kind: 'videoGone', uri });
  }
}
