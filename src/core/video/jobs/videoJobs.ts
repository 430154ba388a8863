import type { Disposable } from '../../disposable';
import { Emitter } from '../../emitter';
import type { Destination } from '../../files/store';
import { err, type Result } from '../../result';
import type { VideoRegistry } from '../known';
import type { VideoJob, VideoJobView, VideoPlace } from './job';
import type { Invocation, StoredObject, VideoJobsPorts } from './ports';
import type { VideoAgain, VideoRequest } from './request';

/**
 * The video jobs of this machine, whichever window started them. Each window has one of these; one of them, by lease,
 * sends, asks and fetches for all.
 */
export class VideoJobs implements Disposable {
  readonly #ports: VideoJobsPorts;
  readonly #changed = new Emitter<void>();

  /** After each change, made in any window. */
  readonly onDidChange = this.#changed.event;

  constructor(ports: VideoJobsPorts, _registry: VideoRegistry) {
    this.#ports = ports;
  }

  /** Picks up what is there, and looks after it from now on. Does nothing more while nothing runs. */
  begin(): void {
    this.#ports.log.debug('video jobs begin');
  }

  /**
   * Books and records a film; it is sent as soon as the account has room for it.
   *
   * @returns the job once it is on the disk; `budgetReached`, `callTooExpensive`, `badRequest`, … when it never will be
   */
  async start(_request: VideoRequest): Promise<Result<VideoJob>> {
    return err({ kind: 'noDatabase', reason: '' });
  }

  /** Newest first. */
  list(): readonly VideoJobView[] {
    return [];
  }

  /** Looks again at once at everything that waits for another try: after a sign-in, or when the network is back. */
  wake(): void {}

  /** Before it was sent; later AWS cannot stop it. @returns false when it is too late */
  cancelQueued(_id: string): boolean {
    return false;
  }

  /** @param destination another place than before, for instance after the folder has gone */
  retryDownload(_id: string, _destination?: Destination): void {}

  /** Takes an ended job off the list, or one whose film waits in S3 for the user; S3 is left as it is. */
  forget(_id: string): boolean {
    return false;
  }

  /** @returns undefined for a job of another machine, or when its pictures are gone */
  async again(_id: string, _choice: 'same' | 'next'): Promise<VideoAgain | undefined> {
    return undefined;
  }

  /** True for one caller of all windows: that one tells the user that the job has ended. */
  takeAnnouncement(_id: string): boolean {
    return false;
  }

  /** @param seconds 15 minutes to 7 days @returns a URL of the film, or of the first shot there is */
  async presign(_id: string, _seconds: number, _signal: AbortSignal): Promise<Result<string>> {
    return err({ kind: 'cancelled' });
  }

  /** What lies in S3 of a job. */
  async objects(_id: string, _signal: AbortSignal): Promise<Result<readonly StoredObject[]>> {
    return err({ kind: 'cancelled' });
  }

  /** Removes what `objects` lists. Files in the project stay. */
  async deleteFromS3(_id: string, _signal: AbortSignal): Promise<Result<void>> {
    return err({ kind: 'cancelled' });
  }

  /** Jobs of the account that this machine does not know, newest first. */
  async listElsewhere(_place: VideoPlace, _signal: AbortSignal): Promise<Result<readonly Invocation[]>> {
    return err({ kind: 'cancelled' });
  }

  /** Looks after a job of another machine from now on. Nothing is booked: it was paid for there. */
  bringHome(
    _place: VideoPlace,
    _invocation: Invocation,
    _to: { readonly destination?: Destination; readonly workspace: string },
  ): Result<VideoJob> {
    return err({ kind: 'cancelled' });
  }

  dispose(): void {}
}
