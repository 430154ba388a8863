import type { Disposable } from '../disposable';
import { Emitter } from '../emitter';
import type { VideoJobView } from '../video/jobs/job';
import type { VideoJobs } from '../video/jobs/videoJobs';

/** The video jobs as views follow them. */
export type VideoJobFeed = Pick<VideoJobs, 'list' | 'onDidChange'>;

/** The video jobs for those who follow them from the start of a window; empty until what looks after them is loaded. */
export class LateVideoJobs implements VideoJobFeed, Disposable {
  readonly #changed = new Emitter<void>();
  #jobs: VideoJobFeed | undefined;
  #subscription: Disposable | undefined;

  readonly onDidChange = this.#changed.event;

  attach(jobs: VideoJobFeed): void {
    this.#subscription?.dispose();
    this.#jobs = jobs;
    this.#subscription = jobs.onDidChange(() => this.#changed.fire());
    this.#changed.fire();
  }

  /** Newest first. */
  list(): readonly VideoJobView[] {
    return this.#jobs?.list() ?? [];
  }

  dispose(): void {
    this.#subscription?.dispose();
  }
}
