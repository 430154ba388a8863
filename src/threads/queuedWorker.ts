import type { Transferable, Worker } from 'node:worker_threads';
import type { Disposable } from '../core/disposable';

/** `later` lets everything that is `now` go first. */
export type Urgency = 'now' | 'later';

/** A request as it is posted. */
export interface Posted<Request> {
  readonly request: Request;
  /** Memory that is moved to the worker rather than copied. */
  readonly moved?: readonly Transferable[];
}

/** What one kind of worker is like. */
export interface QueuedWorkerOptions<Reply> {
  readonly start: () => Worker;
  /** How long an idle worker stays, with all that it keeps in memory. */
  readonly idleMs: number;
  /** To whoever has aborted. */
  readonly cancelled: Reply;
  /** To whoever waits when the queue is disposed, and after that. */
  readonly ended: Reply;
  /** To whoever's request ran when the worker broke. */
  readonly crashed: (cause: unknown) => Reply;
}

interface Waiting<Request, Reply> {
  readonly posted: (worker: number) => Posted<Request>;
  readonly urgency: Urgency;
  readonly settle: (reply: Reply) => void;
}

/**
 * One worker, and the requests that wait for it, which run one at a time. It is started at the first request, and again
 * at the next one after it has crashed or been idle.
 */
export class QueuedWorker<Request, Reply> implements Disposable {
  readonly #options: QueuedWorkerOptions<Reply>;
  #worker: Worker | undefined;
  /** How many workers were started. */
  #started = 0;
  #running: Waiting<Request, Reply> | undefined;
  #waiting: Waiting<Request, Reply>[] = [];
  #holds = 0;
  #idleTimer: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(options: QueuedWorkerOptions<Reply>) {
    this.#options = options;
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

  /** @param posted made when it is this request's turn, for the worker with that number, counted from 1 */
  run(posted: (worker: number) => Posted<Request>, urgency: Urgency, signal?: AbortSignal): Promise<Reply> {
    const { cancelled, ended } = this.#options;
    if (signal?.aborted === true) return Promise.resolve(cancelled);
    if (this.#isDisposed) return Promise.resolve(ended);
    return new Promise((resolve) => {
      const waiting: Waiting<Request, Reply> = {
        posted,
        urgency,
        settle: (reply) => {
          signal?.removeEventListener('abort', cancel);
          resolve(reply);
        },
      };
      // What runs cannot be stopped; its answer is dropped.
      const cancel = (): void => {
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        waiting.settle(cancelled);
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#waiting.push(waiting);
      this.#next();
    });
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#idleTimer);
    this.#end(this.#options.ended);
    for (const waiting of this.#waiting.splice(0)) waiting.settle(this.#options.ended);
  }

  #next(): void {
    if (this.#running) return;
    const urgent = this.#waiting.findIndex(({ urgency }) => urgency === 'now');
    const [waiting] = this.#waiting.splice(Math.max(0, urgent), 1);
    if (!waiting) return this.#watchIdle();
    clearTimeout(this.#idleTimer);
    this.#running = waiting;
    const worker = (this.#worker ??= this.#start());
    const { request, moved = [] } = waiting.posted(this.#started);
    worker.postMessage(request, moved);
  }

  #start(): Worker {
    this.#started++;
    const worker = this.#options.start();
    worker.on('message', (reply: Reply) => {
      if (this.#worker !== worker) return;
      const finished = this.#running;
      this.#running = undefined;
      finished?.settle(reply);
      this.#next();
    });
    worker.on('error', (cause) => {
      if (this.#worker === worker) this.#crash(cause);
    });
    worker.on('exit', (code) => {
      if (this.#worker === worker) this.#crash(new Error(`The worker ended with code ${code}.`));
    });
    return worker;
  }

  /** What was running may be what broke it, so it is not tried again; what waited goes to a new worker. */
  #crash(cause: unknown): void {
    this.#end(this.#options.crashed(cause));
    this.#next();
  }

  #end(reply: Reply): void {
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
    // Nothing runs: there is nobody to answer.
    this.#idleTimer = setTimeout(() => this.#end(this.#options.ended), this.#options.idleMs);
    // An idle worker keeps nobody from ending.
    this.#idleTimer.unref();
  }
}
