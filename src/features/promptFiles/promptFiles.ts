import { DisposableStore, type Disposable } from '../../core/disposable';
import { Analyses } from './analysis';
import { Diagnostics } from './diagnostics';
import type { PromptFileDependencies } from './ports';

/** Everything about prompt files that is loaded when the first of them is open. */
export class PromptFiles implements Disposable {
  readonly #store = new DisposableStore();
  readonly deps: PromptFileDependencies;
  readonly analyses: Analyses;
  readonly diagnostics: Diagnostics;

  constructor(deps: PromptFileDependencies) {
    this.deps = deps;
    this.analyses = new Analyses(deps);
    this.diagnostics = this.#store.add(new Diagnostics(deps, this.analyses));
  }

  dispose(): void {
    this.#store.dispose();
  }
}
