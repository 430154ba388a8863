import type { Disposable } from '../../../../src/core/disposable';
import { Emitter } from '../../../../src/core/emitter';
import { err, ok, type Result } from '../../../../src/core/result';
import type { FileRow } from '../../../../src/core/search/files/ports';
import type { Closeness } from '../../../../src/core/search/finding/closeness';
import type { DuplicateGroup } from '../../../../src/core/search/finding/duplicates';
import type { SearchAnswer, SearchMatch, SearchRequest } from '../../../../src/core/search/finding/ports';
import type { IndexingPlan, IndexingState } from '../../../../src/core/search/indexing/ports';
import { embeddingModels } from '../../../../src/core/search/models/catalogue';
import type { Included } from '../../../../src/core/search/workspace/included';
import type { RecoveredIndex } from '../../../../src/core/search/workspace/watchedIndexes';
import type { WorkspaceSearch } from '../../../../src/core/search/workspaceSearch';
import { folder } from '../../core/gallery/samples';

/** A file as the index knows it; its content is called like it. */
export function rowAt(path: string, changes: Partial<FileRow> = {}): FileRow {
  return { folder, path, bytes: 100, timeMs: 1000, sha256: path, ...changes };
}

export function matchAt(
  path: string,
  closeness: Closeness,
  folded: readonly SearchMatch[] = [],
): SearchMatch {
  return { sha256: path, score: 0.5, closeness, files: [rowAt(path)], folded };
}

export function answerOf(matches: readonly SearchMatch[], changes: Partial<SearchAnswer> = {}): SearchAnswer {
  return { matches, best: matches[0]?.closeness ?? 'none', notes: [], usd: 0, ...changes };
}

const [titan] = embeddingModels;
if (!titan) throw new Error('there is no embedding model');

export const samplePlan: IndexingPlan = {
  images: 2340,
  usd: 0.14,
  leastMs: 1000,
  context: {
    model: { model: titan, state: { kind: 'ready' }, invokeAs: titan.id, isGlobal: false },
    dimensions: 1024,
    region: 'us-east-1',
    provider: 'bedrock',
    workspace: folder,
    budget: { perDayUsd: 10, perCallRefuseUsd: 8 },
  },
  leftOut: ['node_modules', 'dist', 'out', 'build'].map((path) => ({ folder, path, why: 'dependency' })),
  problems: 0,
  counts: { files: 0, pictures: 0, problems: 0 },
};

/** One question that waits for its answer. */
interface Asked {
  readonly request: SearchRequest;
  readonly signal: AbortSignal;
  answer(answer: Result<SearchAnswer>): Promise<void>;
}

/** Search whose answers the test gives. */
export class FakeSearch implements WorkspaceSearch {
  readonly asked: Asked[] = [];
  readonly #changed = new Emitter<undefined>();
  #state: IndexingState = { kind: 'idle' };
  planned: Result<IndexingPlan> = ok(samplePlan);
  plans = 0;
  consents: IndexingPlan[] = [];
  calls: string[] = [];
  rows: readonly FileRow[] = [];
  groups: readonly DuplicateGroup[] = [];
  problemRows: readonly FileRow[] = [];
  recovered: RecoveredIndex | undefined;

  get state(): IndexingState {
    return this.#state;
  }

  become(state: IndexingState): void {
    this.#state = state;
    this.#changed.fire(undefined);
  }

  readonly onDidChange = (listener: () => void): Disposable => this.#changed.event(listener);

  async plan(): Promise<Result<IndexingPlan>> {
    this.plans += 1;
    return this.planned;
  }

  consent(plan: IndexingPlan): Result<void> {
    this.consents.push(plan);
    this.become({ kind: 'scanning' });
    return ok();
  }

  async pause(): Promise<Result<void>> {
    this.calls.push('pause');
    return ok();
  }

  resume(): Result<void> {
    this.calls.push('resume');
    return ok();
  }

  async search(request: SearchRequest, signal: AbortSignal): Promise<Result<SearchAnswer>> {
    return new Promise((resolve) => {
      this.asked.push({
        request,
        signal,
        answer: async (answer) => {
          resolve(answer);
          await settled();
        },
      });
      signal.addEventListener('abort', () => resolve(err({ kind: 'cancelled' })));
    });
  }

  /** The question that was asked last. */
  get last(): Asked {
    const last = this.asked.at(-1);
    if (!last) throw new Error('nothing was asked');
    return last;
  }

  async suggest(): Promise<Result<readonly SearchMatch[]>> {
    return ok([]);
  }

  async duplicates(): Promise<Result<readonly DuplicateGroup[]>> {
    return ok(this.groups);
  }

  problems(): Result<readonly FileRow[]> {
    return ok(this.problemRows);
  }

  async files(): Promise<Result<readonly FileRow[]>> {
    return ok(this.rows);
  }

  included(): Result<Included> {
    return ok({});
  }

  include(): Result<void> {
    return ok();
  }

  leaveToRules(): Result<readonly string[]> {
    return ok([]);
  }
}

/** After everything that is ready to go on has gone on. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
