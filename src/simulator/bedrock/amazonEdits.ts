import { areaNamed } from '../pictures/subject';
import { withoutBackground } from '../pictures/cutOut';
import { inverted } from '../pictures/mask';
import { pictureOf, type Picture, type Plane } from '../pictures/picture';
import { repainted } from '../pictures/repaint';
import { varied } from '../pictures/variation';
import { brushFor, readArea, readWords, type AmazonTask, type TaskContext } from './amazonTasks';
import type { Fields } from './fields';
import { readBlackAndWhiteMask, readImage } from './inputImages';

/** Black is drawn anew, or, without a text, taken away; `maskPrompt` names what goes. */
export const inpainting: AmazonTask = {
  parametersKey: 'inPaintingParams',
  configuration: 'noSize',
  async read(parameters, context) {
    const words = readWords(parameters, context, false);
    const { picture, change, isMaskWanted } = await readMasked(parameters, context, 'black');
    return {
      make: (seed, modelName) =>
        repainted(picture, change, brushFor(words, context.style, seed, modelName), seed),
      ...(isMaskWanted ? { mask: pictureOf(inverted(change)) } : {}),
    };
  },
};

/** White is drawn anew; `maskPrompt` names what stays. */
export const outpainting: AmazonTask = {
  parametersKey: 'outPaintingParams',
  configuration: 'noSize',
  async read(parameters, context) {
    const words = readWords(parameters, context, context.variant.isOutpaintingTextRequired);
    const mode = parameters.choice('outPaintingMode', ['DEFAULT', 'PRECISE']) ?? 'DEFAULT';
    const { picture, change, isMaskWanted } = await readMasked(parameters, context, 'white');
    const border = mode === 'PRECISE' ? 'hard' : 'across';
    return {
      make: (seed, modelName) =>
        repainted(picture, change, brushFor(words, context.style, seed, modelName), seed, border),
      ...(isMaskWanted ? { mask: pictureOf(change) } : {}),
    };
  },
};

export const backgroundRemoval: AmazonTask = {
  parametersKey: 'backgroundRemovalParams',
  configuration: 'none',
  async read(parameters, { variant }) {
    const text = parameters.requiredEncoded('image');
    parameters.close();
    const picture = await readImage(text, 'image', variant.images);
    return { make: (seed) => withoutBackground(picture, seed) };
  },
};

export const imageVariation: AmazonTask = {
  parametersKey: 'imageVariationParams',
  configuration: 'noQuality',
  async read(parameters, context) {
    const words = readWords(parameters, context, false);
    const texts = parameters.requiredTexts('images', { min: 1, max: 5 });
    // Titan's page gives the default; Canvas has the same range and none of its own.
    const similarity = parameters.number('similarityStrength', { min: 0.2, max: 1 }) ?? 0.7;
    parameters.close();
    const pictures: Picture[] = [];
    for (const text of texts) pictures.push(await readImage(text, 'image', context.variant.images));
    return {
      make: (seed, modelName) =>
        varied(pictures, context.size, similarity, brushFor(words, context.style, seed, modelName), seed),
    };
  },
};

/** @param changed the color of the mask in which the picture is drawn anew */
async function readMasked(
  parameters: Fields,
  context: TaskContext,
  changed: 'black' | 'white',
): Promise<{ readonly picture: Picture; readonly change: Plane; readonly isMaskWanted: boolean }> {
  const { images, canReturnMask } = context.variant;
  const text = parameters.requiredEncoded('image');
  const isMaskWanted = canReturnMask && (parameters.flag('returnMask') ?? false);
  const area = readArea(parameters, context);
  parameters.close();
  const picture = await readImage(text, 'image', images);
  if ('maskPrompt' in area) {
    const named = areaNamed(picture, area.maskPrompt);
    return { picture, change: changed === 'black' ? named : inverted(named), isMaskWanted };
  }
  const white = await readBlackAndWhiteMask(area.maskImage, 'maskImage', images, picture);
  return { picture, change: changed === 'white' ? white : inverted(white), isMaskWanted };
}
