import * as z from 'zod/mini';
import type { JsonObject, JsonValue } from '../json';
import { err, ok, type Result } from '../result';
import type { ImageTask } from '../tasks/task';
import type { DecodedAnswer, EncodedImage, EncodedRequest, ModelAdapter } from './adapter';
import { decodeBase64 } from './base64';
import type { ModelDescriptor } from './descriptor';
import { checkSize, checkTask, refused } from './encoding';

/**
 * Only the frame is checked: one strange entry must not cost the images beside it. `error` stands beside or instead of
 * images when the filter held outputs back.
 *
 * @see https://docs.aws.amazon.com/nova/latest/userguide/image-gen-errors.html
 */
const answerSchema = z.object({
  images: z.optional(z.nullable(z.array(z.unknown()))),
  error: z.optional(z.unknown()),
  'amazon-bedrock-guardrailAction': z.optional(z.unknown()),
});

/** Nova Canvas and Titan Image Generator: one envelope, `taskType` with its parameters and a common configuration. */
export const amazonImage: ModelAdapter = {
  family: 'amazonImage',

  maskRule: () => undefined,

  encode(task: ImageTask, model: ModelDescriptor): Result<EncodedRequest> {
    if (task.kind !== 'textToImage') return err(refused('task', 'the model does not do it'));
    const checked = checkTask(task, model);
    if (!checked.ok) return checked;
    const { prompt, negativePrompt, options, warnings } = checked.value;
    const fitting = checkSize(task, model);
    if (!fitting.ok) return fitting;
    const size = fitting.value;
    if (size.kind !== 'pixels') return err(refused('size', 'it must be given in pixels'));
    const parameters: Record<string, JsonValue> = { text: prompt };
    // An empty negative text is refused by the service, so it is left out.
    if (negativePrompt !== undefined) parameters['negativeText'] = negativePrompt;
    if (options['stylePreset'] !== undefined) parameters['style'] = options['stylePreset'];
    const configuration: Record<string, JsonValue> = {
      width: size.width,
      height: size.height,
      numberOfImages: task.count,
      seed: task.seed,
    };
    if (options['quality'] !== undefined) configuration['quality'] = options['quality'];
    if (options['guidanceScale'] !== undefined) configuration['cfgScale'] = options['guidanceScale'];
    const body: JsonObject = {
      taskType: 'TEXT_IMAGE',
      textToImageParams: parameters,
      imageGenerationConfig: configuration,
    };
    return ok({ body, warnings });
  },

  decode(body: unknown, askedFor: number): Result<DecodedAnswer> {
    const parsed = z.safeParse(answerSchema, body);
    if (!parsed.success) return err({ kind: 'badAnswer' });
    if (parsed.data['amazon-bedrock-guardrailAction'] === 'INTERVENED') {
      return err({ kind: 'guardrailIntervened' });
    }
    const images: EncodedImage[] = [];
    let unreadable = 0;
    for (const text of parsed.data.images ?? []) {
      const bytes = typeof text === 'string' ? decodeBase64(text) : undefined;
      if (bytes) images.push({ bytes });
      else unreadable++;
    }
    // The page on errors explains an answer with fewer images than asked for by the filter alone.
    const missing = Math.max(0, askedFor - images.length - unreadable);
    if (images.length > 0) {
      return ok({
        images,
        unreadable,
        heldBack: missing > 0 ? [{ stage: 'outputImage', count: missing }] : [],
      });
    }
    const isFiltered = typeof parsed.data.error === 'string' && parsed.data.error !== '';
    return err(
      isFiltered && unreadable === 0
        ? { kind: 'contentFiltered', stage: 'outputImage', count: missing }
        : { kind: 'badAnswer' },
    );
  },
};
