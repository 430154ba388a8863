import type { JsonValue } from '../json';
import { err, ok, type Result } from '../result';
import type { ImageTask } from '../tasks/task';
import type { EncodedRequest, ModelAdapter } from './adapter';
import type { ModelDescriptor, OptionName } from './descriptor';
import { checkTask } from './encoding';
import { refused } from './refused';
import { decodeStabilityAnswer } from './stabilityAnswer';

/** Stable Image Core, Ultra and Stable Diffusion 3.5 Large: flat fields, one image a request. */
export const stabilityText: ModelAdapter = {
  family: 'stabilityText',

  maskRule: () => undefined,

  encode(task: ImageTask, model: ModelDescriptor): Result<EncodedRequest> {
    const checked = checkTask(task, model, undefined);
    if (!checked.ok) return checked;
    const { prompt = '', negativePrompt, size, options, warnings } = checked.value;
    if (size && size.kind !== 'aspectRatio') return err(refused('size', 'it must be an aspect ratio'));
    const body: Record<string, JsonValue> = {
      prompt,
      seed: task.seed,
      output_format: options['outputFormat'] ?? 'png',
    };
    if (size) body['aspect_ratio'] = size.ratio;
    if (negativePrompt !== undefined) body['negative_prompt'] = negativePrompt;
    if (task.kind === 'imageVariation') {
      const [image] = task.images;
      if (image) body['image'] = image.base64;
      // One of the models demands it, so the default of the table is said aloud.
      const strength = options['strength'] ?? usual('strength', model);
      if (strength !== undefined) body['strength'] = strength;
      if (model.namesMode) body['mode'] = 'image-to-image';
    } else if (task.kind !== 'textToImage') {
      return err(refused('task', 'the model does not do it'));
    }
    return ok({ body, warnings });
  },

  decode: decodeStabilityAnswer,
};

function usual(name: OptionName, { options }: ModelDescriptor): string | number | undefined {
  return options.find((option) => option.name === name)?.default;
}
