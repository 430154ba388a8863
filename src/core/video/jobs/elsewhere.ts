import { err, ok, type Result } from '../../result';
import { usualTime } from '../descriptor';
import type { Destination } from '../../files/store';
import type { VideoRegistry } from '../known';
import { hasEnded, type VideoJob, type VideoPlace } from './job';
import type { Invocation, VideoJobsPorts } from './ports';
import { invocationId } from './sender';

/** Films that are older are found in S3, not in a list of jobs. */
const LOOK_BACK_MS = 30 * 24 * 3_600_000;
const MAX_PAGES = 20;

type ElsewherePorts = Pick<VideoJobsPorts, 'invoker' | 'store' | 'clock' | 'newId'>;

/** Jobs of the account that this machine did not start. */
export class Elsewhere {
  readonly #ports: ElsewherePorts;
  readonly #registry: VideoRegistry;

  constructor(ports: ElsewherePorts, registry: VideoRegistry) {
    this.#ports = ports;
    this.#registry = registry;
  }

  async list(place: VideoPlace, signal: AbortSignal): Promise<Result<readonly Invocation[]>> {
    const { invoker, store, clock } = this.#ports;
    const found: Invocation[] = [];
    let next: string | undefined;
    for (let page = 0; page < MAX_PAGES; page++) {
      const listed = await invoker.list(
        place,
        { submittedAfter: clock.now() - LOOK_BACK_MS, ...(next === undefined ? {} : { next }) },
        signal,
      );
      if (!listed.ok) return listed;
      found.push(...listed.value.invocations);
      next = listed.value.next;
      if (next === undefined) break;
    }
    const known = store.all();
    if (!known.ok) return known;
    const arns = new Set(known.value.map((job) => ('arn' in job ? job.arn : undefined)));
    const tokens = new Set(known.value.map(({ token }) => token));
    return ok(
      found.filter(
        ({ arn, token, modelId }) =>
          !arns.has(arn) && (token === undefined || !tokens.has(token)) && this.#registry.find(modelId),
      ),
    );
  }

  /** @returns the job; the one that is there already where it has been brought home before */
  bringHome(
    place: VideoPlace,
    invocation: Invocation,
    { destination, workspace }: { readonly destination?: Destination; readonly workspace: string },
  ): Result<VideoJob> {
    const { store, clock, newId } = this.#ports;
    const { arn, token = '', modelId, outputUri, submittedAt } = invocation;
    const model = this.#registry.find(modelId);
    if (!model) return err({ kind: 'unknownModel', modelId });
    const [kind = 'textToVideo'] = model.tasks;
    const { fromSeconds, toSeconds } = usualTime(model, 0);
    return store.together(() => {
      const all = store.all();
      if (!all.ok) return all;
      const known = all.value.find((job) => 'arn' in job && job.arn === arn);
      if (known && !hasEnded(known)) return ok(known);
      const job: VideoJob = {
        id: newId(),
        token,
        label: destination?.values.slug ?? `video-${invocationId(arn)}`,
        place,
        model: { id: model.id, name: model.name },
        concurrentJobs: model.concurrentJobs,
        usual: { fromSeconds, toSeconds },
        kind,
        prompt: '',
        durationSeconds: 0,
        shots: 0,
        s3Uri: outputUri.replace(/\/[^/]*\/?$/, ''),
        inputs: [],
        ...(destination ? { destination } : {}),
        workspace,
        createdAt: clock.now(),
        state: 'running',
        arn,
        startedAt: submittedAt,
        outputUri,
      };
      const added = store.add(job);
      return added.ok ? ok(job) : added;
    });
  }
}
