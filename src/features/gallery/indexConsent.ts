import { Emitter } from '../../core/emitter';
import type { ImageError } from '../../core/errors';
import type { Result } from '../../core/result';
import { ok } from '../../core/result';
import type { IndexingPlan } from '../../core/search/indexing/ports';
import type { WorkspaceSearch } from '../../core/search/workspaceSearch';

/** What the user has said, kept for the workspace. */
export interface ConsentMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const NOT_NOW = 'easel.gallery.indexNotNow';

/**
 * The question whether the images of the workspace may be indexed: asked where somebody searches or looks at all images,
 * not before, and not again after *Not Now*.
 */
export class IndexConsent {
  readonly #search: WorkspaceSearch;
  readonly #memory: ConsentMemory;
  readonly #changed = new Emitter<undefined>();
  #plan: IndexingPlan | undefined;
  #failure: ImageError | undefined;
  /** What the plan is of; another count of images makes another plan. */
  #plannedFor: number | undefined;
  #planning: AbortController | undefined;

  readonly onDidChange = this.#changed.event;

  constructor(search: WorkspaceSearch, memory: ConsentMemory) {
    this.#search = search;
    this.#memory = memory;
  }

  /** What is to be shown; undefined while nothing is to be asked. */
  get plan(): IndexingPlan | undefined {
    return this.isOpen ? this.#plan : undefined;
  }

  /** Why no plan can be made: nobody is signed in, or no model can be called. */
  get failure(): ImageError | undefined {
    return this.isOpen ? this.#failure : undefined;
  }

  get isOpen(): boolean {
    return this.#search.state.kind === 'noConsent' && this.#memory.get(NOT_NOW) !== true;
  }

  /** Whoever shows the Gallery wants to ask. @param images how many there are, as far as they are listed */
  want(images: number): void {
    if (!this.isOpen || images === 0 || images === this.#plannedFor) return;
    this.#plannedFor = images;
    void this.replan();
  }

  /** The word was taken back, or does not hold for whom is asked now: what was planned before says nothing any more. */
  reset(): void {
    this.#planning?.abort();
    this.#plan = undefined;
    this.#failure = undefined;
    this.#plannedFor = undefined;
  }

  /** Reckons anew: settings have changed, or folders were chosen. */
  async replan(): Promise<void> {
    this.#planning?.abort();
    const planning = new AbortController();
    this.#planning = planning;
    const planned = await this.#search
      .plan(planning.signal)
      .catch((cause: unknown): Result<IndexingPlan> => ({ ok: false, error: { kind: 'unexpected', cause } }));
    if (planning.signal.aborted) return;
    this.#plan = planned.ok ? planned.value : undefined;
    this.#failure = planned.ok ? undefined : planned.error;
    this.#changed.fire(undefined);
  }

  /** The user's word on what is shown. */
  agree(): Result<void> {
    const plan = this.plan;
    return plan ? this.#search.consent(plan) : ok();
  }

  async notNow(): Promise<void> {
    await this.#memory.update(NOT_NOW, true);
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#planning?.abort();
  }
}
