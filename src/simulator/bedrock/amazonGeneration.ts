import { drawImage } from '../drawing/draw';
import { hex, type Rgb } from '../drawing/color';
import { validation } from '../errors';
import { edgesOf, withLines } from '../pictures/edges';
import { dominantColors, inPalette } from '../pictures/palette';
import type { Picture, Size } from '../pictures/picture';
import { covering } from '../pictures/resize';
import { dividedLike } from '../pictures/segments';
import { readWords, type AmazonTask } from './amazonTasks';
import { malformed, type Fields } from './fields';
import { readImage } from './inputImages';

/** @see https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html */
const canvasStyles = [
  '3D_ANIMATED_FAMILY_FILM',
  'DESIGN_SKETCH',
  'FLAT_VECTOR_ILLUSTRATION',
  'GRAPHIC_NOVEL_ILLUSTRATION',
  'MAXIMALISM',
  'MIDCENTURY_RETRO',
  'PHOTOREALISM',
  'SOFT_DIGITAL_PAINTING',
] as const;

/** Colors that a reference image adds to the list. */
const REFERENCE_COLORS = 4;

/** A drawing of the prompt; with an image as condition, along its edges or divided as it is. */
export const textToImage: AmazonTask = {
  parametersKey: 'textToImageParams',
  configuration: 'all',
  async read(parameters, context) {
    const { variant, size } = context;
    const { prompt = '', negativePrompt } = readWords(parameters, context, true);
    const named = variant.hasStyle ? parameters.choice('style', canvasStyles) : undefined;
    const condition = variant.hasConditioning ? readCondition(parameters) : undefined;
    parameters.close();
    const style = [named, context.style].filter((part) => part !== undefined && part !== '').join(' ');
    const draw = drawingOf(prompt, negativePrompt, style, size);
    if (!condition) return { make: draw };
    const source = covering(await readImage(condition.text, 'conditionImage', variant.images), size);
    const { mode, strength } = condition;
    if (mode === 'SEGMENTATION') {
      return { make: (seed, modelName) => dividedLike(draw(seed, modelName), source, strength) };
    }
    const edges = edgesOf(source);
    return { make: (seed, modelName) => withLines(draw(seed, modelName), edges, strength) };
  },
};

/** A drawing of the prompt in given colors. */
export const colorGuidedGeneration: AmazonTask = {
  parametersKey: 'colorGuidedGenerationParams',
  configuration: 'all',
  async read(parameters, context) {
    const { prompt = '', negativePrompt } = readWords(parameters, context, true);
    const colors = parameters.requiredTexts('colors', { min: 1, max: 10 }).map(readColor);
    const reference = parameters.encoded('referenceImage');
    parameters.close();
    const palette = [...colors];
    if (reference !== undefined) {
      const picture = await readImage(reference, 'referenceImage', context.variant.images);
      palette.push(...dominantColors(picture, REFERENCE_COLORS));
    }
    const draw = drawingOf(prompt, negativePrompt, context.style, context.size);
    return { make: (seed, modelName) => inPalette(draw(seed, modelName), palette) };
  },
};

function drawingOf(
  prompt: string,
  negativePrompt: string | undefined,
  style: string,
  size: Size,
): (seed: number, modelName: string) => Picture {
  const words = { prompt, ...(negativePrompt === undefined ? {} : { negativePrompt }), style };
  return (seed, modelName) => drawImage({ ...words, seed, modelName, ...size });
}

function readCondition(parameters: Fields):
  | {
      readonly text: string;
      readonly mode: 'CANNY_EDGE' | 'SEGMENTATION';
      readonly strength: number;
    }
  | undefined {
  const text = parameters.encoded('conditionImage');
  const mode = parameters.choice('controlMode', ['CANNY_EDGE', 'SEGMENTATION']);
  const strength = parameters.number('controlStrength', { min: 0, max: 1 });
  if (text !== undefined) return { text, mode: mode ?? 'CANNY_EDGE', strength: strength ?? 0.7 };
  // Titan's page says so; Canvas calls the image required for conditioning.
  if (mode !== undefined || strength !== undefined) {
    throw validation('controlMode and controlStrength require a conditionImage.');
  }
  return undefined;
}

function readColor(text: string, index: number): Rgb {
  if (!/^#[0-9a-f]{6}$/i.test(text)) {
    throw malformed(
      `#/colorGuidedGenerationParams/colors/${index}: string [${text}] does not match pattern ^#[0-9a-fA-F]{6}$`,
    );
  }
  return hex(text);
}
