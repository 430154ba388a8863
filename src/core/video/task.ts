import type { InputImage } from '../tasks/task';

/** What a video is asked for; the field's words. */
export type VideoTaskKind =
  | 'textToVideo'
  | 'imageToVideo'
  /** One text; the model divides it into shots. */
  | 'multiShotAutomated'
  /** A text, and a picture where there is one, for each shot. */
  | 'multiShotManual';

export type VideoResolution = '540p' | '720p';

/** Exact pixels where the model has one size, else a ratio such as `16:9` and a resolution. */
export type VideoSize =
  | { readonly kind: 'pixels'; readonly width: number; readonly height: number }
  | { readonly kind: 'ratio'; readonly ratio: string; readonly resolution: VideoResolution };

export interface VideoShot {
  readonly text: string;
  /** The frame that the shot begins with, fitted to the model. */
  readonly image?: InputImage;
}

export type VideoInput =
  | { readonly kind: 'textToVideo' }
  | {
      readonly kind: 'imageToVideo';
      /** At least one of both. */
      readonly start?: InputImage;
      readonly end?: InputImage;
    }
  | { readonly kind: 'multiShotAutomated' }
  | { readonly kind: 'multiShotManual'; readonly shots: readonly VideoShot[] };

export interface VideoSettings {
  /** Empty where the shots have the words. */
  readonly prompt: string;
  /** Of the whole film; shots times their length where the shots are given. */
  readonly durationSeconds: number;
  readonly size: VideoSize;
  readonly loop?: boolean;
  /** 0 is a seed; not sent to a model that takes none. */
  readonly seed: number;
}

/** One request to one model. */
export type VideoTask = VideoSettings & VideoInput;

/** Every picture of a request, in the order of the film. */
export function framesOf(input: VideoInput): readonly InputImage[] {
  switch (input.kind) {
    case 'textToVideo':
    case 'multiShotAutomated':
      return [];
    case 'imageToVideo':
      return [input.start, input.end].filter((image) => image !== undefined);
    case 'multiShotManual':
      return input.shots.flatMap(({ image }) => image ?? []);
  }
}
