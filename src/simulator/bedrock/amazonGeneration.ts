import { drawImage } from '../drawing/draw';
import type { AmazonTask } from './amazonTasks';

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

export const textToImage: AmazonTask = {
  parametersKey: 'textToImageParams',
  configuration: 'all',
  read(parameters, { variant, size, style }) {
    const limits = { min: 1, max: variant.maxTextLength };
    const prompt = parameters.requiredText('text', limits);
    const negativePrompt = parameters.text('negativeText', limits);
    const named = variant.hasStyle ? parameters.choice('style', canvasStyles) : undefined;
    parameters.close();
    const words = {
      prompt,
      ...(negativePrompt === undefined ? {} : { negativePrompt }),
      style: [named, style].filter((part) => part !== undefined && part !== '').join(' '),
    };
    return Promise.resolve({
      make: (seed, modelName) => drawImage({ ...words, seed, modelName, ...size }),
    });
  },
};
