import type { JsonObject } from '../json';
import { maxImagesFor } from '../models/abilities';
import type { Warning } from '../models/adapter';
import { err, ok, type Result } from '../result';
import type { ImageTask } from '../tasks/task';
import type { GeneratorPorts } from './ports';
import type { GenerateRequest } from './run';
import { chooseSeeds } from './seeds';

/** One request to the service, encoded and priced; nothing of it was sent. */
export interface PlannedCall {
  readonly request: GenerateRequest;
  readonly task: ImageTask;
  readonly body: JsonObject;
  /** Place in the whole batch of this call's first image, from 1. */
  readonly firstNumber: number;
  readonly usdPerImage: number;
  /** Price of all images asked for. */
  readonly amountUsd: number;
}

export interface PromptPlan {
  readonly request: GenerateRequest;
  readonly calls: readonly PlannedCall[];
  readonly warnings: readonly Warning[];
  readonly priceUsd: number;
}

/**
 * Splits what the user decided into calls. All of it is encoded here, so what the model would refuse costs nothing.
 *
 * @param firstNumber place of the prompt's first image in the whole batch, from 1
 */
export function planPrompt(
  request: GenerateRequest,
  firstNumber: number,
  { adapters, random, log }: Pick<GeneratorPorts, 'adapters' | 'random' | 'log'>,
): Result<PromptPlan> {
  const { model, count } = request;
  if (!Number.isInteger(count) || count < 1) {
    return err({ kind: 'badRequest', field: 'count', reason: 'at least one image' });
  }
  const usdPerImage = request.provider === 'offline' ? 0 : request.pricePerImageUsd;
  if (usdPerImage === undefined) log.warn('no price is known; booked as 0', { modelId: model.id });
  const adapter = adapters.adapterFor(model);
  const counts = splitCount(count, maxImagesFor(model, request.edit?.input.kind ?? 'textToImage'));
  const seeds = chooseSeeds(counts, model, request.seed, random);
  const calls: PlannedCall[] = [];
  let warnings: readonly Warning[] = [];
  let number = firstNumber;
  for (const [index, images] of counts.entries()) {
    const task = taskOf(request, images, seeds[index] ?? model.seed.min);
    const encoded = adapter.encode(task, model);
    if (!encoded.ok) return encoded;
    // The calls of one prompt differ in seed and number only, so they share their warnings.
    if (index === 0) warnings = encoded.value.warnings;
    calls.push({
      request,
      task,
      body: encoded.value.body,
      firstNumber: number,
      usdPerImage: usdPerImage ?? 0,
      amountUsd: roundUsd((usdPerImage ?? 0) * images),
    });
    number += images;
  }
  return ok({ request, calls, warnings, priceUsd: sumUsd(calls.map(({ amountUsd }) => amountUsd)) });
}

/** Millionths of a dollar, so that sums of prices do not show the binary fractions behind them. */
export function roundUsd(amountUsd: number): number {
  return Math.round(amountUsd * 1e6) / 1e6;
}

export function sumUsd(amounts: readonly number[]): number {
  return roundUsd(amounts.reduce((sum, amount) => sum + amount, 0));
}

function splitCount(count: number, most: number): readonly number[] {
  const counts: number[] = [];
  for (let left = count; left > 0; left -= most) counts.push(Math.min(left, most));
  return counts;
}

function taskOf(request: GenerateRequest, count: number, seed: number): ImageTask {
  const { prompt, negativePrompt, size, options } = request;
  return {
    ...(request.edit?.input ?? { kind: 'textToImage' }),
    prompt,
    ...(negativePrompt === undefined ? {} : { negativePrompt }),
    ...(size ? { size } : {}),
    seed,
    count,
    options,
  };
}
