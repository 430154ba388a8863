import type { PixelSize, Structure, TaskKind } from '../tasks/task';

/** Models that speak the same request language; one adapter each. */
export type ModelFamily = 'amazonImage' | 'stabilityText' | 'stabilityService';

/** A number that is written with the page it came from and the day it was read there. */
export interface Sourced {
  readonly source: string;
  readonly readOn: string;
}

export type SizeLimits =
  | { readonly kind: 'list'; readonly sizes: readonly PixelSize[]; readonly default: PixelSize }
  | {
      readonly kind: 'range';
      readonly minSidePx: number;
      readonly maxSidePx: number;
      readonly multipleOf: number;
      /** Exclusive. */
      readonly pixelCountBelow: number;
      /** Longer side over shorter side, at most. */
      readonly maxAspectRatio: number;
      /** Sizes worth offering by name; any size within the limits is accepted. */
      readonly suggested: readonly PixelSize[];
      readonly default: PixelSize;
    }
  | { readonly kind: 'aspectRatios'; readonly ratios: readonly string[]; readonly default: string }
  /** Follows from the input image: there is nothing to choose. */
  | { readonly kind: 'ofInput' };

/** An option beyond prompt, size, number and seed, as data that an interface can draw. */
export type OptionDescriptor =
  | {
      readonly name: OptionName;
      readonly kind: 'choice';
      readonly values: readonly string[];
      readonly default?: string;
      /** Absent: in every task of the model. */
      readonly tasks?: readonly TaskKind[];
    }
  | {
      readonly name: OptionName;
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly default: number;
      readonly tasks?: readonly TaskKind[];
    };

export type OptionName =
  | 'stylePreset'
  | 'guidanceScale'
  | 'quality'
  | 'outputFormat'
  /** How close a variation stays to its inputs: 1 is closest. */
  | 'similarity'
  /** How far an image-to-image result leaves its input: 0 keeps it. */
  | 'strength'
  /** How closely edges, segments or a sketch are followed. */
  | 'controlStrength'
  /** `default` blends the edge of what is kept, `precise` keeps it strictly. */
  | 'outpaintMode'
  | 'creativity'
  /** Pixels by which the service itself grows the mask. */
  | 'growMask'
  | 'fidelity'
  | 'compositionFidelity'
  | 'styleStrength'
  | 'changeStrength'
  | 'maskShape'
  | 'mergeStyle';

/** What an input image must be; an image is fitted to it before it is sent. */
export interface InputLimits {
  readonly formats: readonly ('png' | 'jpeg' | 'webp')[];
  readonly minSidePx: number;
  readonly maxSidePx?: number;
  readonly minPixels?: number;
  /** Inclusive. */
  readonly maxPixels: number;
  /** Above it the model's pages contradict each other whether the image is taken. */
  readonly surePixels?: number;
  /** Longer side over shorter side, at most. */
  readonly maxAspectRatio: number;
  /** False: transparent pixels are refused, so they are flattened before. */
  readonly takesAlpha: boolean;
  /** Images that one variation takes; 1 for all else. */
  readonly maxImages: number;
}

export interface PriceRule {
  readonly usdPerImage: number;
  /** All that is named must hold; the first rule that holds is the price. */
  readonly when?: { readonly maxSidePx?: number; readonly quality?: string };
}

export interface Price extends Sourced {
  readonly rules: readonly PriceRule[];
}

export interface Lifecycle extends Sourced {
  readonly status: 'active' | 'legacy';
  /** ISO dates (`2026-09-30`). */
  readonly legacyFrom?: string;
  readonly endsOn?: string;
  /** True where the model has ended but its last day was never published. */
  readonly hasEnded?: boolean;
}

/** Everything the product knows about one model, as data. Nothing outside an adapter asks what an id starts with. */
export interface ModelDescriptor {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly family: ModelFamily;
  /** Inference profile ids; empty where the model is called by its own id. */
  readonly profileIds: readonly string[];
  readonly tasks: readonly TaskKind[];
  /** Length in characters. */
  readonly prompt: { readonly minLength: number; readonly maxLength: number };
  /** Absent where the model takes no negative prompt. */
  readonly negativePrompt?: { readonly minLength: number; readonly maxLength: number };
  /** In tasks that are not `textToImage` the prompt is needed unless it stands here. */
  readonly promptUse?: Readonly<Partial<Record<TaskKind, 'optional' | 'none'>>>;
  /** Tasks in which no negative prompt is taken although the model knows one. */
  readonly noNegativePromptIn?: readonly TaskKind[];
  readonly sizes: SizeLimits;
  /** Tasks that take a size; absent: all of them. In the others the result's size follows from the input. */
  readonly sizedTasks?: readonly TaskKind[];
  /** Absent where the model takes no image. */
  readonly inputs?: InputLimits;
  /** How the area of an edit can be given; absent for a task where there is nothing to give. */
  readonly areas?: Readonly<Partial<Record<TaskKind, readonly ('mask' | 'words' | 'garment')[]>>>;
  readonly structures?: readonly Structure[];
  /** Classes of garment that a try-on can name instead of painting an area. */
  readonly garmentClasses?: readonly string[];
  /** How *Extend* is asked for: a padded image with a mask, or pixels for each side. */
  readonly extendBy?: 'padding' | 'sides';
  /** At most, for one side, where it is asked for by sides. */
  readonly maxMarginPx?: number;
  /** The request must say by name that it starts from an image. */
  readonly namesMode?: boolean;
  /** What *Follow style* needs beside the style image. */
  readonly styleInput?: 'words' | 'image';
  readonly upscale?: 'fast' | 'conservative' | 'creative';
  readonly maxImagesPerRequest: number;
  /** Tasks that return one image whatever `maxImagesPerRequest` says. */
  readonly oneImageTasks?: readonly TaskKind[];
  /** Tasks that take no seed: asked again, they return the same image. */
  readonly seedlessTasks?: readonly TaskKind[];
  readonly seed: { readonly min: number; readonly max: number };
  readonly options: readonly OptionDescriptor[];
  /** Published default quota of a region: https://docs.aws.amazon.com/general/latest/gr/bedrock.html, read 2026-11-20. */
  readonly requestsPerMinute: number;
  /** Typical time for one request, for the progress text. */
  readonly usualSeconds: number;
  /** Absent where no price is known. */
  readonly price?: Price;
  readonly regions: readonly string[];
  readonly lifecycle: Lifecycle;
  readonly successorId?: string;
  /** What takes its place in each task, where that is not one model for all; a task that is absent has no successor. */
  readonly successors?: Readonly<Partial<Record<TaskKind, string>>>;
  /** The page the request's limits come from. */
  readonly source: string;
}
