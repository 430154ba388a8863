import type { AvailableVideoModel, VideoServiceState } from '../models/service';
import type { CropRectangle } from '../pixels/port';
import { defaultSize, durationChoices, type VideoModelDescriptor } from '../video/descriptor';
import { frameRoom, framedArea, frameSize, nearestRatio, type Framing } from '../video/framing';
import { videoPrice } from '../video/price';
import type { VideoSize, VideoTaskKind } from '../video/task';
import { filmSizeValue, parseFilmSize, type FilmTask } from './film';
import type { StudioSession } from './session';

/** Why no film can be made yet. */
export type FilmProblem =
  | { readonly kind: 'noModel' }
  | { readonly kind: 'image' }
  | { readonly kind: 'prompt' }
  | { readonly kind: 'promptTooLong'; readonly length: number; readonly maxLength: number }
  | { readonly kind: 'noShots' }
  | { readonly kind: 'tooManyShots'; readonly shots: number; readonly maxShots: number }
  /** `number` from 1. */
  | { readonly kind: 'emptyShot'; readonly number: number }
  | {
      readonly kind: 'shotTooLong';
      readonly number: number;
      readonly length: number;
      readonly maxLength: number;
    };

/** Where the film's frame stands on the image. */
export interface PlannedFrame {
  /** In pixels of the image; reaches beyond it where it is padded. */
  readonly area: CropRectangle;
  /** How far it can be moved, in pixels of the image; one of both is 0. */
  readonly room: { readonly across: number; readonly down: number };
  /** Pixels of the frame as it is sent. */
  readonly width: number;
  readonly height: number;
  /** Whether the image has another shape than the film. */
  readonly isCut: boolean;
  readonly framing: Framing;
}

/** What film a session would ask for now, before any pixel is touched. */
export interface FilmPlan {
  readonly task: FilmTask;
  readonly kind: VideoTaskKind;
  readonly entry?: AvailableVideoModel;
  readonly durationSeconds: number;
  readonly size?: VideoSize;
  readonly seed?: number;
  /** Undefined where no price is known; 0 offline. */
  readonly priceUsd?: number;
  /** Of the task *Animate*, once there is an image. */
  readonly frame?: PlannedFrame;
  readonly problem?: FilmProblem;
}

export interface FilmPlanFacts {
  readonly service: VideoServiceState | undefined;
  readonly prices: Readonly<Record<string, number>>;
  /** The setting `models.preferred`, by task. */
  readonly preferred: Readonly<Record<string, string>>;
}

/** The field's word for a task of the Studio. */
export function kindOfFilm(task: FilmTask): VideoTaskKind {
  return task === 'animate' ? 'imageToVideo' : 'multiShotManual';
}

/** @returns undefined while the session makes images */
export function filmPlanOf(session: StudioSession, facts: FilmPlanFacts): FilmPlan | undefined {
  const { film, image } = session;
  const { task } = film;
  if (task === undefined) return undefined;
  const kind = kindOfFilm(task);
  const { service, prices, preferred } = facts;
  const entry = filmModel(service?.models ?? [], kind, film.models[task] ?? preferred[kind]);
  if (!entry) return { task, kind, durationSeconds: 0, problem: { kind: 'noModel' } };
  const { model } = entry;
  const durationSeconds = lengthOf(session, model, kind);
  const size = sizeOf(session, model, kind);
  const priceUsd = service?.provider === 'offline' ? 0 : videoPrice(model, { durationSeconds, size }, prices);
  const problem = problemOf(session, model, kind);
  const isSeedTaken =
    model.seed !== undefined && session.seed !== undefined && session.seed <= model.seed.max;
  return {
    task,
    kind,
    entry,
    durationSeconds,
    size,
    ...(isSeedTaken ? { seed: session.seed } : {}),
    ...(priceUsd === undefined ? {} : { priceUsd }),
    ...(task === 'animate' && image ? { frame: frameOf(session, image, model, size) } : {}),
    ...(problem ? { problem } : {}),
  };
}

/** The wanted one, else one that can be called now, else one that the user is told about. */
function filmModel(
  models: readonly AvailableVideoModel[],
  kind: VideoTaskKind,
  wantedId: string | undefined,
): AvailableVideoModel | undefined {
  const able = models.filter(({ model }) => model.tasks.includes(kind));
  return (
    able.find(({ model }) => model.id === wantedId) ??
    able.find(({ state }) => state.kind === 'ready') ??
    able.find(({ state }) => state.kind !== 'ended' && state.kind !== 'elsewhere') ??
    able.find(({ state }) => state.kind === 'elsewhere') ??
    able[0]
  );
}

function lengthOf({ film }: StudioSession, model: VideoModelDescriptor, kind: VideoTaskKind): number {
  if (kind === 'multiShotManual') return film.shots.length * (model.shots?.secondsEach ?? 0);
  const choices = durationChoices(model, kind);
  return choices.find((seconds) => seconds === film.durationSeconds) ?? choices[0] ?? 0;
}

/** The user's own, else the image's shape, else the model's default. */
function sizeOf({ film, image }: StudioSession, model: VideoModelDescriptor, kind: VideoTaskKind): VideoSize {
  const { sizes } = model;
  const usual = defaultSize(model);
  if (sizes.kind === 'fixed') return usual;
  const own = film.size === undefined ? undefined : parseFilmSize(film.size);
  if (own && sizes.ratios.includes(own.ratio) && sizes.resolutions.includes(own.resolution)) return own;
  const ratio = image && kind === 'imageToVideo' ? nearestRatio(image, sizes.ratios) : undefined;
  return ratio === undefined ? usual : { ...sizes.default, ratio };
}

function frameOf(
  { film }: StudioSession,
  image: { readonly width: number; readonly height: number },
  model: VideoModelDescriptor,
  size: VideoSize,
): PlannedFrame {
  const sent = frameSize(model, size);
  const framing: Framing = film.fill === 'pad' ? 'pad' : { at: film.at };
  const room = film.fill === 'pad' ? { across: 0, down: 0 } : frameRoom(image, sent);
  const cut = framedArea(image, sent, 'center');
  return {
    area: framedArea(image, sent, framing),
    room,
    ...sent,
    isCut: cut.width !== image.width || cut.height !== image.height,
    framing,
  };
}

function problemOf(
  { image, prompt, film }: StudioSession,
  model: VideoModelDescriptor,
  kind: VideoTaskKind,
): FilmProblem | undefined {
  const { minLength, maxLength } = model.prompt[kind] ?? { minLength: 0, maxLength: Infinity };
  if (kind === 'imageToVideo') {
    if (!image) return { kind: 'image' };
    const { length } = prompt.trim();
    if (length < minLength) return { kind: 'prompt' };
    return length > maxLength ? { kind: 'promptTooLong', length, maxLength } : undefined;
  }
  const { shots } = film;
  const maxShots = model.shots?.max ?? 0;
  if (shots.length === 0) return { kind: 'noShots' };
  if (shots.length > maxShots) return { kind: 'tooManyShots', shots: shots.length, maxShots };
  const lengths = shots.map(({ text }) => text.trim().length);
  const empty = lengths.findIndex((length) => length < minLength);
  if (empty >= 0) return { kind: 'emptyShot', number: empty + 1 };
  const long = lengths.findIndex((length) => length > maxLength);
  const length = lengths[long];
  return length === undefined ? undefined : { kind: 'shotTooLong', number: long + 1, length, maxLength };
}

/** Every size that a model offers, as values of the control *Size*. */
export function filmSizes({ sizes }: VideoModelDescriptor): readonly VideoSize[] {
  if (sizes.kind === 'fixed') return [{ kind: 'pixels', width: sizes.width, height: sizes.height }];
  return sizes.resolutions.flatMap((resolution) =>
    sizes.ratios.map((ratio) => ({ kind: 'ratio', ratio, resolution }) as const),
  );
}

/** Whether a model has a size, told by the value of the control. */
export function hasFilmSize(model: VideoModelDescriptor, value: string): boolean {
  return filmSizes(model).some((size) => filmSizeValue(size) === value);
}
