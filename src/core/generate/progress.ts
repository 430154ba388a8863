import type { RetryWait } from '../jobs/retry';
import type { GenerateProgress } from './run';

/** Makes one story of calls that run side by side. */
export class ProgressTeller {
  readonly #total: number;
  readonly #tell: (progress: GenerateProgress) => void;
  #received = 0;
  #inFlight = 0;

  constructor(total: number, tell: (progress: GenerateProgress) => void) {
    this.#total = total;
    this.#tell = tell;
  }

  sending(): void {
    this.#tell({ kind: 'sending' });
  }

  queued(waitMs: number): void {
    this.#tell({ kind: 'queued', waitMs });
  }

  retrying({ waitMs, attempt, maxAttempts, error }: RetryWait): void {
    const reason = error.kind === 'throttled' ? 'throttled' : 'serviceFailed';
    this.#tell({ kind: 'retrying', waitMs, attempt, maxAttempts, reason });
  }

  callBegins(): void {
    this.#inFlight++;
    this.#generating();
  }

  callEnds(): void {
    this.#inFlight--;
  }

  received(images: number): void {
    this.#received += images;
    this.#generating();
    this.#tell({ kind: 'saving' });
  }

  /** Back to waiting for the others, where there are any. */
  saved(): void {
    if (this.#inFlight > 0) this.#generating();
  }

  #generating(): void {
    this.#tell({ kind: 'generating', received: this.#received, total: this.#total });
  }
}
