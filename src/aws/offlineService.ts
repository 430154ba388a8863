import { Worker } from 'node:worker_threads';
import type { Disposable } from '../core/disposable';
import type { Log } from '../core/log';
import type { OfflineSettings } from './settings';

/**
 * The offline provider: the simulator in a thread of its own, on 127.0.0.1, with a random port and random credentials.
 * Started at first use and shared by everything in this window.
 */
export class OfflineService implements Disposable {
  readonly #program: string;
  readonly #stateFolder: string;
  readonly #log: Log;
  #worker: Worker | undefined;
  #started: Promise<OfflineSettings> | undefined;

  /** @param program path of the built simulator's worker entry */
  constructor(program: string, stateFolder: string, log: Log) {
    this.#program = program;
    this.#stateFolder = stateFolder;
    this.#log = log;
  }

  /** @throws Error when the simulator cannot start; the next call tries again */
  settings(): Promise<OfflineSettings> {
    this.#started ??= this.#start().catch((cause: unknown) => {
      this.#started = undefined;
      throw cause;
    });
    return this.#started;
  }

  dispose(): void {
    this.#worker?.postMessage('close');
    // The window may end before the worker has read the message.
    void this.#worker?.terminate();
    this.#worker = undefined;
    this.#started = undefined;
  }

  #start(): Promise<OfflineSettings> {
    return new Promise((resolve, reject) => {
      const worker = new Worker(this.#program, {
        workerData: { lifecycle: 'active', stateDir: this.#stateFolder },
      });
      this.#worker = worker;
      worker.once('message', (message: unknown) => {
        import('./offlineStart').then(({ readStart }) => {
          const settings = readStart(message);
          if (!settings) return reject(new Error('The offline provider did not say where it listens.'));
          this.#log.info('The offline provider has started.');
          resolve(settings);
        }, reject);
      });
      worker.once('error', (cause) => {
        this.#log.error('The offline provider ended by itself.', cause);
        this.#forget(worker);
        reject(cause);
      });
      worker.once('exit', () => {
        this.#forget(worker);
        reject(new Error('The offline provider ended before it listened.'));
      });
    });
  }

  #forget(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#started = undefined;
  }
}
