import { drifted } from '../pictures/drift';
import { edgesOf, strokesOf, withLines } from '../pictures/edges';
import { drawn } from '../pictures/generate';
import { flattened, mixed, type Picture, type Plane } from '../pictures/picture';
import { inColorsOf } from '../pictures/style';
import type { Fields } from './fields';
import type { ImageOrder } from './imageModels';
import { readImage } from './inputImages';
import {
  brushOf,
  ratioSizes,
  readFormat,
  readRequiredText,
  readSeed,
  readStylePreset,
  readText,
  usualImages,
} from './stabilityFields';
import type { ServiceReader } from './stabilityServices';

/** The edges of the image in a drawing of the prompt. */
export const controlStructure: ServiceReader = (fields) => readControl(fields, edgesOf);

/** The strokes of the sketch in a drawing of the prompt. */
export const controlSketch: ServiceReader = (fields) => readControl(fields, strokesOf);

/** A drawing of the prompt in the colors of the image. */
export const styleGuide: ServiceReader = async (fields) => {
  const brush = brushOf(
    readRequiredText(fields, 'prompt'),
    readText(fields, 'negative_prompt'),
    readStylePreset(fields),
  );
  const text = fields.requiredEncoded('image');
  const ratio = fields.choice('aspect_ratio', Object.keys(ratioSizes)) ?? '1:1';
  const fidelity = fields.number('fidelity', { min: 0, max: 1 }) ?? 0.5;
  const [seed, format] = [readSeed(fields), readFormat(fields)];
  fields.close();
  const style = flattened(await readImage(text, 'image', usualImages));
  const [width, height] = ratioSizes[ratio] ?? [1024, 1024];
  return {
    make: (chosen, modelName) =>
      inColorsOf(drawn(brush(chosen, modelName), { width, height }), style, 0.3 + 0.7 * fidelity),
    count: 1,
    seed,
    format,
  };
};

/** The first image in the colors of the second; a prompt shows the more through, the less the composition is kept. */
export const styleTransfer: ServiceReader = async (fields) => {
  const share = { min: 0, max: 1 };
  const prompt = readText(fields, 'prompt');
  const negativePrompt = readText(fields, 'negative_prompt');
  const initText = fields.requiredEncoded('init_image');
  const styleText = fields.requiredEncoded('style_image');
  const fidelity = fields.number('composition_fidelity', share) ?? 0.9;
  const strength = fields.number('style_strength', share) ?? 1;
  const change = fields.number('change_strength', { min: 0.1, max: 1 }) ?? 0.9;
  const [seed, format] = [readSeed(fields), readFormat(fields)];
  fields.close();
  const picture = flattened(await readImage(initText, 'init_image', usualImages));
  const style = flattened(await readImage(styleText, 'style_image', usualImages));
  return {
    make: (chosen, modelName) => {
      const base = drifted(picture, chosen);
      const composed =
        prompt === undefined
          ? base
          : mixed(
              base,
              drawn(brushOf(prompt, negativePrompt, '')(chosen, modelName), picture),
              (1 - fidelity) * change,
            );
      return inColorsOf(composed, style, strength * change);
    },
    count: 1,
    seed,
    format,
  };
};

async function readControl(fields: Fields, linesOf: (picture: Picture) => Plane): Promise<ImageOrder> {
  const brush = brushOf(
    readRequiredText(fields, 'prompt'),
    readText(fields, 'negative_prompt'),
    readStylePreset(fields),
  );
  const text = fields.requiredEncoded('image');
  const strength = fields.number('control_strength', { min: 0, max: 1 }) ?? 0.7;
  const [seed, format] = [readSeed(fields), readFormat(fields)];
  fields.close();
  const picture = flattened(await readImage(text, 'image', usualImages));
  return {
    make: (chosen, modelName) =>
      withLines(drawn(brush(chosen, modelName), picture), linesOf(picture), strength),
    count: 1,
    seed,
    format,
  };
}
