import { validation } from '../errors';
import type { ImageRules } from './inputImages';

export type TaskType =
  | 'TEXT_IMAGE'
  | 'COLOR_GUIDED_GENERATION'
  | 'IMAGE_VARIATION'
  | 'INPAINTING'
  | 'OUTPAINTING'
  | 'BACKGROUND_REMOVAL'
  | 'VIRTUAL_TRY_ON';

/** In what Amazon's image models differ. */
export interface AmazonVariant {
  readonly tasks: readonly TaskType[];
  readonly maxTextLength: number;
  readonly hasStyle: boolean;
  readonly hasConditioning: boolean;
  /** `returnMask` with a mask of one's own; at a try-on, Canvas has it all the same. */
  readonly canReturnMask: boolean;
  /** `quality` is left out of the page for variations on Canvas. */
  readonly hasQualityOfVariations: boolean;
  readonly isOutpaintingTextRequired: boolean;
  readonly defaultSeed: number;
  readonly images: ImageRules;
  checkSize(width: number, height: number): void;
}

/** @see https://docs.aws.amazon.com/nova/latest/userguide/image-gen-req-resp-structure.html */
export const canvas: AmazonVariant = {
  tasks: [
    'TEXT_IMAGE',
    'COLOR_GUIDED_GENERATION',
    'IMAGE_VARIATION',
    'INPAINTING',
    'OUTPAINTING',
    'BACKGROUND_REMOVAL',
    'VIRTUAL_TRY_ON',
  ],
  maxTextLength: 1024,
  hasStyle: true,
  hasConditioning: true,
  canReturnMask: false,
  hasQualityOfVariations: false,
  isOutpaintingTextRequired: false,
  defaultSeed: 12,
  images: {
    formats: ['png', 'jpeg'],
    minSidePx: 320,
    maxSidePx: 4096,
    maxPixels: 4_194_303,
    maxRatio: 4,
    isPlainRgb: true,
  },
  checkSize(width, height) {
    if (width % 16 !== 0 || height % 16 !== 0)
      throw validation('Image width and height must be divisible by 16.');
    const ratio = Math.max(width, height) / Math.min(width, height);
    if (ratio > 4) throw validation('The aspect ratio must be between 1:4 and 4:1.');
    if (width * height >= 4_194_304) throw validation('The image must have fewer than 4,194,304 pixels.');
  },
};

/** @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-image.html */
const titanSizes = new Set(
  (
    '1024x1024 768x768 512x512 768x1152 384x576 1152x768 576x384 768x1280 384x640 1280x768 640x384 896x1152 448x576 ' +
    '1152x896 576x448 768x1408 384x704 1408x768 704x384 640x1408 320x704 1408x640 704x320 1152x640 1173x640'
  ).split(' '),
);

export const titanV1: AmazonVariant = {
  tasks: ['TEXT_IMAGE', 'IMAGE_VARIATION', 'INPAINTING', 'OUTPAINTING'],
  maxTextLength: 512,
  hasStyle: false,
  hasConditioning: false,
  canReturnMask: true,
  hasQualityOfVariations: true,
  isOutpaintingTextRequired: true,
  defaultSeed: 42,
  images: { formats: ['png', 'jpeg'], maxSidePx: 1408, isPlainRgb: true },
  checkSize(width, height) {
    // The page names 1408 x 1408 as the default, though its list leaves it out: both are accepted.
    if (width === 1408 && height === 1408) return;
    if (!titanSizes.has(`${width}x${height}`)) {
      throw validation(`Unsupported image size: ${width} x ${height}.`);
    }
  },
};

export const titanV2: AmazonVariant = {
  ...titanV1,
  tasks: [...titanV1.tasks, 'COLOR_GUIDED_GENERATION', 'BACKGROUND_REMOVAL'],
  hasConditioning: true,
};
