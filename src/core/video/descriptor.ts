import type { Lifecycle, Sourced } from '../models/descriptor';
import type { VideoResolution, VideoSize, VideoTaskKind } from './task';

/** Models that speak the same request language; one adapter each. */
export type VideoFamily = 'novaReel' | 'lumaRay';

/** Lengths that can be asked for, in seconds. */
export type Durations =
  | { readonly kind: 'list'; readonly seconds: readonly number[] }
  | { readonly kind: 'steps'; readonly min: number; readonly max: number; readonly step: number }
  /** Follows from the number of shots. */
  | { readonly kind: 'ofShots' };

export type VideoSizes =
  | { readonly kind: 'fixed'; readonly width: number; readonly height: number }
  | {
      readonly kind: 'ratios';
      readonly ratios: readonly string[];
      readonly resolutions: readonly VideoResolution[];
      readonly default: VideoSize & { readonly kind: 'ratio' };
    };

/** What a start or end frame must be; a picture is fitted to it before it is sent. */
export interface FrameLimits {
  readonly formats: readonly ('png' | 'jpeg')[];
  readonly size:
    | { readonly kind: 'exact'; readonly width: number; readonly height: number }
    | { readonly kind: 'range'; readonly minSidePx: number; readonly maxSidePx: number };
  /** False: transparent pixels are refused, so they are flattened before. */
  readonly takesAlpha: boolean;
  /** True where a film can also be told how to end. */
  readonly takesEnd: boolean;
}

/** How long a film of up to so many seconds usually takes to be made. */
export interface UsualTime {
  readonly upToSeconds: number;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

export interface VideoPrice extends Sourced {
  readonly usdPerSecond: readonly {
    /** Absent: at every resolution. */
    readonly resolution?: VideoResolution;
    readonly usd: number;
  }[];
}

/** Everything the product knows about one video model, as data. */
export interface VideoModelDescriptor {
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly family: VideoFamily;
  /** Inference profile ids; empty where the model is called by its own id. */
  readonly profileIds: readonly string[];
  readonly tasks: readonly VideoTaskKind[];
  /** Length in characters; of each shot's text where the shots have the words. */
  readonly prompt: Readonly<
    Partial<Record<VideoTaskKind, { readonly minLength: number; readonly maxLength: number }>>
  >;
  /** Beyond this many characters a limit of the model in tokens may be passed, which cannot be counted here. */
  readonly surePrompt?: { readonly characters: number; readonly tokens: number };
  readonly durations: Readonly<Partial<Record<VideoTaskKind, Durations>>>;
  /** Absent where the model takes no shots. */
  readonly shots?: { readonly max: number; readonly secondsEach: number };
  readonly sizes: VideoSizes;
  readonly framesPerSecond?: number;
  readonly frames: FrameLimits;
  readonly takesLoop: boolean;
  /** Absent where the model takes no seed: asked again, it returns another film. */
  readonly seed?: { readonly min: number; readonly max: number };
  /** Published default quota of a region: https://docs.aws.amazon.com/general/latest/gr/bedrock.html, read 2026-11-20. */
  readonly concurrentJobs: number;
  /** Shortest films first. */
  readonly usual: readonly UsualTime[];
  /** Absent where no price is known. */
  readonly price?: VideoPrice;
  readonly regions: readonly string[];
  readonly lifecycle: Lifecycle;
  readonly successorId?: string;
  /** The page the request's limits come from. */
  readonly source: string;
}

/** All lengths that a model offers in a task; empty where the shots decide. */
export function durationChoices(model: VideoModelDescriptor, kind: VideoTaskKind): readonly number[] {
  const durations = model.durations[kind];
  if (!durations || durations.kind === 'ofShots') return [];
  if (durations.kind === 'list') return durations.seconds;
  const { min, max, step } = durations;
  return Array.from({ length: Math.floor((max - min) / step) + 1 }, (_, index) => min + index * step);
}

/** The longest film that the model makes in any task, in seconds. */
export function longestSeconds(model: VideoModelDescriptor): number {
  const shots = model.shots ? model.shots.max * model.shots.secondsEach : 0;
  return Math.max(shots, ...model.tasks.flatMap((kind) => durationChoices(model, kind)));
}

/** How long a film of this length usually takes; that of the longest known where it is longer. */
export function usualTime(model: VideoModelDescriptor, durationSeconds: number): UsualTime {
  const usual = model.usual.find(({ upToSeconds }) => durationSeconds <= upToSeconds) ?? model.usual.at(-1);
  if (!usual) throw new TypeError(`No usual time for ${model.id}`);
  return usual;
}

/** The size that is sent where nobody has chosen one. */
export function defaultSize({ sizes }: VideoModelDescriptor): VideoSize {
  return sizes.kind === 'fixed'
    ? { kind: 'pixels', width: sizes.width, height: sizes.height }
    : sizes.default;
}
