import type { SignInStatus } from '../../core/aws/signIn';
import type { Disposable } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import type { ImageError } from '../../core/errors';

/** Remembers that a request failed for an expired sign-in, until something shows that it works again. */
export class SignInNeeded implements SignInStatus, Disposable {
  readonly #changed = new Emitter<void>();
  readonly #reports: Disposable;
  #isNeeded = false;

  readonly onDidChange = this.#changed.event;

  constructor(onDidReport: (listener: (error: ImageError) => void) => Disposable) {
    this.#reports = onDidReport(({ kind }) => {
      if (kind === 'signInExpired') this.#set(true);
    });
  }

  get isNeeded(): boolean {
    return this.#isNeeded;
  }

  works(): void {
    this.#set(false);
  }

  dispose(): void {
    this.#reports.dispose();
  }

  #set(isNeeded: boolean): void {
    if (this.#isNeeded === isNeeded) return;
    this.#isNeeded = isNeeded;
    this.#changed.fire();
  }
}
