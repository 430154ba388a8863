import { err, ok, type Result } from '../result';
import {
  picturesOf,
  type ImageTask,
  type InputImage,
  type InputMask,
  type MaskRule,
  type Margins,
} from '../tasks/task';
import { areasFor } from './abilities';
import type { InputLimits, ModelDescriptor } from './descriptor';
import { refused } from './refused';

type Area = Extract<ImageTask, { readonly kind: 'tryOn' }>['area'];

/**
 * What the service model allows for the body of a request, less room for words, names and numbers.
 *
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/bedrock-runtime/2023-09-30/service-2.json
 */
const MAX_PICTURE_CHARACTERS = 25_000_000 - 200_000;

const colorShape = /^#[0-9a-f]{6}$/i;

/**
 * Whether the model takes what a task works on. It was fitted to the model before, so this is the last look before money
 * is spent.
 *
 * @param rule how the adapter wants this task's mask
 * @returns `badRequest` with the name of what is not taken
 * @throws TypeError for a mask that was painted for another rule: it would change what is to be kept
 */
export function checkInput(
  task: ImageTask,
  model: ModelDescriptor,
  rule: MaskRule | undefined,
): Result<void> {
  const images = imagesOf(task);
  for (const image of images) {
    const fitting = checkImage(image, model.inputs);
    if (!fitting.ok) return fitting;
  }
  const characters = picturesOf(task).reduce((sum, { base64 }) => sum + base64.length, 0);
  if (characters > MAX_PICTURE_CHARACTERS) {
    return err(refused('image', 'one request cannot carry that many bytes'));
  }
  return checkKind(task, model, rule);
}

function checkKind(task: ImageTask, model: ModelDescriptor, rule: MaskRule | undefined): Result<void> {
  switch (task.kind) {
    case 'imageVariation': {
      const most = model.inputs?.maxImages ?? 0;
      const isCountTaken = task.images.length >= 1 && task.images.length <= most;
      return isCountTaken ? ok() : err(refused('images', `it must be 1 to ${most} images`));
    }
    case 'inpaint':
    case 'removeObject':
    case 'replaceBackground':
    case 'tryOn':
      return checkArea(task.area, task, model, rule);
    case 'outpaint':
      return checkExtension(task, model, rule);
    case 'recolor':
      return checkWords(task.words, model);
    case 'followStructure':
      return model.structures?.includes(task.structure)
        ? ok()
        : err(refused('structure', `it must be one of ${(model.structures ?? []).join(', ')}`));
    case 'followPalette': {
      const { colors } = task;
      if (colors.length < 1 || colors.length > 10) return err(refused('colors', 'it must be 1 to 10 colors'));
      return colors.every((color) => colorShape.test(color))
        ? ok()
        : err(refused('colors', 'each must be written as #rrggbb'));
    }
    case 'followStyle':
      if (model.styleInput === 'image' && !task.image) {
        return err(refused('image', 'the model needs an image that gets the style'));
      }
      return model.styleInput === 'words' && task.image
        ? err(refused('image', 'the model takes the style from an image and all else from words'))
        : ok();
    case 'textToImage':
    case 'removeBackground':
    case 'upscale':
      return ok();
  }
}

function imagesOf(task: ImageTask): readonly InputImage[] {
  return picturesOf(task).filter((picture): picture is InputImage => !('rule' in picture));
}

function checkImage({ type, width, height }: InputImage, limits: InputLimits | undefined): Result<void> {
  if (!limits) return err(refused('image', 'the model takes no image'));
  if (!limits.formats.includes(type)) {
    return err(refused('image', `its format must be one of ${limits.formats.join(', ')}`));
  }
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  const pixels = width * height;
  if (shorter < limits.minSidePx) {
    return err(refused('image', `each side must have at least ${limits.minSidePx} pixels`));
  }
  if (limits.maxSidePx !== undefined && longer > limits.maxSidePx) {
    return err(refused('image', `each side must have at most ${limits.maxSidePx} pixels`));
  }
  if (pixels < (limits.minPixels ?? 0) || pixels > limits.maxPixels) {
    return err(
      refused('image', `it must have ${limits.minPixels ?? 1} to ${limits.maxPixels} pixels in all`),
    );
  }
  return longer <= limits.maxAspectRatio * shorter
    ? ok()
    : err(refused('image', `the longer side must be at most ${limits.maxAspectRatio} times the shorter`));
}

function checkArea(
  area: Area,
  task: ImageTask,
  model: ModelDescriptor,
  rule: MaskRule | undefined,
): Result<void> {
  const kinds = areasFor(model, task.kind);
  if (!kinds.includes(area.kind)) {
    return err(refused('area', `it must be given by ${kinds.join(' or ')}`));
  }
  switch (area.kind) {
    case 'mask':
      demandRule(area.mask, rule);
      return ok();
    case 'words':
      return checkWords(area.words, model);
    case 'garment':
      return model.garmentClasses?.includes(area.garmentClass)
        ? ok()
        : err(refused('garmentClass', `it must be one of ${(model.garmentClasses ?? []).join(', ')}`));
  }
}

function checkExtension(
  task: Extract<ImageTask, { readonly kind: 'outpaint' }>,
  model: ModelDescriptor,
  rule: MaskRule | undefined,
): Result<void> {
  const margins = checkMargins(task.margins, model.maxMarginPx ?? Infinity);
  if (!margins.ok) return margins;
  if (task.mask) demandRule(task.mask, rule);
  return model.extendBy === 'padding' && !task.mask
    ? err(refused('mask', 'the model needs the padded image with a mask over the new area'))
    : ok();
}

function checkMargins({ left, right, up, down }: Margins, most: number): Result<void> {
  for (const [side, pixels] of Object.entries({ left, right, up, down })) {
    if (!Number.isInteger(pixels) || pixels < 0) {
      return err(refused(side, 'it must be a whole number of pixels'));
    }
    if (pixels > most) return err(refused(side, `it must be at most ${most} pixels`));
  }
  return left + right + up + down > 0
    ? ok()
    : err(refused('margins', 'at least one side must grow by a pixel or more'));
}

function checkWords(words: string, { prompt }: ModelDescriptor): Result<void> {
  if (words === '') return err(refused('words', 'they must name what is meant'));
  return words.length <= prompt.maxLength
    ? ok()
    : err(refused('words', `they have ${words.length} characters of ${prompt.maxLength}`));
}

function demandRule(mask: InputMask, rule: MaskRule | undefined): void {
  if (mask.rule.edit === rule?.edit && mask.rule.levels === rule.levels) return;
  throw new TypeError(`A mask made for ${JSON.stringify(mask.rule)} where ${JSON.stringify(rule)} is wanted`);
}
