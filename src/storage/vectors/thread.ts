import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../core/disposable';
import type { Log } from '../../core/log';
import { err, type Result } from '../../core/result';
import { QueuedWorker, type Urgency } from '../../threads/queuedWorker';
import type { OperationName, Operations, WorkerReply, WorkerRequest, WorkerStart } from './protocol';

/** How long an idle worker stays, with its indexes in memory; then the next search opens them again. */
const IDLE_MS = 10 * 60_000;

/** What a search leaves behind is collected early, rather than kept in the memory of the editor. */
const resourceLimits = { maxYoungGenerationSizeMb: 2 };

/** The answer to one operation, and how its index is after it. */
export interface ThreadReply<Name extends OperationName> {
  readonly result: Result<Operations[Name]['result']>;
  readonly state: WorkerReply['state'];
}

const cancelled: WorkerReply = { result: err({ kind: 'cancelled' }), state: undefined };

/** The worker that has the indexes. Searches go before what is added. */
export class VectorThread implements Disposable {
  readonly #worker: QueuedWorker<WorkerRequest, WorkerReply>;

  /** @param program path of the built worker */
  constructor(program: string, start: WorkerStart, log: Log, idleMs: number = IDLE_MS) {
    this.#worker = new QueuedWorker<WorkerRequest, WorkerReply>({
      start: () => new Worker(program, { workerData: start, resourceLimits }),
      idleMs,
      cancelled,
      ended: cancelled,
      crashed: (cause) => {
        log.error('The worker of the index crashed.', cause);
        return { result: err({ kind: 'unexpected', cause }), state: undefined };
      },
    });
  }

  get isRunning(): boolean {
    return this.#worker.isRunning;
  }

  /** @param params made when it is this operation's turn, for the worker with that number */
  async run<Name extends OperationName>(
    name: Name,
    params: (worker: number) => Operations[Name]['params'],
    urgency: Urgency,
    signal?: AbortSignal,
  ): Promise<ThreadReply<Name>> {
    const posted = (worker: number): { readonly request: WorkerRequest } => ({
      request: { name, params: params(worker) },
    });
    // The worker is our own program: its replies have the types of the protocol.
    return (await this.#worker.run(posted, urgency, signal)) as ThreadReply<Name>;
  }

  dispose(): void {
    this.#worker.dispose();
  }
}
