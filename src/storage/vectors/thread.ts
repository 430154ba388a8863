import { Worker } from 'node:worker_threads';
import type { Disposable } from '../../core/disposable';
import type { Log } from '../../core/log';
import { err, type Result } from '../../core/result';
import type { OperationName, Operations, WorkerReply, WorkerRequest, WorkerStart } from './protocol';

/** How long an idle worker stays, with its indexes in memory; then the next search opens them again. */
const IDLE_MS = 10 * 60_000;

/** What a search leaves behind is collected early, rather than kept in the memory of the editor. */
const resourceLimits = { maxYoungGenerationSizeMb: 2 };

/** Searches go before what is added. */
export type Urgency = 'now' | 'later';

interface Waiting {
  /** Made when its turn comes. @param worker the number of the worker that gets it */
  readonly request: (worker: number) => WorkerRequest;
  readonly urgency: Urgency;
  readonly settle: (reply: WorkerReply) => void;
}

export interface ThreadReply<Name extends OperationName> {
  readonly result: Result<Operations[Name]['result']>;
  readonly state: WorkerReply['state'];
}

/**
 * One worker, and the operations that wait for it, which run one at a time. It is started at the first operation, and
 * again at the next one after it has crashed or been idle.
 */
export class VectorThread implements Disposable {
  readonly #program: string;
  readonly #start: WorkerStart;
  readonly #log: Log;
  readonly #idleMs: number;
  #worker: Worker | undefined;
  /** How many workers were started. */
  #started = 0;
  #running: Waiting | undefined;
  #waiting: Waiting[] = [];
  #idleTimer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  /** @param program path of the built worker */
  constructor(program: string, start: WorkerStart, log: Log, idleMs: number = IDLE_MS) {
    this.#program = program;
    this.#start = start;
    this.#log = log;
    this.#idleMs = idleMs;
  }

  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  run<Name extends OperationName>(
    name: Name,
    params: (worker: number) => Operations[Name]['params'],
    urgency: Urgency,
    signal?: AbortSignal,
  ): Promise<ThreadReply<Name>> {
    return new Promise((resolve) => {
      const waiting: Waiting = {
        request: (worker) => ({ name, params: params(worker) }),
        urgency,
        settle: (reply) => {
          signal?.removeEventListener('abort', cancel);
          // The worker is our own program: its replies have the types of the protocol.
          resolve(reply as ThreadReply<Name>);
        },
      };
      // What runs cannot be stopped; its answer is dropped.
      const cancel = (): void => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        waiting.settle(cancelled);
      };
      if (signal?.aborted === true || this.#isDisposed) {
        waiting.settle(cancelled);
        return;
      }
      signal?.addEventListener('abort', cancel, { once: true });
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#idleTimer);
    this.#end(cancelled);
    for (const waiting of this.#waiting.splice(0)) waiting.settle(cancelled);
  }

  #next(): void {
    if (this.#running) return;
    const urgent = this.#waiting.findIndex(({ urgency }) => urgency === 'now');
    const [waiting] = this.#waiting.splice(Math.max(0, urgent), 1);
    if (!waiting) return this.#watchIdle();
    clearTimeout(this.#idleTimer);
    this.#running = waiting;
    this.#worker ??= this.#startWorker();
    this.#worker.postMessage(waiting.request(this.#started));
  }

  #startWorker(): Worker {
    this.#started++;
    const worker = new Worker(this.#program, { workerData: this.#start, resourceLimits });
    worker.on('message', (reply: WorkerReply) => {
      if (this.#worker !== worker) return;
      const finished = this.#running;
      this.#running = undefined;
      finished?.settle(reply);
      this.#next();
    });
    worker.on('error', (cause) => {
      this.#log.error('The worker of the index crashed.', cause);
      if (this.#worker === worker) this.#crash(cause);
    });
    worker.on('exit', (code) => {
      if (this.#worker === worker) this.#crash(new Error(`The worker of the index ended with code ${code}.`));
    });
    return worker;
  }

  /** What was running may be what broke it, so it is not tried again; what waited goes to a new worker. */
  #crash(cause: unknown): void {
    this.#end({ result: err({ kind: 'unexpected', cause }), state: undefined });
    this.#next();
  }

  #end(reply: WorkerReply): void {
    const worker = this.#worker;
    const running = this.#running;
    this.#worker = undefined;
    this.#running = undefined;
    void worker?.terminate();
    running?.settle(reply);
  }

  #watchIdle(): void {
    clearTimeout(this.#idleTimer);
    if (!this.#worker) return;
    // Nothing runs: there is nobody to answer.
    this.#idleTimer = setTimeout(() => this.#end(cancelled), this.#idleMs);
    // An idle worker keeps nobody from ending.
    this.#idleTimer.unref();
  }
}

const cancelled: WorkerReply = { result: err({ kind: 'cancelled' }), state: undefined };
