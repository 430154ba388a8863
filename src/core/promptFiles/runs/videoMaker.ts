import type { Clock } from '../../clock';
import type { Destination } from '../../files/store';
import type { GenerateBudget } from '../../generate/run';
import { slugFrom } from '../../names/slug';
import type { RecipeInput } from '../../recipes/recipe';
import type { VideoRecipe } from '../../recipes/video';
import type { Result } from '../../result';
import type { VideoJob, VideoPlace } from '../../video/jobs/job';
import type { VideoJobs } from '../../video/jobs/videoJobs';
import type { VideoTask } from '../../video/task';
import type { Cell } from '../cells';
import type { VideoWish } from '../cellRequest';
import type { CellMaker, CellResult } from './ports';
import type { MadeCell, MadeImage } from './record';

/** Where the requests of a run go and its films lie. */
export interface VideoRunPlace {
  readonly via: VideoPlace;
  /** URI of the workspace folder. */
  readonly folder: string;
  readonly template: string;
  /** `2026-11-20`, local. */
  readonly date: string;
  /** The prompt file, relative to the folder, with `/`. */
  readonly promptFile?: string;
}

/** Finds films of cells by their recipes. */
export interface VideoArchive {
  /** Recipes of films that were made for these cells, by key. */
  findVideos(keys: readonly string[]): Promise<ReadonlyMap<string, readonly VideoRecipe[]>>;
  /** Whether anything of a film is left: its file where it was put, or its recipe. */
  has(file: MadeImage): Promise<boolean>;
}

/** A request with its pictures read and fitted. */
export interface PreparedVideo {
  readonly task: VideoTask;
  readonly inputs: readonly RecipeInput[];
}

export interface VideoMakerPorts {
  readonly jobs: Pick<VideoJobs, 'start' | 'list'>;
  readonly archive: VideoArchive;
  readonly budget: () => GenerateBudget;
  readonly place: VideoRunPlace;
  /** Looks at the bucket before the money. @returns `s3://bucket/prefix` */
  readonly bucket: (modelId: string, signal: AbortSignal) => Promise<Result<string>>;
  readonly prepare: (wish: VideoWish, seed: number, signal: AbortSignal) => Promise<Result<PreparedVideo>>;
  readonly clock: Clock;
}

/**
 * Makes cells of videos as jobs, which outlive the run and its window: a cell counts as made as soon as its job stands on
 * the disk, and as not made where that job failed.
 */
export class VideoCellMaker implements CellMaker {
  readonly #ports: VideoMakerPorts;

  constructor(ports: VideoMakerPorts) {
    this.#ports = ports;
  }

  async make(cell: Cell, signal: AbortSignal): Promise<CellResult> {
    const { wish, key, seed = 0, priceUsd } = cell;
    const { jobs, bucket, prepare, place, budget, clock } = this.#ports;
    if (wish.kind !== 'video') return refusedCell({ kind: 'badRequest', reason: 'it is no video' });
    const s3Uri = await bucket(wish.model.id, signal);
    if (!s3Uri.ok) return refusedCell(s3Uri.error);
    const prepared = await prepare(wish, seed, signal);
    if (!prepared.ok) return refusedCell(prepared.error);
    if (signal.aborted) return refusedCell({ kind: 'cancelled' });
    const destination = destinationOf(wish, place);
    // The record of the job names the cell, and is written before anything is sent.
    const started = await jobs.start({
      model: wish.model,
      ...prepared.value,
      place: place.via,
      s3Uri: s3Uri.value,
      label: destination.values.slug,
      destination,
      workspace: place.folder,
      priceUsd,
      budget: budget(),
      cell: key,
      ...(place.promptFile === undefined ? {} : { promptFile: place.promptFile }),
    });
    if (!started.ok) return refusedCell(started.error);
    return {
      kind: 'made',
      made: {
        images: [],
        job: started.value.id,
        madeAt: new Date(clock.now()).toISOString(),
        priceUsd: priceUsd ?? 0,
      },
    };
  }

  async recover(keys: readonly string[]): Promise<ReadonlyMap<string, MadeCell>> {
    const { archive } = this.#ports;
    const wanted = new Set(keys);
    const found = new Map<string, MadeCell>();
    // Newest first: a job that was asked for again counts before the one it was asked for.
    for (const job of this.#jobs()) {
      if (job.cell === undefined || !wanted.has(job.cell) || found.has(job.cell)) continue;
      if (this.#isOfHere(job) && (await this.#isThere(job))) found.set(job.cell, madeOf(job));
    }
    const missing = keys.filter((key) => !found.has(key));
    if (missing.length === 0) return found;
    for (const [key, recipes] of await archive.findVideos(missing)) {
      const cell = madeFromRecipes(recipes, this.#provider);
      const there = cell ? await Promise.all(cell.images.map((image) => archive.has(image))) : [];
      if (cell && there.includes(true)) found.set(key, cell);
    }
    return found;
  }

  async areThere(made: readonly MadeCell[]): Promise<readonly boolean[]> {
    const { archive } = this.#ports;
    const jobs = new Map(this.#jobs().map((job) => [job.id, job]));
    return Promise.all(
      made.map(async ({ job: id, images }) => {
        const job = id === undefined ? undefined : jobs.get(id);
        if (job) return this.#isThere(job);
        // Forgotten: what counts is the film.
        return (await Promise.all(images.map((image) => archive.has(image)))).includes(true);
      }),
    );
  }

  /** With the film, once its job has it. */
  current(made: MadeCell): MadeCell {
    const job = this.#jobs().find(({ id }) => id === made.job);
    return job ? { ...made, images: filmsOf(job) } : made;
  }

  get #provider(): 'bedrock' | 'offline' {
    return this.#ports.place.via.via.provider;
  }

  #jobs(): readonly VideoJob[] {
    return this.#ports.jobs.list().map(({ job }) => job);
  }

  /** A placeholder of the offline provider is not the film that costs money. */
  #isOfHere({ place }: VideoJob): boolean {
    return place.via.provider === this.#provider;
  }

  async #isThere(job: VideoJob): Promise<boolean> {
    if (job.state === 'failed') return false;
    if (job.state !== 'saved') return true;
    const there = await Promise.all(filmsOf(job).map((film) => this.#ports.archive.has(film)));
    return there.includes(true);
  }
}

/** Nothing was sent. */
function refusedCell(error: Extract<CellResult, { readonly kind: 'failed' }>['error']): CellResult {
  return { kind: 'failed', error, mayBeCharged: false, isKept: false };
}

function destinationOf(
  { prompt, shots, task, model }: VideoWish,
  { folder, template, date }: VideoRunPlace,
): Destination {
  const words = prompt === '' ? (shots[0]?.text ?? '') : prompt;
  return {
    folder,
    template,
    values: { slug: slugFrom(words), task, model: slugFrom(model.name), seed: '', date, n: '' },
  };
}

function madeOf(job: VideoJob): MadeCell {
  return {
    images: filmsOf(job),
    job: job.id,
    madeAt: new Date(job.createdAt).toISOString(),
    priceUsd: job.place.via.provider === 'offline' ? 0 : (job.priceUsd ?? 0),
  };
}

/** The whole film first, then its shots. */
function filmsOf(job: VideoJob): readonly MadeImage[] {
  const files = 'files' in job ? (job.files ?? []) : [];
  return files
    .toSorted((one, other) => one.number - other.number)
    .flatMap(({ target, isPlaced }) =>
      target && isPlaced === true ? [{ sha256: target.sha256, path: target.path }] : [],
    );
}

/** @returns undefined where none of them was made by this provider */
function madeFromRecipes(
  recipes: readonly VideoRecipe[],
  provider: 'bedrock' | 'offline',
): MadeCell | undefined {
  const inOrder = recipes
    .filter(({ runs }) => runs.some((run) => run.provider === provider))
    .toSorted((one, other) => one.index - other.index);
  const [first] = inOrder.flatMap(({ runs }) => runs.filter((run) => run.provider === provider));
  if (!first) return undefined;
  return {
    images: inOrder.map(({ sha256, runs }) => {
      const path = runs.findLast((run) => run.path !== undefined)?.path;
      return { sha256, ...(path === undefined ? {} : { path }) };
    }),
    madeAt: first.madeAt,
    // Each file of a film names the price of the whole.
    priceUsd: first.priceUsd,
  };
}
