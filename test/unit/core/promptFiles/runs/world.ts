import type { InboxEntry } from '../../../../../src/core/files/store';
import { Generator } from '../../../../../src/core/generate/generator';
import type { GeneratorPorts } from '../../../../../src/core/generate/ports';
import type { GenerateBudget } from '../../../../../src/core/generate/run';
import type { Cell } from '../../../../../src/core/promptFiles/cells';
import { ImageCellMaker } from '../../../../../src/core/promptFiles/runs/imageMaker';
import type { CellArchive } from '../../../../../src/core/promptFiles/runs/imageMaker';
import type { CellBook, CellKnowledge, RunStore } from '../../../../../src/core/promptFiles/runs/ports';
import { RunQueue } from '../../../../../src/core/promptFiles/runs/queue';
import { RUN_SCHEMA_VERSION, type RunRecord } from '../../../../../src/core/promptFiles/runs/record';
import type { Recipe } from '../../../../../src/core/recipes/recipe';
import { err, ok, type Result } from '../../../../../src/core/result';
import { fakePorts, generous, imagesFor, oneByOne, silentLog, type FakePorts } from '../../generate/fakes';

/** A book in memory that knows whether the window that wrote a line still lives. */
export class FakeBook {
  readonly lines = new Map<string, { readonly known: CellKnowledge; readonly window: number }>();
  isMissing = false;

  of(window: () => number, isAlive: (window: number) => boolean): CellBook {
    const look = (key: string): CellKnowledge | undefined => {
      const line = this.lines.get(key);
      if (line?.known.kind !== 'busy') return line?.known;
      return isAlive(line.window) ? line.known : { kind: 'left' };
    };
    const write = (key: string, known: CellKnowledge | undefined): Result<void> => {
      if (known) this.lines.set(key, { known, window: window() });
      else this.lines.delete(key);
      return ok();
    };
    return {
      find: (_provider, keys) => {
        if (this.isMissing) return err({ kind: 'noDatabase', reason: 'missing' });
        return ok(
          new Map(
            keys.flatMap((key) => {
              const known = look(key);
              return known ? [[key, known] as const] : [];
            }),
          ),
        );
      },
      begin: (_provider, key, isRepeated) => {
        if (this.isMissing) return err({ kind: 'noDatabase', reason: 'missing' });
        const known = look(key);
        if (known && (known.kind === 'busy' || !isRepeated)) return ok(known);
        write(key, { kind: 'busy' });
        return ok({ kind: 'yours' });
      },
      made: (_provider, key, made) => write(key, { kind: 'made', made }),
      doubt: (_provider, key) => write(key, { kind: 'inDoubt' }),
      release: (_provider, key) => write(key, undefined),
    };
  }
}

/** Ends the life of a window at a chosen step: nothing it asks for is ever answered again. */
export class Life {
  isOver = false;
  #left: number;

  /** @param steps how many calls of ports it lives for */
  constructor(steps = Infinity) {
    this.#left = steps;
  }

  /** The same port, whose every call is a step; a call after the end does nothing and never returns. */
  wrap<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, name, receiver) => {
        const member: unknown = Reflect.get(target, name, receiver);
        if (typeof member !== 'function') return member;
        return (...parameters: unknown[]): unknown => {
          if (!this.isOver && --this.#left < 0) this.isOver = true;
          if (this.isOver) throw new Dead();
          return (member as (...all: unknown[]) => unknown).apply(target, parameters);
        };
      },
    });
  }
}

/** What a dead window's code meets; nobody is left to see it. */
class Dead extends Error {}

/** What outlives every window: the disk, the books, and the service with its bill. */
export class World {
  readonly ports: FakePorts = fakePorts();
  readonly book = new FakeBook();
  readonly runs = new Map<string, RunRecord>();
  /** How often each request was charged, by its words and seed. */
  readonly charges = new Map<string, number>();
  readonly deleted = new Set<string>();
  budget: GenerateBudget = { ...generous, perDayUsd: 1000 };
  #windows = 0;
  #alive: Life = new Life();
  #window = 0;

  constructor() {
    this.ports.invoker.reply = (request) => {
      const key = JSON.stringify(request.body);
      this.charges.set(key, (this.charges.get(key) ?? 0) + 1);
      return imagesFor(request);
    };
    // Files that a dead window left belong to nobody.
    this.ports.inbox.orphans = async (): Promise<readonly InboxEntry[]> => this.ports.inbox.entries();
  }

  get charged(): number {
    return [...this.charges.values()].reduce((sum, count) => sum + count, 0);
  }

  /** A window that dies after so many steps. */
  open(steps = Infinity): {
    readonly life: Life;
    queue(cells: readonly Cell[], record?: RunRecord): RunQueue;
  } {
    const life = new Life(steps);
    const window = ++this.#windows;
    this.#alive = life;
    this.#window = window;
    const { ports } = this;
    const own: GeneratorPorts = {
      ...ports,
      invoker: life.wrap(ports.invoker),
      inbox: life.wrap(ports.inbox),
      imageStore: life.wrap(ports.imageStore),
      recipes: life.wrap(ports.recipes),
    };
    const generator = new Generator(own);
    const archive: CellArchive = {
      find: async (keys) => {
        const found = new Map<string, Recipe[]>();
        for (const { recipe } of ports.recipes.written) {
          if (recipe.cell === undefined || !keys.includes(recipe.cell)) continue;
          found.set(recipe.cell, [...(found.get(recipe.cell) ?? []), recipe]);
        }
        return found;
      },
      has: async ({ sha256 }) => !this.deleted.has(sha256),
    };
    const maker = new ImageCellMaker({
      engine: generator,
      inbox: own.inbox,
      archive,
      budget: () => this.budget,
      place: {
        provider: 'bedrock',
        region: 'us-west-2',
        folder: 'file:///project',
        template: 'images/${slug}',
        date: '2026-11-21',
      },
      prepareEdit: async () => err({ kind: 'badRequest', reason: 'no edits here' }),
      clock: ports.clock,
    });
    const store: RunStore = {
      write: async (run) => {
        this.runs.set(run.id, run);
        return ok();
      },
      list: async () => [...this.runs.values()],
      read: async (id) => this.runs.get(id),
    };
    const book = this.book.of(
      () => this.#window,
      (owner) => owner === this.#window && !this.#alive.isOver,
    );
    return {
      life,
      queue: (cells, record = newRecord) =>
        new RunQueue(
          record,
          cells.map((cell) => ({ cell, kept: { values: {} } })),
          {
            book: life.wrap(book),
            maker,
            store: life.wrap(store),
            // Waiting for another run gives it a turn.
            clock: {
              now: () => ports.clock.now(),
              sleep: () => new Promise((resolve) => setImmediate(resolve)),
            },
            log: silentLog,
          },
        ),
    };
  }
}

export const newRecord: RunRecord = {
  schemaVersion: RUN_SCHEMA_VERSION,
  id: '2026-11-21T13-00-00-000Z-abcd',
  file: 'hero.imgprompt.md',
  kind: 'grid',
  provider: 'bedrock',
  startedAt: '2026-11-21T13:00:00.000Z',
  status: 'running',
  source: 'A kite',
  cells: [],
};

/** Cells of one image each, for four cents. */
export function manyCells(count: number): readonly Cell[] {
  return Array.from({ length: count }, (_, index) => ({
    key: index.toString(16).padStart(64, '0'),
    wish: {
      kind: 'image',
      task: 'textToImage',
      model: oneByOne,
      invokeAs: oneByOne.id,
      prompt: `kite ${index}`,
      options: {},
      seed: index + 1,
      count: 1,
      perRequest: 1,
    },
    seed: index + 1,
    images: 1,
    priceUsd: 0.04,
  }));
}
