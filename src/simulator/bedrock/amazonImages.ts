import { backgroundRemoval, imageVariation, inpainting, outpainting } from './amazonEdits';
import { colorGuidedGeneration, textToImage } from './amazonGeneration';
import type { AmazonTask } from './amazonTasks';
import { virtualTryOn } from './amazonTryOn';
import { canvas, titanV1, titanV2, type AmazonVariant, type TaskType } from './amazonVariants';
import { Fields } from './fields';
import type { ImageOrder, ModelHandler } from './imageModels';

/** Seeds go to 2,147,483,646; the samples' older limit lies within. */
const MAX_SEED = 2_147_483_646;

const tasks: Readonly<Record<TaskType, AmazonTask>> = {
  TEXT_IMAGE: textToImage,
  COLOR_GUIDED_GENERATION: colorGuidedGeneration,
  IMAGE_VARIATION: imageVariation,
  INPAINTING: inpainting,
  OUTPAINTING: outpainting,
  BACKGROUND_REMOVAL: backgroundRemoval,
  VIRTUAL_TRY_ON: virtualTryOn,
};

export const novaCanvas = handler(canvas);
export const titanImageV1 = handler(titanV1);
export const titanImageV2 = handler(titanV2);

function handler(variant: AmazonVariant): ModelHandler {
  return { read: (body) => read(body, variant), answer };
}

async function read(body: unknown, variant: AmazonVariant): Promise<ImageOrder> {
  const fields = new Fields(body);
  const task = tasks[fields.requiredChoice('taskType', variant.tasks)];
  const parameters = fields.requiredObject(task.parametersKey);
  const configuration = task.configuration === 'none' ? undefined : fields.object('imageGenerationConfig');
  fields.close();
  const hasSize = task.configuration !== 'noSize';
  const hasQuality = task.configuration !== 'noQuality' || variant.hasQualityOfVariations;
  const side = { min: 320, max: 4096, isWhole: true };
  const width = (hasSize ? configuration?.number('width', side) : undefined) ?? 1024;
  const height = (hasSize ? configuration?.number('height', side) : undefined) ?? 1024;
  const quality = hasQuality ? configuration?.choice('quality', ['standard', 'premium']) : undefined;
  const guidance = configuration?.number('cfgScale', { min: 1.1, max: 10 });
  const count = configuration?.number('numberOfImages', { min: 1, max: 5, isWhole: true });
  const seed = configuration?.number('seed', { min: 0, max: MAX_SEED, isWhole: true });
  configuration?.close();
  if (hasSize) variant.checkSize(width, height);
  const order = await task.read(parameters, {
    variant,
    size: { width, height },
    style: [quality, guidance].filter((part) => part !== undefined).join(' '),
  });
  return { ...order, count: count ?? 1, seed: seed ?? variant.defaultSeed, format: 'png' };
}

function answer(images: readonly string[], _order: ImageOrder, heldBack: number, mask?: string): unknown {
  const body = mask === undefined ? { images } : { images, maskImage: mask };
  if (heldBack === 0) return body;
  return images.length === 0
    ? { images: [], error: 'All of the generated images have been blocked by our content filters.' }
    : { ...body, error: 'Some of the generated images have been blocked by our content filters.' };
}
