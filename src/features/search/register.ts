import { DisposableStore, type Disposable } from '../../core/disposable';
import type { ImageError } from '../../core/errors';
import type { SearchDependencies } from './dependencies';

/** Long enough for the window to have come to rest. */
const AFTER_START_MS = 4000;

/** Search by meaning: its commands, and the index that is kept up to date once the user has agreed. */
export function registerSearch(deps: SearchDependencies): Disposable {
  const store = new DisposableStore();
  const report = (error: ImageError): void => deps.reporter.report(error);
  const timer = setTimeout(() => {
    startIndexing(deps).catch((cause: unknown) => report({ kind: 'unexpected', cause }));
  }, AFTER_START_MS);
  store.add({ dispose: () => clearTimeout(timer) });
  return store;
}

async function startIndexing({ hasConsented, search }: SearchDependencies): Promise<void> {
  if (await hasConsented()) (await search()).start();
}
