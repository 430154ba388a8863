import * as vscode from 'vscode';
import type { ActionHandlers } from '../../platform/messages';
import type { ConnectDependencies } from './dependencies';
import { runInTerminal } from './terminalProcess';

const { t } = vscode.l10n;

/** A check of credentials is looked at while it runs. */
const CHECK_LIMIT_MS = 20_000;

/** Signs in with the AWS CLI, which knows how, and keeps the token where the SDK finds it. */
export class SignIn {
  readonly #deps: ConnectDependencies;
  readonly #running = new Map<string, Promise<boolean>>();

  constructor(deps: ConnectDependencies) {
    this.#deps = deps;
  }

  /**
   * @param retry what failed for want of the sign-in; offered as a button when it has ended
   * @returns true when the credentials work
   */
  async run(profile: string, retry?: () => unknown): Promise<boolean> {
    const isSignedIn = await this.runQuietly(profile, retry);
    if (isSignedIn) {
      this.#deps.reporter.tell(
        { severity: 'info', text: t('Signed in as profile {0}.', profile), actions: ['retry'] },
        handlers(retry),
      );
    }
    return isSignedIn;
  }

  /** Says only what went wrong: for callers that go on by themselves. */
  async runQuietly(profile: string, retry?: () => unknown): Promise<boolean> {
    const { reporter } = this.#deps;
    // VS Code starts no program from a terminal here.
    if (!vscode.workspace.isTrusted) {
      reporter.report({ kind: 'untrustedWorkspace' });
      return false;
    }
    return this.#once(profile, retry);
  }

  /** A second press of the button waits for the terminal that is open already. */
  #once(profile: string, retry: (() => unknown) | undefined): Promise<boolean> {
    const running = this.#running.get(profile);
    if (running) return running;
    const started = this.#signIn(profile, retry).finally(() => this.#running.delete(profile));
    this.#running.set(profile, started);
    return started;
  }

  async #signIn(profile: string, retry: (() => unknown) | undefined): Promise<boolean> {
    const { cli, reporter, identities, signInStatus } = this.#deps;
    const { args, line } = cli.signInCommand(profile);
    const program = await cli.find();
    if (program === undefined) {
      await vscode.env.clipboard.writeText(line);
      reporter.tell(
        {
          severity: 'warning',
          text: t(
            'The AWS CLI was not found on this computer. The command to sign in is on the clipboard: {0}',
            line,
          ),
          actions: ['retry'],
        },
        handlers(retry),
      );
      return false;
    }
    const exitCode = await runInTerminal(t('AWS Sign-In: {0}', profile), program, args);
    identities.changed();
    if (exitCode !== 0) {
      reporter.tell(
        {
          severity: 'warning',
          text: t(
            'The sign-in of profile {0} did not finish. Nothing was spent; your prompt is kept.',
            profile,
          ),
          actions: ['signIn', 'retry'],
        },
        { ...handlers(retry), signIn: () => this.run(profile, retry) },
      );
      return false;
    }
    const identity = await identities.current(AbortSignal.timeout(CHECK_LIMIT_MS));
    if (identity.ok) signInStatus.works();
    else reporter.report(identity.error, handlers(retry));
    return identity.ok;
  }
}

function handlers(retry: (() => unknown) | undefined): ActionHandlers {
  return retry ? { retry } : {};
}
