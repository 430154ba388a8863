import type { ImageError } from '../../../core/errors';
import type { RunSnapshot } from '../../../core/promptFiles/runs/queue';
import type { Words } from '../../../platform/words';
import { countsOf } from './counts';

/** What has happened between two looks at a run. */
export interface RunNews {
  readonly failed: readonly { readonly key: string; readonly error: ImageError }[];
  /** Of a run that has just ended, stopped or paused, or is a quarter further: a sentence for who does not see it. */
  readonly said?: string;
  readonly isUrgent: boolean;
}

/** Follows a run, so that each thing is told once. */
export class RunWatch {
  readonly since = new Map<string, number>();
  readonly #words: Words;
  readonly #now: () => number;
  #status: RunSnapshot['status'] | undefined;
  #quarter = 0;
  #failed = new Set<string>();

  constructor(words: Words, now: () => number) {
    this.#words = words;
    this.#now = now;
  }

  look(run: RunSnapshot): RunNews {
    const making = new Set<string>();
    const failed: { key: string; error: ImageError }[] = [];
    const failedNow = new Set<string>();
    for (const { key, state } of run.items) {
      if (state.kind === 'making') {
        making.add(key);
        if (!this.since.has(key)) this.since.set(key, this.#now());
      }
      if (state.kind !== 'failed') continue;
      failedNow.add(key);
      if (!this.#failed.has(key)) failed.push({ key, error: state.error });
    }
    for (const key of [...this.since.keys()]) if (!making.has(key)) this.since.delete(key);
    this.#failed = failedNow;
    const said = this.#sentence(run);
    return { failed, isUrgent: run.status === 'stopped', ...(said === undefined ? {} : { said }) };
  }

  #sentence(run: RunSnapshot): string | undefined {
    const { t, format } = this.#words;
    const { made, all, failed, toGo } = countsOf(run.items);
    const quarter = all === 0 ? 0 : Math.floor((4 * made) / all);
    const [statusBefore, quarterBefore] = [this.#status, this.#quarter];
    this.#status = run.status;
    this.#quarter = quarter;
    if (statusBefore === undefined) return undefined;
    const count = t('{0} of {1} made', format.number(made), format.number(all));
    if (run.status !== statusBefore) {
      switch (run.status) {
        case 'finished':
          return failed.cells > 0
            ? t('Finished: {0}, {1} failed.', count, format.number(failed.cells))
            : t('Finished: {0}.', count);
        case 'paused':
          return t('Paused: {0}, {1} to go.', count, format.number(toGo.images));
        case 'stopped':
          return t('Stopped: {0}, {1} to go.', count, format.number(toGo.images));
        case 'cancelled':
          return t('Cancelled: {0}.', count);
        case 'running':
          return undefined;
      }
    }
    return run.status === 'running' && quarter > quarterBefore ? t('{0}.', count) : undefined;
  }
}
