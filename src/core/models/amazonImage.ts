import * as z from 'zod/mini';
import type { JsonObject, JsonValue } from '../json';
import { err, ok, type Result } from '../result';
import type { ImageTask } from '../tasks/task';
import type { DecodedAnswer, EncodedImage, EncodedRequest, ModelAdapter } from './adapter';
import { amazonMaskRule, taskParameters } from './amazonTasks';
import { decodeBase64 } from './base64';
import type { ModelDescriptor } from './descriptor';
import { checkTask, type CheckedTask } from './encoding';
import { refused } from './refused';

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

  maskRule: amazonMaskRule,

  encode(task: ImageTask, model: ModelDescriptor): Result<EncodedRequest> {
    const checked = checkTask(task, model, amazonMaskRule(task.kind));
    if (!checked.ok) return checked;
    const written = taskParameters(task, checked.value);
    if (!written.ok) return written;
    const { taskType, key, parameters } = written.value;
    const warnings = [...checked.value.warnings, ...(written.value.warnings ?? [])];
    const configuration = configurationOf(task, checked.value);
    if (!configuration.ok) return configuration;
    return ok({ body: { taskType, [key]: parameters, ...configuration.value }, warnings });
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

/**
 * The size stands in it only where one can be chosen: where it follows from the input, width and height are refused.
 * Background removal refuses the whole object.
 */
function configurationOf(task: ImageTask, { size, options }: CheckedTask): Result<JsonObject> {
  if (task.kind === 'removeBackground') return ok({});
  if (size && size.kind !== 'pixels') return err(refused('size', 'it must be given in pixels'));
  const configuration: Record<string, JsonValue> = size ? { width: size.width, height: size.height } : {};
  configuration['numberOfImages'] = task.count;
  configuration['seed'] = task.seed;
  if (options['quality'] !== undefined) configuration['quality'] = options['quality'];
  if (options['guidanceScale'] !== undefined) configuration['cfgScale'] = options['guidanceScale'];
  return ok({ imageGenerationConfig: configuration });
}
