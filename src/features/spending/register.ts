import { DisposableStore, type Disposable } from '../../core/disposable';
import type { ImageError } from '../../core/errors';
import { ok } from '../../core/result';
import { registerCommand } from '../../platform/commands';
import type { DefaultHandlers } from '../../platform/reporter';
import { changeBudget } from './changeBudget';
import { ShowSpending, type SpendingDependencies } from './showSpending';
import { StatusItem } from './statusItem';

/** What the rest of Easel gets from this feature. */
export interface SpendingFeature extends Disposable {
  /** For `Reporter.setDefaults`. */
  readonly handlers: DefaultHandlers;
}

/** What was spent and what may be: the status bar item, *Show Spending* and *Change Budget*. */
export function registerSpending(deps: SpendingDependencies): SpendingFeature {
  const { reporter, settings, words } = deps;
  const report = (error: ImageError): void => reporter.report(error);
  const spending = new ShowSpending(deps);
  const store = new DisposableStore();
  store.add(new StatusItem(deps));
  store.add(registerCommand('easel.showSpending', report, () => spending.run()));
  store.add(
    registerCommand('easel.changeBudget', report, async () => {
      await changeBudget(settings, words);
      return ok();
    }),
  );
  return {
    dispose: () => store.dispose(),
    handlers: {
      showSpending: async () => {
        const shown = await spending.run();
        if (!shown.ok) report(shown.error);
      },
      changeBudget: () => changeBudget(settings, words),
    },
  };
}
