import { validation } from '../errors';
import { withoutBackground } from '../pictures/cutOut';
import { extended } from '../pictures/enlarge';
import { grown } from '../pictures/mask';
import { blankPlane, flattened, lightOf, type Picture, type Plane } from '../pictures/picture';
import { areaInColor, colorIn } from '../pictures/recolor';
import { repainted } from '../pictures/repaint';
import { resizedPlane } from '../pictures/resize';
import { areaNamed } from '../pictures/subject';
import type { Fields } from './fields';
import { readImage } from './inputImages';
import {
  anyImage,
  brushOf,
  readFormat,
  readRequiredText,
  readSeed,
  readStylePreset,
  readText,
  seedOf,
  usualImages,
} from './stabilityFields';
import type { ServiceReader } from './stabilityServices';

/** White is drawn anew, grey partly; without a mask, what is transparent. */
export const inpaint: ServiceReader = async (fields) => {
  const brush = readBrush(fields);
  const masked = readMasked(fields);
  const [seed, format] = [readSeed(fields), readFormat(fields)];
  fields.close();
  const { picture, change } = await masked();
  return {
    make: (chosen, modelName) => repainted(picture, change, brush(chosen, modelName), chosen),
    count: 1,
    seed,
    format,
  };
};

export const eraseObject: ServiceReader = async (fields) => {
  const masked = readMasked(fields);
  const [seed, format] = [readSeed(fields), readFormat(fields)];
  fields.close();
  const { picture, change } = await masked();
  return { make: (chosen) => repainted(picture, change, undefined, chosen), count: 1, seed, format };
};

export const searchAndReplace: ServiceReader = async (fields) => {
  const brush = readBrush(fields);
  const searched = readRequiredText(fields, 'search_prompt');
  const text = fields.requiredEncoded('image');
  const growth = readGrowth(fields);
  const [seed, format] = [readSeed(fields), readFormat(fields)];
  fields.close();
  const picture = flattened(await readImage(text, 'image', usualImages));
  const area = grown(areaNamed(picture, searched), growth);
  return {
    make: (chosen, modelName) => repainted(picture, area, brush(chosen, modelName), chosen),
    count: 1,
    seed,
    format,
  };
};

export const searchAndRecolor: ServiceReader = async (fields) => {
  const prompt = readRequiredText(fields, 'prompt');
  const selected = readRequiredText(fields, 'select_prompt');
  const text = fields.requiredEncoded('image');
  readText(fields, 'negative_prompt');
  readStylePreset(fields);
  const growth = readGrowth(fields);
  const [seed, format] = [readSeed(fields), readFormat(fields)];
  fields.close();
  const picture = flattened(await readImage(text, 'image', usualImages));
  const area = grown(areaNamed(picture, selected), growth);
  return {
    make: (chosen) => areaInColor(picture, area, colorIn(prompt, chosen), chosen),
    count: 1,
    seed,
    format,
  };
};

export const removeBackground: ServiceReader = async (fields) => {
  const text = fields.requiredEncoded('image');
  const format = readFormat(fields);
  fields.close();
  const picture = await readImage(text, 'image', usualImages);
  return { make: (chosen) => withoutBackground(picture, chosen), count: 1, seed: seedOf(text), format };
};

export const outpaint: ServiceReader = async (fields) => {
  const text = fields.requiredEncoded('image');
  const prompt = readText(fields, 'prompt');
  const style = readStylePreset(fields);
  const side = (key: string): number => fields.number(key, { min: 0, max: 2000, isWhole: true }) ?? 0;
  const margins = { left: side('left'), right: side('right'), up: side('up'), down: side('down') };
  const creativity = fields.number('creativity', { min: 0.1, max: 1 }) ?? 0.5;
  const [seed, format] = [readSeed(fields), readFormat(fields)];
  fields.close();
  if (Object.values(margins).every((margin) => margin === 0)) {
    throw validation('At least one of left, right, up or down must be greater than 0.');
  }
  const picture = flattened(await readImage(text, 'image', usualImages));
  const brush = prompt === undefined ? undefined : brushOf(prompt, undefined, style);
  return {
    make: (chosen, modelName) => extended(picture, margins, brush?.(chosen, modelName), creativity, chosen),
    count: 1,
    seed,
    format,
  };
};

function readBrush(fields: Fields): ReturnType<typeof brushOf> {
  return brushOf(
    readRequiredText(fields, 'prompt'),
    readText(fields, 'negative_prompt'),
    readStylePreset(fields),
  );
}

function readGrowth(fields: Fields): number {
  return fields.number('grow_mask', { min: 0, max: 20, isWhole: true }) ?? 5;
}

/** Reads the fields at once, and the files when all fields are known to be right. */
function readMasked(fields: Fields): () => Promise<{ readonly picture: Picture; readonly change: Plane }> {
  const text = fields.requiredEncoded('image');
  const maskText = fields.encoded('mask');
  const growth = readGrowth(fields);
  return async () => {
    const picture = await readImage(text, 'image', usualImages);
    const change =
      maskText === undefined
        ? transparencyOf(picture)
        : resizedPlane(lightOf(flattened(await readImage(maskText, 'mask', anyImage))), picture);
    return { picture: flattened(picture), change: grown(change, growth) };
  };
}

function transparencyOf({ width, height, alpha }: Picture): Plane {
  return alpha ? { width, height, values: alpha.map((value) => 255 - value) } : blankPlane(width, height);
}
