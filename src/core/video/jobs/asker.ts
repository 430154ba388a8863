import { failJob } from './ending';
import type { VideoJobOf } from './job';
import { move } from './moves';
import type { VideoJobsPorts } from './ports';
import { troubleAfter } from './times';

/** An ARN that the service refuses for so long will not come back: another account, or its record is gone. */
const UNKNOWN_MS = 24 * 3_600_000;
const UNKNOWN_ATTEMPTS = 10;

/** Asks the service how a film is getting on. */
export class VideoAsker {
  readonly #ports: VideoJobsPorts;

  constructor(ports: VideoJobsPorts) {
    this.#ports = ports;
  }

  /** @returns `throttled` when the next question should come later than it would */
  async ask(job: VideoJobOf<'running'>, signal: AbortSignal): Promise<'answered' | 'throttled' | 'failed'> {
    const { invoker, store, clock, random } = this.#ports;
    const answer = await invoker.get(job.place, job.arn, signal);
    if (signal.aborted) return 'failed';
    const now = clock.now();
    if (answer.ok) {
      const { status, failureMessage: message, endedAt = now, outputUri } = answer.value;
      if (status === 'inProgress') {
        if (job.trouble) store.change(job.id, (each) => move(each, { kind: 'fine' }));
        return 'answered';
      }
      const verdict = {
        isCompleted: status === 'completed',
        at: endedAt,
        ...(message === undefined ? {} : { message }),
      };
      // What the service says of the place is truer than what was put together from the ARN.
      store.change(job.id, (each) =>
        move(each.state === 'running' ? { ...each, outputUri } : each, { kind: 'ended', verdict }),
      );
      return 'answered';
    }
    const { error } = answer;
    if (error.kind === 'throttled') return 'throttled';
    const isUnknown = error.kind === 'badRequest' || error.kind === 'unknownModel';
    const { trouble } = job;
    if (
      isUnknown &&
      trouble?.error.kind === error.kind &&
      trouble.attempts >= UNKNOWN_ATTEMPTS &&
      now - trouble.since > UNKNOWN_MS
    ) {
      failJob(this.#ports, job.id, { kind: 'videoLost' });
      return 'failed';
    }
    store.change(job.id, (each) => {
      const before = each.state === 'running' ? each.trouble : undefined;
      return move(each, {
        kind: 'troubled',
        trouble: troubleAfter(before, { error, now, random, patience: 'service' }),
      });
    });
    return 'failed';
  }
}
