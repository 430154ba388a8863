import type { TokenUsage } from '../ports';
import type { TokenRates, VisionModel } from './descriptor';

const MILLION = 1_000_000;

/**
 * What a model's tokens cost by the id it is invoked as.
 *
 * @param invokeAs the model's own id or a profile's; an ARN counts as within the geography, which is the dearer
 */
export function ratesOf({ id, price }: VisionModel, invokeAs: string): TokenRates | undefined {
  if (!price) return undefined;
  const prefix = invokeAs.endsWith(`.${id}`) ? invokeAs.slice(0, -id.length - 1) : '';
  if (prefix === 'global') return price.global ?? price.geographic;
  return price.byGeography?.[prefix] ?? price.geographic;
}

/** What a request has cost by the service's own count, in USD; undefined where no price is known. */
export function usageUsd(model: VisionModel, invokeAs: string, usage: TokenUsage): number | undefined {
  const rates = ratesOf(model, invokeAs);
  return rates && roundTokens(usage.inputTokens * rates.inputUsd + usage.outputTokens * rates.outputUsd);
}

/** A hundred-millionth of a dollar: one token of the cheapest model is six of them. */
function roundTokens(millionthUsd: number): number {
  return Math.round((millionthUsd / MILLION) * 1e8) / 1e8;
}

/** What a request will send and may get back, before it is sent. */
export interface TokenEstimate {
  readonly inputTokens: number;
  /** What answers of this kind usually take. */
  readonly usualOutputTokens: number;
  /** What is asked for at most. */
  readonly maxOutputTokens: number;
}

/** Prices to show and to reserve, in USD. */
export interface PriceEstimate {
  /** For buttons and sentences. */
  readonly usualUsd: number;
  /** Taken out of the budget until the service has counted. */
  readonly mostUsd: number;
}

/** @returns undefined where no price is known */
export function estimatePrice(
  model: VisionModel,
  invokeAs: string,
  { inputTokens, usualOutputTokens, maxOutputTokens }: TokenEstimate,
): PriceEstimate | undefined {
  const usualUsd = usageUsd(model, invokeAs, { inputTokens, outputTokens: usualOutputTokens });
  const mostUsd = usageUsd(model, invokeAs, { inputTokens, outputTokens: maxOutputTokens });
  return usualUsd === undefined || mostUsd === undefined ? undefined : { usualUsd, mostUsd };
}
