import type { Disposable } from '../disposable';
import type { Identity } from '../doctor';
import type { Result } from '../result';

/** How to sign in from a terminal: a program and its arguments, so that no shell reads them. */
export interface SignInCommand {
  readonly args: readonly string[];
  /** The same as one line, to copy into a shell of this platform. */
  readonly line: string;
}

export interface AwsCli {
  /** @returns the program's full path; undefined where it is not installed */
  find(): Promise<string | undefined>;
  signInCommand(profile: string): SignInCommand;
}

export interface Identities {
  /** Whose credentials these are. Costs nothing. */
  current(signal: AbortSignal): Promise<Result<Identity>>;
  /** Settings or sign-in have changed: credentials and clients are read anew at the next use. */
  changed(): void;
}

/** Whether requests wait for the user to sign in again. */
export interface SignInStatus {
  readonly isNeeded: boolean;
  readonly onDidChange: (listener: () => void) => Disposable;
  /** A request was answered, so the sign-in works. */
  works(): void;
}
