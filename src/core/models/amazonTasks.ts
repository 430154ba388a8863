import type { JsonObject, JsonValue } from '../json';
import { err, ok, type Result } from '../result';
import type {
  EditArea,
  ImageTask,
  InputImage,
  InputMask,
  MaskRule,
  Structure,
  TaskKind,
} from '../tasks/task';
import type { Warning } from './adapter';
import type { CheckedTask } from './encoding';
import { refused } from './refused';

/** The half of a request that depends on the task; the other half is `imageGenerationConfig`. */
export interface TaskParameters {
  readonly taskType: string;
  /** The one key that goes with the task type. */
  readonly key: string;
  readonly parameters: JsonObject;
  readonly warnings?: readonly Warning[];
}

/**
 * Inpainting and try-on regenerate what is black, outpainting what is white. The request page says black of
 * outpainting too, in a sentence copied from inpainting; the page on access and Titan's page say white.
 *
 * @see https://docs.aws.amazon.com/nova/latest/userguide/image-gen-access.html
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html
 */
export function amazonMaskRule(kind: TaskKind): MaskRule | undefined {
  switch (kind) {
    case 'inpaint':
    case 'removeObject':
    case 'tryOn':
      return { edit: 'black', levels: 'two' };
    case 'replaceBackground':
    case 'outpaint':
      return { edit: 'white', levels: 'two' };
    default:
      return undefined;
  }
}

const controlModes: Readonly<Partial<Record<Structure, string>>> = {
  edges: 'CANNY_EDGE',
  segments: 'SEGMENTATION',
};

const maskShapes: Readonly<Record<string, string>> = {
  default: 'DEFAULT',
  contour: 'CONTOUR',
  boundingBox: 'BOUNDING_BOX',
};

/** @see https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html */
export function taskParameters(task: ImageTask, checked: CheckedTask): Result<TaskParameters> {
  const { options } = checked;
  const texts = textsOf(checked);
  switch (task.kind) {
    case 'textToImage':
      return ok(textImage({ ...texts, ...named('style', options['stylePreset']) }));
    case 'followStructure':
      return ok(
        textImage({
          ...texts,
          ...named('style', options['stylePreset']),
          conditionImage: task.image.base64,
          ...named('controlMode', controlModes[task.structure]),
          ...named('controlStrength', options['controlStrength']),
        }),
      );
    case 'followPalette':
      return ok({
        taskType: 'COLOR_GUIDED_GENERATION',
        key: 'colorGuidedGenerationParams',
        parameters: { ...texts, colors: task.colors, ...named('referenceImage', task.image?.base64) },
      });
    case 'imageVariation':
      return ok({
        taskType: 'IMAGE_VARIATION',
        key: 'imageVariationParams',
        parameters: {
          ...texts,
          images: task.images.map(({ base64 }) => base64),
          ...named('similarityStrength', options['similarity']),
        },
      });
    // Without a text the service removes what is in the area, so `removeObject` has none.
    case 'inpaint':
    case 'removeObject':
      return withArea(task.image, task.area, (area) => ({
        taskType: 'INPAINTING',
        key: 'inPaintingParams',
        parameters: { image: task.image.base64, ...area, ...texts },
      }));
    // A mask prompt names what to keep here, as our words do.
    case 'replaceBackground':
      return withArea(task.image, task.area, (area) => outpainting(task.image, area, checked));
    case 'outpaint':
      if (!task.mask) return err(refused('mask', 'the model needs one'));
      return withArea(task.image, { kind: 'mask', mask: task.mask }, (area) =>
        outpainting(task.image, area, checked),
      );
    case 'removeBackground':
      return ok({
        taskType: 'BACKGROUND_REMOVAL',
        key: 'backgroundRemovalParams',
        parameters: { image: task.image.base64 },
      });
    case 'tryOn':
      return tryOn(task, checked);
    case 'recolor':
    case 'followStyle':
    case 'upscale':
      return err(refused('task', 'the model does not do it'));
  }
}

function textImage(parameters: JsonObject): TaskParameters {
  return { taskType: 'TEXT_IMAGE', key: 'textToImageParams', parameters };
}

function outpainting(image: InputImage, area: JsonObject, checked: CheckedTask): TaskParameters {
  const mode = checked.options['outpaintMode'];
  return {
    taskType: 'OUTPAINTING',
    key: 'outPaintingParams',
    parameters: {
      image: image.base64,
      ...area,
      ...named('outPaintingMode', typeof mode === 'string' ? mode.toUpperCase() : undefined),
      ...textsOf(checked),
    },
  };
}

/** Virtual try-on takes no words; its three ways to say where are three different objects. */
function tryOn(
  task: Extract<ImageTask, { readonly kind: 'tryOn' }>,
  { options }: CheckedTask,
): Result<TaskParameters> {
  const { area } = task;
  const { maskShape, mergeStyle } = options;
  const shape = named('maskShape', typeof maskShape === 'string' ? maskShapes[maskShape] : undefined);
  const common: JsonObject = {
    sourceImage: task.image.base64,
    referenceImage: task.garment.base64,
    ...named('mergeStyle', typeof mergeStyle === 'string' ? mergeStyle.toUpperCase() : undefined),
  };
  const answer = (place: JsonObject, warnings: readonly Warning[] = []): TaskParameters => ({
    taskType: 'VIRTUAL_TRY_ON',
    key: 'virtualTryOnParams',
    parameters: { ...common, ...place },
    warnings,
  });
  switch (area.kind) {
    case 'mask': {
      if (!coversImage(area.mask, task.image)) return err(wrongMaskSize);
      const hasShape = maskShape !== undefined;
      return ok(
        answer(
          { maskType: 'IMAGE', imageBasedMask: { maskImage: area.mask.base64 } },
          hasShape ? [{ kind: 'optionNotSent', option: 'maskShape' }] : [],
        ),
      );
    }
    case 'words':
      return ok(answer({ maskType: 'PROMPT', promptBasedMask: { maskPrompt: area.words, ...shape } }));
    case 'garment':
      return ok(
        answer({ maskType: 'GARMENT', garmentBasedMask: { garmentClass: area.garmentClass, ...shape } }),
      );
  }
}

function withArea(
  image: InputImage,
  area: EditArea,
  write: (area: JsonObject) => TaskParameters,
): Result<TaskParameters> {
  if (area.kind === 'words') return ok(write({ maskPrompt: area.words }));
  return coversImage(area.mask, image) ? ok(write({ maskImage: area.mask.base64 })) : err(wrongMaskSize);
}

const wrongMaskSize = refused('mask', 'it must have the size of the image');

function coversImage(mask: InputMask, image: InputImage): boolean {
  return mask.width === image.width && mask.height === image.height;
}

/** An empty text is refused by the service, so it is left out. */
function textsOf({ prompt, negativePrompt }: CheckedTask): JsonObject {
  return { ...named('text', prompt), ...named('negativeText', negativePrompt) };
}

function named(key: string, value: JsonValue | undefined): JsonObject {
  return value === undefined ? {} : { [key]: value };
}
