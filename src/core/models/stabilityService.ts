import type { JsonObject, JsonValue } from '../json';
import { err, ok, type Result } from '../result';
import type { EditArea, ImageTask, InputImage, MaskRule, TaskKind } from '../tasks/task';
import { takesSeed } from './abilities';
import type { EncodedRequest, ModelAdapter } from './adapter';
import type { ModelDescriptor, OptionName } from './descriptor';
import { checkTask } from './encoding';
import { refused } from './refused';
import { decodeStabilityAnswer } from './stabilityAnswer';

/** Names of our options in the request; `outputFormat` is always sent and stands apart. */
const optionFields: Readonly<Partial<Record<OptionName, string>>> = {
  stylePreset: 'style_preset',
  growMask: 'grow_mask',
  controlStrength: 'control_strength',
  creativity: 'creativity',
  fidelity: 'fidelity',
  compositionFidelity: 'composition_fidelity',
  styleStrength: 'style_strength',
  changeStrength: 'change_strength',
};

/**
 * The thirteen image services of Stability AI: flat fields, one image a request. Which service a model is needs no
 * asking: its task and the kind of its area say which fields go into the request.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/stable-image-services.html
 */
export const stabilityService: ModelAdapter = {
  family: 'stabilityService',

  /** White is regenerated at full strength, gray in part. */
  maskRule: (kind: TaskKind): MaskRule | undefined =>
    kind === 'inpaint' || kind === 'removeObject' || kind === 'replaceBackground'
      ? { edit: 'white', levels: 'all' }
      : undefined,

  encode(task: ImageTask, model: ModelDescriptor): Result<EncodedRequest> {
    const checked = checkTask(task, model, stabilityService.maskRule(task.kind));
    if (!checked.ok) return checked;
    const { prompt, negativePrompt, size, options, warnings } = checked.value;
    const input = inputFields(task);
    if (!input.ok) return input;
    if (size && size.kind !== 'aspectRatio') return err(refused('size', 'it must be an aspect ratio'));
    const body: Record<string, JsonValue> = {
      ...input.value,
      output_format: options['outputFormat'] ?? 'png',
    };
    if (prompt !== undefined) body['prompt'] = prompt;
    if (negativePrompt !== undefined) body['negative_prompt'] = negativePrompt;
    if (size) body['aspect_ratio'] = size.ratio;
    if (takesSeed(model, task.kind)) body['seed'] = task.seed;
    for (const [name, field] of Object.entries(optionFields)) {
      const value = options[name];
      if (value !== undefined) body[field] = value;
    }
    return ok({ body, warnings });
  },

  decode: decodeStabilityAnswer,
};

function inputFields(task: ImageTask): Result<JsonObject> {
  switch (task.kind) {
    case 'inpaint':
    case 'removeObject':
    case 'replaceBackground':
      return ok(areaFields(task.image, task.area));
    case 'recolor':
      return ok({ image: task.image.base64, select_prompt: task.words });
    case 'outpaint': {
      const { left, right, up, down } = task.margins;
      return ok({ image: task.image.base64, left, right, up, down });
    }
    case 'removeBackground':
    case 'followStructure':
    case 'upscale':
      return ok({ image: task.image.base64 });
    case 'followStyle':
      return ok(
        task.image
          ? { init_image: task.image.base64, style_image: task.style.base64 }
          : { image: task.style.base64 },
      );
    case 'textToImage':
    case 'imageVariation':
    case 'followPalette':
    case 'tryOn':
      return err(refused('task', 'the model does not do it'));
  }
}

/**
 * Beside a mask, `grow_mask` is 0 unless somebody chose otherwise: Easel grows and feathers the mask itself, and the
 * service's own 5 pixels more would be cut off again when the answer is brought back.
 */
function areaFields(image: InputImage, area: EditArea): JsonObject {
  return area.kind === 'mask'
    ? { image: image.base64, mask: area.mask.base64, grow_mask: 0 }
    : { image: image.base64, search_prompt: area.words };
}
