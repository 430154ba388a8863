import * as z from 'zod/mini';
import type { FilterStage } from '../errors';
import { err, ok, type Result } from '../result';
import type { DecodedAnswer, EncodedImage } from './adapter';
import { decodeBase64 } from './base64';

/** Only the frame is checked: one strange entry must not cost the images beside it. */
const answerSchema = z.object({
  images: z.optional(z.nullable(z.array(z.unknown()))),
  seeds: z.optional(z.unknown()),
  finish_reasons: z.optional(z.nullable(z.array(z.unknown()))),
  'amazon-bedrock-guardrailAction': z.optional(z.unknown()),
});

/**
 * Sentences of `finish_reasons`; null means success. A filtered request is not an HTTP error.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/stable-image-services.html
 */
const filterStages: ReadonlyMap<unknown, FilterStage> = new Map([
  ['Filter reason: prompt', 'prompt'],
  ['Filter reason: output image', 'outputImage'],
  ['Filter reason: input image', 'inputImage'],
]);

/**
 * One answer of any model of Stability AI, text to image or image service: they all answer in one shape.
 *
 * @param askedFor images the request asked for
 */
export function decodeStabilityAnswer(body: unknown, askedFor: number): Result<DecodedAnswer> {
  const parsed = z.safeParse(answerSchema, body);
  if (!parsed.success) return err({ kind: 'badAnswer' });
  if (parsed.data['amazon-bedrock-guardrailAction'] === 'INTERVENED') {
    return err({ kind: 'guardrailIntervened' });
  }
  const reasons = parsed.data.finish_reasons ?? [];
  const texts = parsed.data.images ?? [];
  const seeds: readonly unknown[] = Array.isArray(parsed.data.seeds) ? parsed.data.seeds : [];
  const images: EncodedImage[] = [];
  const heldBack = new Map<FilterStage, number>();
  let unreadable = 0;
  for (let index = 0; index < Math.max(reasons.length, texts.length); index++) {
    const reason = reasons[index] ?? null;
    const stage = filterStages.get(reason);
    if (stage !== undefined) {
      heldBack.set(stage, (heldBack.get(stage) ?? 0) + 1);
      continue;
    }
    // `Inference error`, or a reason we do not know, is not a filter, and what stands beside it is not to be trusted.
    const text = reason === null ? texts[index] : undefined;
    const bytes = typeof text === 'string' ? decodeBase64(text) : undefined;
    if (bytes) images.push({ bytes, ...seedOf(seeds[index]) });
    else unreadable++;
  }
  if (images.length > 0) {
    return ok({
      images,
      unreadable,
      heldBack: [...heldBack].map(([stage, count]) => ({ stage, count })),
    });
  }
  const [first] = heldBack;
  if (!first || unreadable > 0) return err({ kind: 'badAnswer' });
  const [stage, count] = first;
  return err({ kind: 'contentFiltered', stage, count: Math.max(askedFor, count) });
}

/** A seed that a recipe can hold; anything else is as if the service had said nothing. */
function seedOf(value: unknown): Pick<EncodedImage, 'seed'> {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? { seed: value } : {};
}
