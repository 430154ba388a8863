import * as z from 'zod/mini';
import type { FilterStage } from '../errors';
import type { JsonValue } from '../json';
import { err, ok, type Result } from '../result';
import type { ImageTask } from '../tasks/task';
import { fitSize } from '../generate/draft';
import type { DecodedAnswer, EncodedImage, EncodedRequest, ModelAdapter } from './adapter';
import { decodeBase64 } from './base64';
import type { ModelDescriptor } from './descriptor';
import { checkTask, refused } from './encoding';

const answerSchema = z.object({
  images: z.optional(z.nullable(z.array(z.nullable(z.string())))),
  seeds: z.optional(z.nullable(z.array(z.nullable(z.number())))),
  finish_reasons: z.optional(z.nullable(z.array(z.nullable(z.string())))),
  'amazon-bedrock-guardrailAction': z.optional(z.string()),
});

/**
 * Sentences of `finish_reasons`; null means success. A filtered request is not an HTTP error.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/stable-image-services.html
 */
const filterStages: Readonly<Record<string, FilterStage>> = {
  'Filter reason: prompt': 'prompt',
  'Filter reason: output image': 'outputImage',
  'Filter reason: input image': 'inputImage',
};

/** Stable Image Core, Ultra and Stable Diffusion 3.5 Large: flat fields, one image a request. */
export const stabilityText: ModelAdapter = {
  family: 'stabilityText',

  encode(task: ImageTask, model: ModelDescriptor): Result<EncodedRequest> {
    const checked = checkTask(task, model);
    if (!checked.ok) return checked;
    const { prompt, negativePrompt, options, warnings } = checked.value;
    const size = fitSize(task.size, model);
    if (
      size.kind !== 'aspectRatio' ||
      (task.size && (task.size.kind !== 'aspectRatio' || task.size.ratio !== size.ratio))
    ) {
      return err(refused('size', 'the model has no such aspect ratio'));
    }
    const body: Record<string, JsonValue> = {
      prompt,
      aspect_ratio: size.ratio,
      seed: task.seed,
      output_format: options['outputFormat'] ?? 'png',
    };
    if (negativePrompt !== undefined) body['negative_prompt'] = negativePrompt;
    return ok({ body, warnings });
  },

  decode(body: unknown, askedFor: number): Result<DecodedAnswer> {
    const parsed = z.safeParse(answerSchema, body);
    if (!parsed.success) return err({ kind: 'badAnswer' });
    if (parsed.data['amazon-bedrock-guardrailAction'] === 'INTERVENED') {
      return err({ kind: 'guardrailIntervened' });
    }
    const reasons = parsed.data.finish_reasons ?? [];
    const texts = parsed.data.images ?? [];
    const seeds = parsed.data.seeds ?? [];
    const images: EncodedImage[] = [];
    const heldBack: { stage: FilterStage; count: number }[] = [];
    for (let index = 0; index < Math.max(reasons.length, texts.length); index++) {
      const reason = reasons[index] ?? null;
      if (reason !== null) {
        const stage = filterStages[reason];
        // `Inference error`, or a reason we do not know: nothing to save, and not a filter.
        if (stage === undefined) return err({ kind: 'badAnswer' });
        heldBack.push({ stage, count: 1 });
        continue;
      }
      const text = texts[index];
      const bytes = typeof text === 'string' ? decodeBase64(text) : undefined;
      if (!bytes) return err({ kind: 'badAnswer' });
      const seed = seeds[index];
      images.push({ bytes, ...(typeof seed === 'number' ? { seed } : {}) });
    }
    const [firstHeldBack] = heldBack;
    if (images.length === 0) {
      return err(
        firstHeldBack
          ? {
              kind: 'contentFiltered',
              stage: firstHeldBack.stage,
              count: Math.max(askedFor, heldBack.length),
            }
          : { kind: 'badAnswer' },
      );
    }
    return ok({ images, heldBack });
  },
};
