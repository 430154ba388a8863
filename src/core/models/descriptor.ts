import type { PixelSize, TaskKind } from '../tasks/task';

/** Models that speak the same request language; one adapter each. */
export type ModelFamily = 'amazonImage' | 'stabilityText';

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
  | { readonly kind: 'aspectRatios'; readonly ratios: readonly string[]; readonly default: string };

/** An option beyond prompt, size, number and seed, as data that an interface can draw. */
export type OptionDescriptor =
  | {
      readonly name: OptionName;
      readonly kind: 'choice';
      readonly values: readonly string[];
      readonly default?: string;
    }
  | {
      readonly name: OptionName;
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly step: number;
      readonly default: number;
    };

export type OptionName = 'stylePreset' | 'guidanceScale' | 'quality' | 'outputFormat';

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
  readonly sizes: SizeLimits;
  readonly maxImagesPerRequest: number;
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
  /** The page the request's limits come from. */
  readonly source: string;
}
