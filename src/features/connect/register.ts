import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { ImageError } from '../../core/errors';
import { ok, type Result } from '../../core/result';
import { registerCommand } from '../../platform/commands';
import type { CommandId } from '../../platform/ids';
import type { DefaultHandlers } from '../../platform/reporter';
import { CheckSetup, type Repair } from './checkSetup';
import { ConnectToAws } from './connectToAws';
import { modelAccessUrl, serviceQuotasUrl } from './consoleLinks';
import type { ConnectDependencies } from './dependencies';
import { Providers } from './providers';
import { SignIn } from './signIn';

/** What the rest of Easel gets from this feature. */
export interface ConnectFeature extends Disposable {
  /** For `Reporter.setDefaults`. */
  readonly handlers: DefaultHandlers;
  /** @returns false when the user left, or what was chosen does not work yet */
  askHowToMakeImages(): Promise<boolean>;
}

/** Commands around accounts and providers: connect, sign in, check, offline or not, and the log. */
export function registerConnect(deps: ConnectDependencies): ConnectFeature {
  const { reporter, settings, signInStatus, setUpVideoBucket, showLog } = deps;
  const connect = new ConnectToAws(deps);
  const providers = new Providers(deps, connect);
  const signIn = new SignIn(deps);
  const check: CheckSetup = new CheckSetup(deps, (repair) => mend(repair));

  async function mend({ repair, profile, region }: Repair): Promise<void> {
    switch (repair) {
      case 'signIn':
        if (
          profile === undefined ? await connect.run() : await signIn.runQuietly(profile, () => check.run())
        ) {
          await check.run();
        }
        return;
      case 'connect':
      case 'chooseProfile':
        if (await connect.run()) await check.run();
        return;
      case 'chooseRegion':
        if (await connect.changeRegion()) await check.run();
        return;
      case 'retry':
        await check.run();
        return;
      case 'chooseModel':
        await vscode.commands.executeCommand('workbench.action.openSettings', 'easel.models.preferred');
        return;
      case 'openModelAccess':
        await open(modelAccessUrl(region ?? ''));
        return;
      case 'openServiceQuotas':
        await open(serviceQuotasUrl(region ?? ''));
        return;
      case 'tryOffline':
        await providers.useOffline(false);
        return;
      case 'setUpVideoBucket':
        await setUpVideoBucket();
        return;
      case 'manageIndex':
        await vscode.commands.executeCommand('easel.manageIndex' satisfies CommandId);
        return;
      case 'showLog':
        showLog();
        return;
    }
  }

  const store = new DisposableStore();
  const command = (
    id: Extract<
      CommandId,
      'easel.connect' | 'easel.checkSetup' | 'easel.useOffline' | 'easel.useBedrock' | 'easel.showLog'
    >,
    run: () => unknown,
  ): void => {
    const report = (error: ImageError): void => reporter.report(error);
    store.add(
      registerCommand(id, report, async (): Promise<Result<void>> => {
        await run();
        return ok();
      }),
    );
  };
  command('easel.connect', () => connect.run());
  command('easel.checkSetup', () => check.run());
  command('easel.useOffline', () => providers.useOffline(true));
  command('easel.useBedrock', () => providers.useBedrock());
  command('easel.showLog', showLog);
  store.add(
    settings.onDidChange((affects) => {
      if (affects('provider')) void providers.updateContext();
      // Another account: what was known of the old sign-in says nothing about it.
      if (affects('provider') || affects('aws')) signInStatus.works();
    }),
  );
  void providers.updateContext();

  return {
    askHowToMakeImages: () => providers.askHowToMakeImages(),
    dispose: () => store.dispose(),
    handlers: {
      connect: () => connect.run(),
      connectToAws: () => connect.run(),
      tryOffline: () => providers.useOffline(false),
      checkSetup: () => check.run(),
      signIn: ({ error, handlers }) =>
        error?.kind === 'signInExpired' && error.profile !== undefined
          ? signIn.run(error.profile, handlers.retry)
          : connect.run(),
      switchRegion: ({ error }) =>
        error?.kind === 'modelNotInRegion' && error.regions[0] !== undefined
          ? connect.setRegion(error.regions[0])
          : connect.changeRegion(),
      openModelAccess: ({ error }) => open(modelAccessUrl(regionOf(error))),
      openServiceQuotas: ({ error }) => open(serviceQuotasUrl(regionOf(error))),
      manageTrust: () => vscode.commands.executeCommand('workbench.trust.manage'),
      showLog,
    },
  };

  function regionOf(error: ImageError | undefined): string {
    const own = error && 'region' in error ? error.region : undefined;
    return own ?? error?.context?.region ?? settings.window().region ?? '';
  }
}

async function open(url: string): Promise<void> {
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}
