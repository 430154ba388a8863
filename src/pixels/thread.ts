import { Worker } from 'node:worker_threads';
import type { Disposable } from '../core/disposable';
import type { Log } from '../core/log';
import { err, type Result } from '../core/result';
import { QueuedWorker, type Urgency } from '../threads/queuedWorker';
import type { OperationName, Operations, WorkerReply, WorkerRequest } from './protocol';
import { buffersOf } from './transfer';

/** How long an idle worker stays, with sharp loaded and its memory taken. */
const IDLE_MS = 60_000;

/** The worker that has sharp. Operations run one at a time: two would need the memory of both. */
export class PixelThread implements Disposable {
  readonly #worker: QueuedWorker<WorkerRequest, WorkerReply>;

  /** @param program path of the built worker */
  constructor(program: string, log: Log, idleMs: number = IDLE_MS) {
    this.#worker = new QueuedWorker<WorkerRequest, WorkerReply>({
      start: () => new Worker(program),
      idleMs,
      cancelled: err({ kind: 'cancelled' }),
      ended: err({ kind: 'unexpected', cause: new Error('The pixel worker has ended.') }),
      crashed: (cause) => {
        log.error('The pixel worker crashed.', cause);
        return err({ kind: 'unexpected', cause });
      },
    });
  }

  get isRunning(): boolean {
    return this.#worker.isRunning;
  }

  /** While anybody holds the worker, it does not end for being idle. */
  hold(): Disposable {
    return this.#worker.hold();
  }

  /** @param params made when it is this operation's turn; every array in it is moved, and lost to the caller */
  async run<Name extends OperationName>(
    name: Name,
    params: () => Operations[Name]['params'],
    urgency: Urgency,
    signal?: AbortSignal,
  ): Promise<Result<Operations[Name]['result']>> {
    const posted = (): { readonly request: WorkerRequest; readonly moved: ArrayBuffer[] } => {
      const request = { name, params: params() };
      return { request, moved: buffersOf(request.params) };
    };
    // The worker is our own program: its replies have the types of the protocol.
    return (await this.#worker.run(posted, urgency, signal)) as Result<Operations[Name]['result']>;
  }

  dispose(): void {
    this.#worker.dispose();
  }
}
