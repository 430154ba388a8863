import { defaultSize, durationChoices, longestSeconds, type VideoModelDescriptor } from './descriptor';
import { videoPrice } from './price';
import type { VideoSize, VideoTaskKind } from './task';

/** What the user has arranged so far, before any picture is fitted. */
export interface VideoPlan {
  readonly kind: VideoTaskKind;
  readonly prompt: string;
  readonly durationSeconds: number;
  readonly size: VideoSize;
  readonly loop: boolean;
  readonly seed?: number;
  readonly hasStart: boolean;
  readonly hasEnd: boolean;
  readonly shots: readonly { readonly text: string; readonly hasImage: boolean }[];
}

/** One thing that another model cannot do, or does otherwise; worded where messages are. */
export type VideoLoss =
  /** A 12-second plan does not fit 9. */
  | { readonly kind: 'tooLong'; readonly seconds: number; readonly maxSeconds: number }
  | { readonly kind: 'otherLength'; readonly seconds: number; readonly nearestSeconds: number }
  | { readonly kind: 'noStoryboard'; readonly shots: number }
  | { readonly kind: 'tooManyShots'; readonly shots: number; readonly maxShots: number }
  | { readonly kind: 'noAutomaticShots' }
  | { readonly kind: 'promptTooLong'; readonly length: number; readonly maxLength: number }
  | { readonly kind: 'otherSize'; readonly from: VideoSize; readonly to: VideoSize }
  | { readonly kind: 'noEndFrame' }
  | { readonly kind: 'noLoop' }
  /** The same film cannot be made again. */
  | { readonly kind: 'noSeed' }
  | { readonly kind: 'otherPrice'; readonly fromUsd: number; readonly toUsd: number };

export interface SwitchedPlan {
  /** What of the plan the model can make; its texts are never cut. */
  readonly plan: VideoPlan;
  readonly losses: readonly VideoLoss[];
}

/**
 * A plan as another model would have it, and what that costs.
 *
 * @param from the model the plan was made for; undefined where nobody knows
 */
export function switchModel(
  plan: VideoPlan,
  from: VideoModelDescriptor | undefined,
  to: VideoModelDescriptor,
  prices: Readonly<Record<string, number>>,
): SwitchedPlan {
  const kind = kindFor(plan, to);
  const durationSeconds = durationFor(plan, kind, to);
  const size = sizeFor(plan.size, to);
  const startsFromShot = kind === 'imageToVideo' && plan.shots[0]?.hasImage === true;
  const fitted: VideoPlan = {
    ...plan,
    kind,
    prompt: promptFor(plan, kind),
    hasStart: plan.hasStart || startsFromShot,
    durationSeconds,
    size,
    loop: plan.loop && to.takesLoop,
    hasEnd: plan.hasEnd && to.frames.takesEnd,
  };
  const losses = [
    ...taskLosses(plan, kind, to),
    ...lengthLosses(plan, durationSeconds, to),
    ...wordLosses(fitted, kind, to),
    ...(isSameSize(plan.size, size) ? [] : [{ kind: 'otherSize', from: plan.size, to: size } as const]),
    ...(plan.hasEnd && !to.frames.takesEnd ? [{ kind: 'noEndFrame' } as const] : []),
    ...(plan.loop && !to.takesLoop ? [{ kind: 'noLoop' } as const] : []),
    ...(plan.seed !== undefined && !to.seed ? [{ kind: 'noSeed' } as const] : []),
    ...priceLosses(plan, from, fitted, to, prices),
  ];
  return { plan: fitted, losses };
}

function kindFor({ kind, hasStart, shots }: VideoPlan, to: VideoModelDescriptor): VideoTaskKind {
  if (to.tasks.includes(kind)) return kind;
  const startsFromPicture = hasStart || shots[0]?.hasImage === true;
  return startsFromPicture && to.tasks.includes('imageToVideo') ? 'imageToVideo' : 'textToVideo';
}

/** A film in one piece has the words of all shots, where it has none of its own. */
function promptFor({ prompt, shots }: VideoPlan, kind: VideoTaskKind): string {
  return kind === 'multiShotManual' || prompt.trim() !== ''
    ? prompt
    : shots.map(({ text }) => text).join(' ');
}

function durationFor(plan: VideoPlan, kind: VideoTaskKind, to: VideoModelDescriptor): number {
  if (kind === 'multiShotManual' && to.shots) {
    return Math.min(plan.shots.length, to.shots.max) * to.shots.secondsEach;
  }
  return nearest(durationChoices(to, kind), plan.durationSeconds);
}

/** Of two that are equally near, the shorter, which costs less. */
function nearest(choices: readonly number[], wanted: number): number {
  return choices.reduce(
    (best, each) => (Math.abs(each - wanted) < Math.abs(best - wanted) ? each : best),
    choices[0] ?? wanted,
  );
}

function sizeFor(size: VideoSize, to: VideoModelDescriptor): VideoSize {
  if (to.sizes.kind === 'fixed') return defaultSize(to);
  if (size.kind === 'ratio') {
    return to.sizes.ratios.includes(size.ratio) && to.sizes.resolutions.includes(size.resolution)
      ? size
      : to.sizes.default;
  }
  const same = to.sizes.ratios.find((ratio) => {
    const [width = 1, height = 1] = ratio.split(':').map(Number);
    return size.width * height === size.height * width;
  });
  return { ...to.sizes.default, ...(same === undefined ? {} : { ratio: same }) };
}

/** 1280 x 720 and `16:9` at 720p are one size in two ways of saying it. */
function isSameSize(one: VideoSize, other: VideoSize): boolean {
  return sizeKey(one) === sizeKey(other);
}

function sizeKey(size: VideoSize): string {
  if (size.kind === 'ratio') return `${size.ratio} ${size.resolution}`;
  return size.width === 1280 && size.height === 720 ? '16:9 720p' : `${size.width}x${size.height}`;
}

function taskLosses(plan: VideoPlan, kind: VideoTaskKind, to: VideoModelDescriptor): readonly VideoLoss[] {
  const { length } = plan.shots;
  if (plan.kind === 'multiShotManual') {
    if (kind !== plan.kind) return [{ kind: 'noStoryboard', shots: length }];
    const maxShots = to.shots?.max ?? 0;
    return length > maxShots ? [{ kind: 'tooManyShots', shots: length, maxShots }] : [];
  }
  return plan.kind === 'multiShotAutomated' && kind !== plan.kind ? [{ kind: 'noAutomaticShots' }] : [];
}

function lengthLosses(plan: VideoPlan, seconds: number, to: VideoModelDescriptor): readonly VideoLoss[] {
  if (seconds === plan.durationSeconds) return [];
  const maxSeconds = longestSeconds(to);
  return plan.durationSeconds > maxSeconds
    ? [{ kind: 'tooLong', seconds: plan.durationSeconds, maxSeconds }]
    : [{ kind: 'otherLength', seconds: plan.durationSeconds, nearestSeconds: seconds }];
}

function wordLosses(plan: VideoPlan, kind: VideoTaskKind, to: VideoModelDescriptor): readonly VideoLoss[] {
  const maxLength = to.prompt[kind]?.maxLength ?? 0;
  const texts = kind === 'multiShotManual' ? plan.shots.map(({ text }) => text) : [plan.prompt];
  const length = Math.max(0, ...texts.map((text) => text.length));
  return length > maxLength ? [{ kind: 'promptTooLong', length, maxLength }] : [];
}

function priceLosses(
  plan: VideoPlan,
  from: VideoModelDescriptor | undefined,
  fitted: VideoPlan,
  to: VideoModelDescriptor,
  prices: Readonly<Record<string, number>>,
): readonly VideoLoss[] {
  const fromUsd = from && videoPrice(from, plan, prices);
  const toUsd = videoPrice(to, fitted, prices);
  return fromUsd === undefined || toUsd === undefined || fromUsd === toUsd
    ? []
    : [{ kind: 'otherPrice', fromUsd, toUsd }];
}
