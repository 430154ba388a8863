/** What a picture is asked for; the field's words. */
export type TaskKind =
  | 'textToImage'
  | 'imageVariation'
  | 'inpaint'
  | 'removeObject'
  | 'replaceBackground'
  | 'outpaint'
  | 'removeBackground'
  | 'recolor'
  | 'followStructure'
  | 'followPalette'
  | 'followStyle'
  | 'tryOn'
  | 'upscale';

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** How big an image is asked to be: exact pixels, or a ratio such as `16:9` where the model picks the pixels. */
export type SizeChoice =
  | { readonly kind: 'pixels'; readonly width: number; readonly height: number }
  | { readonly kind: 'aspectRatio'; readonly ratio: string };

/**
 * A choice the user made for an option that a model's descriptor lists
 * (style preset, guidance scale, quality, output format, ...), by the option's name.
 */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

/** New images from words alone. */
export interface TextToImageTask {
  readonly kind: 'textToImage';
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly size?: SizeChoice;
  /** Always sent; 0 is a seed like any other. */
  readonly seed: number;
  /** Images asked of this one request. */
  readonly count: number;
  readonly options: OptionValues;
}

/** One request to one model. Other kinds join as their adapters do. */
export type ImageTask = TextToImageTask;
