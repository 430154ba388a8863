import type { Clock } from '../../clock';
import type { ImageError } from '../../errors';
import type { PreparedEdit } from '../../edit/prepared';
import type { Destination, Inbox, InboxEntry } from '../../files/store';
import type { GenerateBudget, GenerateOutcome, GenerateRequest, SavedImage } from '../../generate/run';
import type { Generator } from '../../generate/generator';
import { slugFrom } from '../../names/slug';
import type { Recipe } from '../../recipes/recipe';
import { ok, type Result } from '../../result';
import type { Cell } from '../cells';
import type { ImageWish } from '../cellRequest';
import type { CellMaker, CellResult, Provider } from './ports';
import type { MadeCell, MadeImage } from './record';

/** Where requests go and results lie, as the user has decided it for this run. */
export interface RunPlace {
  readonly provider: Provider;
  readonly region: string;
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly template: string;
  /** `2026-11-20`, local. */
  readonly date: string;
  readonly s3Upload?: string;
  /** The prompt file, relative to the folder, with `/`. */
  readonly promptFile?: string;
}

/** Finds images of cells by their recipes. */
export interface CellArchive {
  /** Recipes that were made for these cells, by key. */
  find(keys: readonly string[]): Promise<ReadonlyMap<string, readonly Recipe[]>>;
  /** Whether anything of an image is left: its file where it was put, or its recipe, which outlives a move. */
  has(image: MadeImage): Promise<boolean>;
}

export interface ImageMakerPorts {
  readonly engine: Pick<Generator, 'generate' | 'recover'>;
  readonly inbox: Pick<Inbox, 'orphans'>;
  readonly archive: CellArchive;
  readonly budget: () => GenerateBudget;
  readonly place: RunPlace;
  /** Reads, fits and encodes the pictures of an edit; nothing is sent. */
  readonly prepareEdit: (wish: ImageWish, signal: AbortSignal) => Promise<Result<PreparedEdit>>;
  readonly clock: Clock;
}

/** Makes cells of images with the same engine as every other command: budget, limiter, inbox, recipe. */
export class ImageCellMaker implements CellMaker {
  readonly #ports: ImageMakerPorts;

  constructor(ports: ImageMakerPorts) {
    this.#ports = ports;
  }

  async make(cell: Cell, signal: AbortSignal): Promise<CellResult> {
    const { wish } = cell;
    const { engine, budget, place, prepareEdit, clock } = this.#ports;
    if (wish.kind !== 'image') return refusedCell({ kind: 'badRequest', reason: 'it is no image' });
    const edit = wish.edit ? await prepareEdit(wish, signal) : ok(undefined);
    if (!edit.ok) return refusedCell(edit.error);
    const request = generateRequestOf({ ...cell, wish }, place, edit.value);
    const result = await engine.generate(request, budget(), () => undefined, signal);
    return cellResultOf(result, clock.now());
  }

  async recover(keys: readonly string[]): Promise<ReadonlyMap<string, MadeCell>> {
    const { engine, inbox, archive, place } = this.#ports;
    const wanted = new Set(keys);
    for (const entry of await inbox.orphans()) if (isOf(entry, wanted)) await engine.recover(entry);
    const found = await archive.find(keys);
    const made: [string, MadeCell][] = [];
    for (const [key, recipes] of found) {
      const own = recipes.filter(({ runs }) => runs.some(({ provider }) => provider === place.provider));
      const cell = madeFromRecipes(own, place.provider);
      const [isThere] = cell ? await this.areThere([cell]) : [];
      if (cell && isThere === true) made.push([key, cell]);
    }
    return new Map(made);
  }

  async areThere(made: readonly MadeCell[]): Promise<readonly boolean[]> {
    const { archive } = this.#ports;
    return Promise.all(
      made.map(async ({ images, job }) => {
        if (job !== undefined) return true;
        const found = await Promise.all(images.map((image) => archive.has(image)));
        return found.includes(true);
      }),
    );
  }
}

function isOf({ recipe, session }: InboxEntry, keys: ReadonlySet<string>): boolean {
  return session === undefined && recipe.cell !== undefined && keys.has(recipe.cell);
}

/** Nothing was sent. */
function refusedCell(error: ImageError): CellResult {
  return { kind: 'failed', error, mayBeCharged: false, isKept: false };
}

/** The request that makes a cell, in the words of the engine. */
export function generateRequestOf(
  cell: Cell & { readonly wish: ImageWish },
  { provider, region, folder, template, date, s3Upload, promptFile }: RunPlace,
  edit?: PreparedEdit,
): GenerateRequest {
  const { wish, key, seed, images, priceUsd } = cell;
  const { prompt, negativePrompt, model, invokeAs, size, options, task } = wish;
  const destination: Destination = {
    folder,
    template,
    values: { slug: slugFrom(prompt), task, model: slugFrom(model.name), seed: '', date, n: '' },
  };
  return {
    prompt,
    ...(negativePrompt === undefined ? {} : { negativePrompt }),
    model,
    invokeAs,
    region,
    provider,
    ...(size ? { size } : {}),
    count: images,
    ...(seed === undefined ? {} : { seed }),
    options,
    destination,
    workspace: folder,
    pricePerImageUsd: priceUsd === undefined ? undefined : priceUsd / images,
    ...(s3Upload === undefined ? {} : { s3Upload }),
    ...(edit ? { edit } : {}),
    cell: key,
    ...(promptFile === undefined ? {} : { promptFile }),
  };
}

/** What the engine's outcome says of the one cell that was asked for. @param now milliseconds since 1970 */
export function cellResultOf(result: Result<GenerateOutcome>, now: number): CellResult {
  if (!result.ok) return refusedCell(result.error);
  const { images, inboxIds, errors, spentUsd, mayBeCharged } = result.value;
  const [error] = errors;
  if (images.length > 0) {
    return {
      kind: 'made',
      made: {
        images: images.map(madeImage),
        madeAt: new Date(now).toISOString(),
        priceUsd: spentUsd,
      },
      ...(error ? { error } : {}),
    };
  }
  return {
    kind: 'failed',
    error: error ?? { kind: 'badAnswer' },
    mayBeCharged: mayBeCharged || spentUsd > 0,
    isKept: inboxIds.length > 0,
  };
}

function madeImage({ recipe, file }: SavedImage): MadeImage {
  return { sha256: recipe.sha256, path: file.relativePath };
}

/** @returns undefined without recipes */
export function madeFromRecipes(recipes: readonly Recipe[], provider: Provider): MadeCell | undefined {
  const inOrder = recipes.toSorted((one, other) => one.index - other.index);
  const runs = inOrder.flatMap((recipe) => recipe.runs.filter((run) => run.provider === provider));
  const [first] = runs;
  if (!first) return undefined;
  return {
    images: inOrder.map(({ sha256, runs: own }) => {
      const path = own.findLast((run) => run.path !== undefined)?.path;
      return { sha256, ...(path === undefined ? {} : { path }) };
    }),
    madeAt: first.madeAt,
    priceUsd: inOrder.reduce(
      (sum, { runs: own }) => sum + (own.find((run) => run.provider === provider)?.priceUsd ?? 0),
      0,
    ),
  };
}
