import type { JsonObject } from '../json';
import type { InputImage } from '../tasks/task';
import { defaultSize, durationChoices, type VideoModelDescriptor } from './descriptor';
import { videoPrice } from './price';
import { switchModel, type SwitchedPlan, type VideoLoss, type VideoPlan } from './switching';
import type { VideoSize, VideoTaskKind } from './task';
import type { Framing } from './framing';

/** A picture that a film or a shot begins or ends with. */
export interface Frame {
  readonly name: string;
  /** The file as it was read. */
  readonly bytes: Uint8Array;
  /** Lower-case hex of the file. */
  readonly sha256: string;
  /** Relative to its workspace folder, with `/`. */
  readonly path?: string;
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly framing: Framing;
  /** Fitted before, for the same film: sent again byte for byte where the frame is still of its size. */
  readonly fitted?: InputImage;
}

export interface DraftShot {
  readonly text: string;
  readonly frame?: Frame;
}

/** What the user has arranged so far. */
export interface VideoDraft {
  readonly kind: VideoTaskKind;
  readonly prompt: string;
  readonly modelId: string;
  readonly durationSeconds: number;
  readonly size: VideoSize;
  readonly loop: boolean;
  /** Undefined: a random one. */
  readonly seed?: number | undefined;
  readonly start?: Frame;
  readonly end?: Frame;
  readonly shots: readonly DraftShot[];
  /** What the model cannot do of what was planned for another one. */
  readonly losses?: readonly VideoLoss[];
}

/** What a command asks for; the rest is remembered or the model's own. */
export interface WantedVideo {
  readonly kind: VideoTaskKind;
  readonly prompt: string;
  readonly modelId?: string;
  readonly durationSeconds?: number;
  readonly size?: VideoSize;
  readonly loop?: boolean;
  readonly seed?: number;
  readonly start?: Frame;
  readonly end?: Frame;
  readonly shots?: readonly DraftShot[];
  /** Where the snippet goes at the end. */
  readonly origin?: JsonObject;
}

export function planOf(draft: VideoDraft): VideoPlan {
  const { kind, prompt, durationSeconds, size, loop, seed, start, end, shots } = draft;
  return {
    kind,
    prompt,
    durationSeconds,
    size,
    loop,
    ...(seed === undefined ? {} : { seed }),
    hasStart: start !== undefined,
    hasEnd: end !== undefined,
    shots: shots.map(({ text, frame }) => ({ text, hasImage: frame !== undefined })),
  };
}

/** The same wish with another model, and what that costs. */
export function withModel(
  draft: VideoDraft,
  from: VideoModelDescriptor | undefined,
  to: VideoModelDescriptor,
  prices: Readonly<Record<string, number>>,
): { readonly draft: VideoDraft } & Pick<SwitchedPlan, 'losses'> {
  const { plan, losses } = switchModel(planOf(draft), from, to, prices);
  const { end, seed, losses: _said, ...rest } = draft;
  // A storyboard that becomes one film begins with the picture of its first shot.
  const start = draft.start ?? (plan.kind === 'imageToVideo' ? draft.shots[0]?.frame : undefined);
  return {
    draft: {
      ...rest,
      kind: plan.kind,
      modelId: to.id,
      durationSeconds: plan.durationSeconds,
      size: plan.size,
      loop: plan.loop,
      ...(start ? { start } : {}),
      ...(end && plan.hasEnd ? { end } : {}),
      ...(seed !== undefined && to.seed ? { seed } : {}),
      ...(losses.length > 0 ? { losses } : {}),
    },
    losses,
  };
}

/** With everything that a model offers where nothing was wanted. */
export function firstDraft(
  wanted: WantedVideo,
  model: VideoModelDescriptor,
  remembered: { readonly durationSeconds?: number; readonly size?: VideoSize },
): VideoDraft {
  const { kind, shots = [] } = wanted;
  const [shortest = 0] = durationChoices(model, kind);
  return {
    kind,
    prompt: wanted.prompt,
    modelId: model.id,
    durationSeconds:
      kind === 'multiShotManual' && model.shots
        ? shots.length * model.shots.secondsEach
        : (wanted.durationSeconds ?? remembered.durationSeconds ?? shortest),
    size: wanted.size ?? remembered.size ?? defaultSize(model),
    loop: wanted.loop ?? false,
    ...(wanted.seed === undefined ? {} : { seed: wanted.seed }),
    ...(wanted.start ? { start: wanted.start } : {}),
    ...(wanted.end ? { end: wanted.end } : {}),
    shots,
  };
}

/** @returns 0 offline; undefined where nobody knows it */
export function priceOfDraft(
  draft: VideoDraft,
  model: VideoModelDescriptor,
  provider: 'bedrock' | 'offline',
  prices: Readonly<Record<string, number>>,
): number | undefined {
  return provider === 'offline' ? 0 : videoPrice(model, draft, prices);
}

/** The same words as one shot, or divided into shots by the model; as long as before where that can be. */
export function withAutomaticShots(draft: VideoDraft, model: VideoModelDescriptor): VideoDraft {
  const kind = draft.kind === 'multiShotAutomated' ? 'textToVideo' : 'multiShotAutomated';
  if (!model.tasks.includes(kind)) return draft;
  const choices = durationChoices(model, kind);
  const durationSeconds =
    choices.find((seconds) => seconds >= draft.durationSeconds) ?? choices.at(-1) ?? draft.durationSeconds;
  return { ...draft, kind, durationSeconds };
}
