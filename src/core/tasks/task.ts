/** What an image can be asked for; the field's words, in the order in which people are shown them. */
export const taskKinds = [
  'textToImage',
  'imageVariation',
  'inpaint',
  'removeObject',
  'replaceBackground',
  'outpaint',
  'removeBackground',
  'recolor',
  'followStructure',
  'followPalette',
  'followStyle',
  'tryOn',
  'upscale',
] as const;

export type TaskKind = (typeof taskKinds)[number];

/** Tasks that change one area of an image, named by a mask, by words or by a kind of garment. */
export const areaTasks: readonly TaskKind[] = ['inpaint', 'removeObject', 'replaceBackground', 'tryOn'];

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

/** An image that goes into a request, fitted to the model's limits. */
export interface InputImage {
  /** Plain base64, made once, so that a recipe can know it again in the request by identity. */
  readonly base64: string;
  readonly type: 'png' | 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
  /** Lower-case hex of the bytes of the user's own file, before fitting. */
  readonly sha256: string;
  /** Of the user's own file, relative to its workspace folder, with `/`. */
  readonly path?: string;
}

/** How one model's task wants its mask. Everywhere else in Easel white is the area to edit. */
export interface MaskRule {
  readonly edit: 'white' | 'black';
  /** `two`: pure black and white alone. */
  readonly levels: 'two' | 'all';
}

/** A mask as a PNG in the polarity of the model it is made for. */
export interface InputMask {
  readonly base64: string;
  readonly width: number;
  readonly height: number;
  readonly rule: MaskRule;
  /** Lower-case hex of the mask as it is kept, white = edit. */
  readonly sha256: string;
}

/** Where an edit happens: painted, or named in words, and then the model chooses the pixels. */
export type EditArea =
  { readonly kind: 'mask'; readonly mask: InputMask } | { readonly kind: 'words'; readonly words: string };

/** Pixels added at each side, of the image as it is sent. */
export interface Margins {
  readonly left: number;
  readonly right: number;
  readonly up: number;
  readonly down: number;
}

export type Structure = 'edges' | 'segments' | 'sketch';

/** What a task works on, beside the words and numbers that every task has. */
export type TaskInput =
  /** New images from words alone. */
  | { readonly kind: 'textToImage' }
  | { readonly kind: 'imageVariation'; readonly images: readonly InputImage[] }
  | { readonly kind: 'inpaint'; readonly image: InputImage; readonly area: EditArea }
  | { readonly kind: 'removeObject'; readonly image: InputImage; readonly area: EditArea }
  /** The mask's white is the background; words name what to keep. */
  | { readonly kind: 'replaceBackground'; readonly image: InputImage; readonly area: EditArea }
  | {
      readonly kind: 'outpaint';
      /** Padded already where a mask is there; else as it is, to be grown by `margins`. */
      readonly image: InputImage;
      readonly mask?: InputMask;
      readonly margins: Margins;
    }
  | { readonly kind: 'removeBackground'; readonly image: InputImage }
  /** `words` name the object; the prompt says its new color. */
  | { readonly kind: 'recolor'; readonly image: InputImage; readonly words: string }
  | { readonly kind: 'followStructure'; readonly image: InputImage; readonly structure: Structure }
  | {
      readonly kind: 'followPalette';
      /** 1 to 10, each `#rrggbb`. */
      readonly colors: readonly string[];
      readonly image?: InputImage;
    }
  | {
      readonly kind: 'followStyle';
      readonly style: InputImage;
      /** What gets the style; absent for a new image in that style. */
      readonly image?: InputImage;
    }
  | {
      readonly kind: 'tryOn';
      readonly image: InputImage;
      readonly garment: InputImage;
      readonly area: EditArea | { readonly kind: 'garment'; readonly garmentClass: string };
    }
  | { readonly kind: 'upscale'; readonly image: InputImage };

/** What every task has beside its input. */
export interface TaskSettings {
  /** Empty where the task needs no words. */
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly size?: SizeChoice;
  /** Always sent; 0 is a seed like any other. */
  readonly seed: number;
  /** Images asked of this one request. */
  readonly count: number;
  readonly options: OptionValues;
}

export type TextToImageTask = TaskSettings & { readonly kind: 'textToImage' };

/** One request to one model. */
export type ImageTask = TaskSettings & TaskInput;

/** Every picture and mask of an input, for whoever looks after their bytes. */
export function picturesOf(input: TaskInput): readonly (InputImage | InputMask)[] {
  switch (input.kind) {
    case 'textToImage':
      return [];
    case 'imageVariation':
      return input.images;
    case 'inpaint':
    case 'removeObject':
    case 'replaceBackground':
      return [input.image, ...maskIn(input.area)];
    case 'outpaint':
      return input.mask ? [input.image, input.mask] : [input.image];
    case 'removeBackground':
    case 'recolor':
    case 'followStructure':
    case 'upscale':
      return [input.image];
    case 'followPalette':
      return input.image ? [input.image] : [];
    case 'followStyle':
      return input.image ? [input.style, input.image] : [input.style];
    case 'tryOn':
      return [input.image, input.garment, ...(input.area.kind === 'mask' ? [input.area.mask] : [])];
  }
}

function maskIn(area: EditArea): readonly InputMask[] {
  return area.kind === 'mask' ? [area.mask] : [];
}
