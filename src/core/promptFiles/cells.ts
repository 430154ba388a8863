import type { AdapterLookup } from '../generate/ports';
import { chooseSeeds } from '../generate/seeds';
import type { JsonObject, JsonValue } from '../json';
import { promptUse, sizesFor, takesSeed } from '../models/abilities';
import { defaultSize } from '../models/choices';
import { estimate } from '../models/price';
import { err, ok, type Result } from '../result';
import { areaTasks } from '../tasks/task';
import { videoPrice } from '../video/price';
import { canonicalHash } from './canonical';
import type { CellWish, ImageWish, VideoWish } from './cellRequest';

/** Told apart from keys of another making, should the form ever change. */
const KEY_VERSION = 1;

/** Seeds that follow from a request stay where every model and AWS's own samples have theirs; see `seeds.ts`. */
const MAX_DERIVED_SEED = 858_993_459;

/** One request, as it would be sent: what is made once and never paid for again. */
export interface Cell {
  /** SHA-256 over the canonical form of the request; lower-case hex. */
  readonly key: string;
  readonly wish: CellWish;
  /** Undefined where the model takes none. */
  readonly seed?: number;
  /** Images of this request; 1 for a video. */
  readonly images: number;
  /** Undefined where nobody knows it; 0 offline. */
  readonly priceUsd: number | undefined;
}

/** What a file that goes into a request is, by its bytes. */
export interface CellInputs {
  /** @returns lower-case hex SHA-256 of the file; undefined where it cannot be read */
  sha256(path: string): Promise<string | undefined>;
}

export interface CellFacts {
  readonly adapters: AdapterLookup;
  readonly inputs: CellInputs;
  readonly provider: 'bedrock' | 'offline';
  /** The user's own prices, by model id. */
  readonly prices: Readonly<Record<string, number>>;
  /** From 0 to below 1; for `seed: random`. */
  readonly random: () => number;
  /** Id of the run: with it, `seed: random` follows from the run, so that one that was interrupted is built again as it was. */
  readonly run?: string;
  /** Counts how often the user asked for all anew: seeds that were not given move on. */
  readonly round?: number;
}

/**
 * The requests of one combination: as many as it takes to get all its images.
 *
 * @returns `notReadable` where an input file is gone; `badRequest` and `promptTooLong` for what the model would refuse
 */
export async function cellsOf(wish: CellWish, facts: CellFacts): Promise<Result<readonly Cell[]>> {
  const hashes = await hashInputs(wish, facts.inputs);
  if (!hashes.ok) return hashes;
  return wish.kind === 'image'
    ? imageCells(wish, hashes.value, facts)
    : videoCells(wish, hashes.value, facts);
}

async function imageCells(
  wish: ImageWish,
  hashes: ReadonlyMap<string, string>,
  facts: CellFacts,
): Promise<Result<readonly Cell[]>> {
  const { model, task, count, perRequest } = wish;
  const counts: number[] = [];
  for (let left = count; left > 0; left -= perRequest) counts.push(Math.min(left, perRequest));
  const hasSeed = takesSeed(model, task);
  const first = hasSeed ? await firstSeed(wish, hashes, facts) : undefined;
  const seeds = first === undefined || !first.ok ? [] : chooseSeeds(counts, model, first.value, facts.random);
  if (first && !first.ok) return first;
  const cells: Cell[] = [];
  for (const [index, images] of counts.entries()) {
    const seed = seeds[index];
    const request = imageRequest(wish, seed ?? model.seed.min, images, hashes, facts.adapters);
    if (!request.ok) return request;
    const { size, options } = wish;
    cells.push({
      key: await keyOf(model.id, request.value),
      wish,
      ...(seed === undefined ? {} : { seed }),
      images,
      priceUsd:
        facts.provider === 'offline'
          ? 0
          : estimate(model, { ...(size ? { size } : {}), options, count: images }, facts.prices),
    });
  }
  return ok(cells);
}

/** Given, by chance, or one that follows from the request, so that the same file makes the same images everywhere. */
async function firstSeed(
  wish: ImageWish,
  hashes: ReadonlyMap<string, string>,
  { adapters, random, run, round = 0 }: CellFacts,
): Promise<Result<number>> {
  const { model, seed, count } = wish;
  if (typeof seed === 'number') return ok(seed);
  const lowest = Math.max(1, model.seed.min);
  const most = Math.min(model.seed.max, MAX_DERIVED_SEED) - lowest - count;
  if (seed === 'random' && run === undefined) return ok(lowest + Math.floor(random() * most));
  const request = imageRequest(wish, model.seed.min, 1, hashes, adapters);
  if (!request.ok) return request;
  if (seed === 'random') {
    return ok(
      derivedSeed(
        await canonicalHash({ run: run ?? '', model: model.id, request: request.value }),
        lowest,
        most,
        0,
      ),
    );
  }
  return ok(derivedSeed(await keyOf(model.id, request.value), lowest, most, round * count));
}

function derivedSeed(hash: string, lowest: number, most: number, moved: number): number {
  return lowest + ((Number.parseInt(hash.slice(0, 12), 16) + moved) % Math.max(1, most));
}

/** The request in a form that depends on nothing but what is sent. */
function imageRequest(
  wish: ImageWish,
  seed: number,
  count: number,
  hashes: ReadonlyMap<string, string>,
  adapters: AdapterLookup,
): Result<JsonObject> {
  const { edit, model, task, prompt, negativePrompt, size, options } = wish;
  if (!edit) {
    const encoded = adapters.adapterFor(model).encode(
      {
        kind: 'textToImage',
        prompt,
        ...(negativePrompt === undefined ? {} : { negativePrompt }),
        ...(size ? { size } : {}),
        seed,
        count,
        options,
      },
      model,
    );
    return encoded.ok ? ok({ body: encoded.value.body }) : encoded;
  }
  const use = promptUse(model, task);
  if (use === 'required' && prompt === '') {
    return err({ kind: 'badRequest', field: 'prompt', reason: 'it must not be empty' });
  }
  const { maxLength } = model.prompt;
  if (use !== 'none' && prompt.length > maxLength) {
    return err({ kind: 'promptTooLong', length: prompt.length, maxLength, modelId: model.id });
  }
  // The body of an edit holds pictures that would first have to be fitted; these are what it is made from.
  const sent = size ?? defaultSize(sizesFor(model, task));
  return ok({
    task,
    ...(use === 'none' ? {} : { prompt }),
    ...(negativePrompt === undefined ? {} : { negativePrompt }),
    ...(sent ? { size: { ...sent } } : {}),
    options: { ...options },
    ...(takesSeed(model, task) ? { seed } : {}),
    count,
    edit: editRequest(wish, edit, hashes),
  });
}

function editRequest(
  { task }: ImageWish,
  edit: NonNullable<ImageWish['edit']>,
  hashes: ReadonlyMap<string, string>,
): JsonObject {
  const { paths, area, words, garmentClass, structure, colors, margins } = edit;
  const { contextPx, featherPx, flattenOn } = edit;
  const hash = (path: string | undefined): JsonValue =>
    path === undefined ? null : (hashes.get(path) ?? null);
  const isArea = areaTasks.includes(task);
  const isMasked = isArea && area === 'mask';
  return {
    images: paths.images.map(hash),
    ...(isArea ? { area } : {}),
    ...(isMasked
      ? { mask: hash(paths.mask), featherPx: featherPx ?? null, contextPx: contextPx ?? null }
      : {}),
    ...((isArea && area === 'words') || task === 'recolor' ? { words } : {}),
    ...(isArea && area === 'garment' ? { garmentClass: garmentClass ?? null } : {}),
    ...(task === 'followStyle' ? { style: hash(paths.style) } : {}),
    ...(task === 'tryOn' ? { garment: hash(paths.garment) } : {}),
    ...(task === 'followStructure' ? { structure } : {}),
    ...(task === 'followPalette' ? { colors } : {}),
    ...(task === 'outpaint' ? { margins: { ...margins } } : {}),
    flattenOn,
  };
}

async function videoCells(
  wish: VideoWish,
  hashes: ReadonlyMap<string, string>,
  { provider, prices, random, run, round = 0 }: CellFacts,
): Promise<Result<readonly Cell[]>> {
  const { model, seed } = wish;
  let sent: number | undefined;
  if (model.seed) {
    const lowest = Math.max(1, model.seed.min);
    const most = Math.min(model.seed.max, MAX_DERIVED_SEED) - lowest;
    const request = videoRequest(wish, undefined, hashes);
    if (typeof seed === 'number') sent = seed;
    else if (seed !== 'random') sent = derivedSeed(await keyOf(model.id, request), lowest, most, round);
    else if (run === undefined) sent = lowest + Math.floor(random() * most);
    else sent = derivedSeed(await canonicalHash({ run, model: model.id, request }), lowest, most, 0);
  }
  return ok([
    {
      key: await keyOf(model.id, videoRequest(wish, sent, hashes)),
      wish,
      ...(sent === undefined ? {} : { seed: sent }),
      images: 1,
      priceUsd: provider === 'offline' ? 0 : videoPrice(model, wish, prices),
    },
  ]);
}

function videoRequest(
  { task, prompt, durationSeconds, size, loop, start, end, shots }: VideoWish,
  seed: number | undefined,
  hashes: ReadonlyMap<string, string>,
): JsonObject {
  const hash = (path: string | undefined): JsonValue =>
    path === undefined ? null : (hashes.get(path) ?? null);
  return {
    task,
    prompt,
    durationSeconds,
    size: { ...size },
    loop,
    seed: seed ?? null,
    start: hash(start),
    end: hash(end),
    shots: shots.map(({ text, image }) => ({ text, image: hash(image) })),
  };
}

/** The region is left aside: the same request elsewhere is the same image. */
function keyOf(modelId: string, request: JsonObject): Promise<string> {
  return canonicalHash({ version: KEY_VERSION, model: modelId, request });
}

/** All files of a wish, each once. */
export function inputPaths(wish: CellWish): readonly string[] {
  const all =
    wish.kind === 'video'
      ? [wish.start, wish.end, ...wish.shots.map(({ image }) => image)]
      : [
          ...(wish.edit?.paths.images ?? []),
          wish.edit?.paths.mask,
          wish.edit?.paths.style,
          wish.edit?.paths.garment,
        ];
  return [...new Set(all.filter((path) => path !== undefined))];
}

async function hashInputs(wish: CellWish, inputs: CellInputs): Promise<Result<ReadonlyMap<string, string>>> {
  const hashes = new Map<string, string>();
  for (const path of inputPaths(wish)) {
    const sha256 = await inputs.sha256(path);
    if (sha256 === undefined) {
      return err({ kind: 'notReadable', name: path.slice(path.lastIndexOf('/') + 1), reason: 'gone' });
    }
    hashes.set(path, sha256);
  }
  return ok(hashes);
}
