import type { Clock } from '../../core/clock';
import type { Disposable } from '../../core/disposable';
import { hasEnded, type VideoJobOf } from '../../core/video/jobs/job';
import type { VideoJobs } from '../../core/video/jobs/videoJobs';
import type { ActionHandlers } from '../../platform/messages';
import type { Reporter } from '../../platform/reporter';
import type { Words } from '../../platform/words';
import { shortReason } from './shortReason';
import { spentText } from './words';

/** Several videos within this time are said together. */
const TOGETHER_MS = 60_000;

type Ended = VideoJobOf<'saved' | 'failed'>;

export interface AnnouncerPorts {
  readonly jobs: Pick<VideoJobs, 'list' | 'onDidChange' | 'takeAnnouncement'>;
  readonly reporter: Pick<Reporter, 'tell' | 'report'>;
  readonly words: Words;
  readonly clock: Clock;
  /** Each ended job once, in one window of all, whether it is announced or not. */
  readonly taken: (job: Ended) => void;
  readonly isWanted: () => boolean;
  readonly fileName: (job: VideoJobOf<'saved'>) => string;
  readonly open: (job: Ended) => unknown;
  readonly insert: (job: VideoJobOf<'saved'>) => unknown;
  readonly retry: (job: Ended, choice: 'same' | 'next' | 'edit') => unknown;
  readonly showJobs: () => unknown;
}

/** Says, in one window of all, that videos have ended: the first at once, those that follow within a minute together. */
export class Announcer implements Disposable {
  readonly #ports: AnnouncerPorts;
  readonly #ending = new AbortController();
  readonly #subscription: Disposable;
  #later: Ended[] | undefined;

  constructor(ports: AnnouncerPorts) {
    this.#ports = ports;
    this.#subscription = ports.jobs.onDidChange(() => this.look());
  }

  /** At once for what ended while no window was open. */
  look(): void {
    const { jobs, isWanted, taken } = this.#ports;
    const ended = jobs
      .list()
      .map(({ job }) => job)
      .filter(hasEnded)
      .filter(({ id, isAnnounced }) => !isAnnounced && jobs.takeAnnouncement(id));
    for (const job of ended) taken(job);
    // Taken all the same: switched on later, the setting must not bring up what ended long ago.
    if (ended.length === 0 || !isWanted()) return;
    if (this.#later) {
      this.#later.push(...ended);
      return;
    }
    this.#say(ended);
    this.#later = [];
    void this.#ports.clock.sleep(TOGETHER_MS, this.#ending.signal).then(() => {
      const gathered = this.#later ?? [];
      this.#later = undefined;
      if (!this.#ending.signal.aborted && gathered.length > 0) this.#say(gathered);
    });
  }

  dispose(): void {
    this.#ending.abort();
    this.#subscription.dispose();
  }

  #say(ended: readonly Ended[]): void {
    const { reporter, words, showJobs } = this.#ports;
    const { t, format } = words;
    const saved = ended.filter((job): job is VideoJobOf<'saved'> => job.state === 'saved');
    const failed = ended.filter((job): job is VideoJobOf<'failed'> => job.state === 'failed');
    const [oneSaved, anotherSaved] = saved;
    if (oneSaved && !anotherSaved) this.#saySaved(oneSaved);
    else if (saved.length > 1) {
      reporter.tell(
        {
          severity: 'info',
          text: t('{0} videos are ready.', format.number(saved.length)),
          actions: ['showJobs'],
        },
        { showJobs },
      );
    }
    const [oneFailed, anotherFailed] = failed;
    if (oneFailed && !anotherFailed) this.#sayFailed(oneFailed);
    else if (failed.length > 1) {
      reporter.tell(
        {
          severity: 'error',
          text: t('{0} videos failed.', format.number(failed.length)),
          actions: ['showJobs'],
        },
        { showJobs },
      );
    }
  }

  #saySaved(job: VideoJobOf<'saved'>): void {
    const { reporter, words, open, insert, retry, fileName } = this.#ports;
    const { t, format } = words;
    const { missing, shots, shotsMade, spentUsd, seed } = job;
    const price = spentText(job, words);
    const canTryAgain = missing !== undefined && seed !== undefined && job.request !== undefined;
    const handlers: ActionHandlers = {
      openVideo: () => open(job),
      insertSnippet: () => insert(job),
      ...(canTryAgain ? { nextSeed: () => retry(job, 'next') } : {}),
    };
    const text =
      missing && shotsMade !== undefined
        ? t(
            '{0} of {1} shots of {2} are ready ({3}). The rest is missing: {4}.',
            format.number(shotsMade),
            format.number(shots),
            job.label,
            format.price(spentUsd),
            shortReason(missing, undefined, words),
          )
        : price === undefined
          ? t('{0} is ready.', fileName(job))
          : t('{0} is ready ({1}).', fileName(job), price);
    reporter.tell(
      {
        severity: missing ? 'warning' : 'info',
        text,
        actions: ['openVideo', 'insertSnippet', ...(canTryAgain ? (['nextSeed'] as const) : [])],
      },
      handlers,
    );
  }

  #sayFailed(job: VideoJobOf<'failed'>): void {
    const { reporter, retry } = this.#ports;
    const { error, priceUsd, seed } = job;
    const edit = (): unknown => retry(job, 'edit');
    reporter.report(
      error,
      {
        retry: () => retry(job, 'same'),
        ...(seed === undefined ? {} : { nextSeed: () => retry(job, 'next') }),
        editPrompt: edit,
        changeRequest: edit,
        chooseModel: edit,
      },
      { priceUsd },
    );
  }
}
