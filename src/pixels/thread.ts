import { Worker } from 'node:worker_threads';
import type { Disposable } from '../core/disposable';
import type { Log } from '../core/log';
import { err, type Result } from '../core/result';
import type { OperationName, Operations, WorkerReply, WorkerRequest } from './protocol';
import { buffersOf } from './transfer';

/** How long an idle worker stays, with sharp loaded and its memory taken. */
const IDLE_MS = 60_000;

type Urgency = 'now' | 'later';

interface Waiting {
  /** Made when its turn comes, because its arrays are moved to the worker. */
  readonly request: () => WorkerRequest;
  readonly urgency: Urgency;
  readonly settle: (reply: WorkerReply) => void;
}

/**
 * One worker, and the operations that wait for it. It is started at the first operation, and again at the next one
 * after it has crashed or been idle. Operations run one at a time: two would need the memory of both.
 */
export class PixelThread implements Disposable {
  readonly #program: string;
  readonly #log: Log;
  readonly #idleMs: number;
  #worker: Worker | undefined;
  #running: Waiting | undefined;
  #waiting: Waiting[] = [];
  #holds = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  /** @param program path of the built worker */
  constructor(program: string, log: Log, idleMs: number = IDLE_MS) {
    this.#program = program;
    this.#log = log;
    this.#idleMs = idleMs;
  }

  get isRunning(): boolean {
    return this.#worker !== undefined;
  }

  /** While anybody holds the worker, it does not end for being idle. */
  hold(): Disposable {
    this.#holds++;
    this.#watchIdle();
    let isHeld = true;
    return {
      dispose: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#holds--;
        this.#watchIdle();
      },
    };
  }

  /**
   * @param params made when it is this operation's turn; every array in it is moved, and lost to the caller
   * @param urgency `later` lets everything that is `now` go first
   */
  run<Name extends OperationName>(
    name: Name,
    params: () => Operations[Name]['params'],
    urgency: Urgency,
    signal?: AbortSignal,
  ): Promise<Result<Operations[Name]['result']>> {
    if (signal?.aborted) return Promise.resolve(err({ kind: 'cancelled' }));
    if (this.#isDisposed) return Promise.resolve(ended('The pixel worker has ended.'));
    return new Promise((resolve) => {
      const waiting: Waiting = {
        request: () => ({ name, params: params() }),
        urgency,
        settle: (reply) => {
          signal?.removeEventListener('abort', cancel);
          // The worker is our own program: its replies have the types of the protocol.
          resolve(reply as Result<Operations[Name]['result']>);
        },
      };
      // What runs cannot be stopped; its answer is dropped.
      const cancel = (): void => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        waiting.settle(err({ kind: 'cancelled' }));
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#idleTimer);
    this.#end(ended('The pixel worker was ended.'));
    for (const waiting of this.#waiting.splice(0)) waiting.settle(ended('The pixel worker was ended.'));
  }

  #next(): void {
    if (this.#running) return;
    const urgent = this.#waiting.findIndex(({ urgency }) => urgency === 'now');
    const [waiting] = this.#waiting.splice(Math.max(0, urgent), 1);
    if (!waiting) return this.#watchIdle();
    clearTimeout(this.#idleTimer);
    this.#running = waiting;
    this.#worker ??= this.#start();
    const request = waiting.request();
    this.#worker.postMessage(request, buffersOf(request.params));
  }

  #start(): Worker {
    const worker = new Worker(this.#program);
    worker.on('message', (reply: WorkerReply) => {
      if (this.#worker !== worker) return;
      const finished = this.#running;
      this.#running = undefined;
      finished?.settle(reply);
      this.#next();
    });
    worker.on('error', (cause) => {
      this.#log.error('The pixel worker crashed.', cause);
      if (this.#worker === worker) this.#crash(cause);
    });
    worker.on('exit', (code) => {
      if (this.#worker === worker) this.#crash(new Error(`The pixel worker ended with code ${code}.`));
    });
    return worker;
  }

  /** What was running may be what broke it, so it is not tried again; what waited goes to a new worker. */
  #crash(cause: unknown): void {
    this.#end(err({ kind: 'unexpected', cause }));
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
    if (this.#holds > 0 || this.#running || this.#waiting.length > 0 || !this.#worker) return;
    this.#idleTimer = setTimeout(() => this.#end(ended('The pixel worker was idle.')), this.#idleMs);
    // An idle worker keeps nobody from ending.
    this.#idleTimer.unref();
  }
}

function ended(reason: string): Result<never> {
  return err({ kind: 'unexpected', cause: new Error(reason) });
}
