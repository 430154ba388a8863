import { Fields } from './fields';
import type { ImageOrder, ModelHandler } from './imageModels';
import {
  eraseObject,
  inpaint,
  outpaint,
  removeBackground,
  searchAndRecolor,
  searchAndReplace,
} from './stabilityEdits';
import { conservativeUpscale, creativeUpscale, fastUpscale } from './stabilityUpscale';
import { controlSketch, controlStructure, styleGuide, styleTransfer } from './stabilityControl';
import { stabilityAnswer } from './stabilityFields';

/** Reads one service's request whole, and closes it. */
export type ServiceReader = (fields: Fields) => Promise<ImageOrder>;

const readers: Readonly<Record<string, ServiceReader>> = {
  'stability.stable-image-inpaint-v1:0': inpaint,
  'stability.stable-image-erase-object-v1:0': eraseObject,
  'stability.stable-image-search-replace-v1:0': searchAndReplace,
  'stability.stable-image-search-recolor-v1:0': searchAndRecolor,
  'stability.stable-image-remove-background-v1:0': removeBackground,
  'stability.stable-outpaint-v1:0': outpaint,
  'stability.stable-image-style-guide-v1:0': styleGuide,
  'stability.stable-style-transfer-v1:0': styleTransfer,
  'stability.stable-image-control-sketch-v1:0': controlSketch,
  'stability.stable-image-control-structure-v1:0': controlStructure,
  'stability.stable-conservative-upscale-v1:0': conservativeUpscale,
  'stability.stable-creative-upscale-v1:0': creativeUpscale,
  'stability.stable-fast-upscale-v1:0': fastUpscale,
};

/** The image services by their bare model ids. */
export const stabilityServices: Readonly<Record<string, ModelHandler>> = Object.fromEntries(
  Object.entries(readers).map(([id, reader]): [string, ModelHandler] => [
    id,
    { read: async (body) => reader(new Fields(body)), answer: stabilityAnswer },
  ]),
);
