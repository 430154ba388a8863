import type { EditDraft } from '../edit/draft';
import { hasMargins } from '../edit/draft';
import type { Fitting } from '../edit/fit';
import { fittingOf } from '../edit/fitDraft';
import { areasFor, choosesArea, fitOptions, promptUse, sizesFor, takesSeed } from '../models/abilities';
import { chooseDefault, type AvailableModel } from '../models/availability';
import { ableModels, type TaskWish } from '../models/choosing';
import type { ModelDescriptor } from '../models/descriptor';
import { takesSize } from '../models/choices';
import { estimate, priceOf } from '../models/price';
import type { ServiceState } from '../models/service';
import type { CropRectangle } from '../pixels/port';
import type { OptionValues, SizeChoice, TaskKind } from '../tasks/task';
import { taskOf, usualFeatherPx, type StudioSession } from './session';

/** The mask as the page last told it. */
export interface MaskFacts {
  readonly isEmpty: boolean;
  /** 0 to 1. */
  readonly share: number;
  /** In pixels of the image. */
  readonly bounds?: CropRectangle;
  /** Separate painted areas. */
  readonly areas: number;
}

/** Why nothing can be sent yet. */
export type PlanProblem =
  | { readonly kind: 'noModel' }
  | { readonly kind: 'image' }
  | { readonly kind: 'mask' }
  | { readonly kind: 'prompt' }
  | { readonly kind: 'words' }
  | { readonly kind: 'style' }
  | { readonly kind: 'garment' }
  | { readonly kind: 'colors' }
  | { readonly kind: 'margins' }
  | { readonly kind: 'tooManyImages'; readonly most: number }
  | { readonly kind: 'promptTooLong'; readonly length: number; readonly maxLength: number };

/** What a session would send now, before any pixel is touched. */
export interface StudioPlan {
  readonly task: TaskKind;
  readonly wish: TaskWish;
  readonly entry?: AvailableModel;
  readonly count: number;
  /** More than one where each masked area gets a request of its own. */
  readonly callsPerImage: number;
  readonly size?: SizeChoice;
  readonly options: OptionValues;
  readonly pricePerImageUsd?: number;
  /** Undefined where no price is known; 0 offline. */
  readonly priceUsd?: number;
  readonly fitting?: Fitting;
  readonly problem?: PlanProblem;
  readonly isAreaChosenByModel: boolean;
}

export interface PlanFacts {
  readonly service: ServiceState | undefined;
  readonly mask: MaskFacts;
  readonly prices: Readonly<Record<string, number>>;
  /** The setting `models.preferred`, by task. */
  readonly preferred: Readonly<Record<string, string>>;
}

export function planOf(session: StudioSession, facts: PlanFacts): StudioPlan {
  const { service, mask, prices, preferred } = facts;
  const task = taskOf(session, !mask.isEmpty);
  const wish = wishOf(session, task);
  const able = ableModels(service?.models ?? [], wish);
  const entry = modelFor(session, task, able, preferred) ?? able[0];
  const model = entry?.model;
  const isOffline = service?.provider === 'offline';
  if (!model) {
    return {
      task,
      wish,
      count: session.count,
      callsPerImage: 1,
      options: {},
      problem: { kind: 'noModel' },
      isAreaChosenByModel: false,
    };
  }
  const options = fitOptions(session.options, model, task);
  const sizes = sizesFor(model, task);
  const size = session.size && takesSize(session.size, sizes) ? session.size : undefined;
  const choices = { options, ...(size ? { size } : {}) };
  // The same request again gives the same image: more than one is a waste.
  const count = takesSeed(model, task) ? session.count : 1;
  const fitting = session.image && fittingOf(draftShape(session, task, entry), session.image, mask.bounds);
  const sent = sizes.kind === 'ofInput' && fitting ? pixelsOf(fitting) : size;
  const priced = { options, ...(sent ? { size: sent } : {}) };
  const each = isOffline ? 0 : priceOf(model, prices, priced);
  const isMask = wish.area === 'mask' && areasFor(model, task).length > 0;
  const callsPerImage = isMask && session.separateAreas && mask.areas > 1 ? mask.areas : 1;
  const all = isOffline ? 0 : estimate(model, { ...priced, count: count * callsPerImage }, prices);
  const problem = problemOf(session, task, entry, mask);
  return {
    task,
    wish,
    entry,
    count,
    callsPerImage,
    ...choices,
    ...(each === undefined ? {} : { pricePerImageUsd: each }),
    ...(all === undefined ? {} : { priceUsd: all }),
    ...(fitting ? { fitting } : {}),
    ...(problem ? { problem } : {}),
    isAreaChosenByModel: choosesArea(task, wish.area),
  };
}

/** The user's own choice, else one that takes all the images. */
function modelFor(
  session: StudioSession,
  task: TaskKind,
  able: readonly AvailableModel[],
  preferred: Readonly<Record<string, string>>,
): AvailableModel | undefined {
  const own = session.models[task];
  const images = imagesOf(session, task);
  const forAll = able.filter(({ model }) => mostImages(model) >= images);
  const first = images > 1 && own === undefined ? chooseDefault(forAll, task, preferred[task]) : undefined;
  return first ?? chooseDefault(able, task, own ?? preferred[task]);
}

/** How many images would be sent to be varied together. */
function imagesOf({ image, moreImages }: StudioSession, task: TaskKind): number {
  return image && task === 'imageVariation' ? 1 + moreImages.length : 0;
}

function mostImages({ inputs }: ModelDescriptor): number {
  return inputs?.maxImages ?? 0;
}

function pixelsOf({ width, height }: Fitting): SizeChoice {
  return { kind: 'pixels', width, height };
}

export function wishOf(session: StudioSession, task: TaskKind): TaskWish {
  switch (task) {
    case 'inpaint':
    case 'removeObject':
    case 'replaceBackground':
      return { task, area: session.area };
    case 'tryOn':
      return {
        task,
        area: session.area === 'mask' && session.garmentClass !== undefined ? 'garment' : session.area,
      };
    case 'followStructure':
      return { task, structure: session.structure };
    case 'followStyle':
      return { task, styleInput: session.image ? 'image' : 'words' };
    case 'upscale':
      return { task, upscale: session.upscale };
    default:
      return { task };
  }
}

/** The draft that an edit is prepared from, without its mask. */
export function draftShape(
  session: StudioSession,
  task: TaskKind,
  { model }: AvailableModel,
): Omit<EditDraft, 'mask' | 'task'> & { readonly task: EditDraft['task'] } {
  const { image, moreImages, style, garment, area, words, structure, colors, margins } = session;
  const { contextPx, featherPx, flattenOn, garmentClass } = session;
  return {
    // A new image from words is no edit; the caller does not prepare it.
    task: task === 'textToImage' ? 'imageVariation' : task,
    model,
    sources: image ? [image, ...(task === 'imageVariation' ? moreImages : [])] : [],
    ...(style ? { style } : {}),
    ...(garment ? { garment } : {}),
    area: task === 'tryOn' ? (wishOf(session, task).area ?? area) : area,
    words,
    ...(garmentClass === undefined ? {} : { garmentClass }),
    structure,
    colors,
    margins,
    ...(contextPx === undefined ? {} : { contextPx }),
    featherPx: featherPx ?? (image ? usualFeatherPx(image) : 0),
    flattenOn,
  };
}

function problemOf(
  session: StudioSession,
  task: TaskKind,
  { model }: AvailableModel,
  mask: MaskFacts,
): PlanProblem | undefined {
  const { image, prompt, words, area, style, garment, colors, margins } = session;
  const needsNoImage = task === 'textToImage' || task === 'followPalette' || task === 'followStyle';
  if (!image && !needsNoImage) return { kind: 'image' };
  const images = imagesOf(session, task);
  if (images > 1 && images > mostImages(model)) return { kind: 'tooManyImages', most: mostImages(model) };
  if (task === 'followStyle' && !style) return { kind: 'style' };
  if (task === 'tryOn' && !garment) return { kind: 'garment' };
  if (task === 'followPalette' && colors.length === 0) return { kind: 'colors' };
  if (task === 'outpaint' && !hasMargins(margins)) return { kind: 'margins' };
  const isArea = areasFor(model, task).length > 0 && task !== 'recolor';
  const wanted = wishOf(session, task).area ?? area;
  if (isArea && wanted === 'mask' && mask.isEmpty) return { kind: 'mask' };
  if (((isArea && wanted === 'words') || task === 'recolor') && words.trim() === '') return { kind: 'words' };
  if (promptUse(model, task) === 'required' && prompt.trim() === '') return { kind: 'prompt' };
  const { maxLength } = model.prompt;
  return promptUse(model, task) !== 'none' && prompt.length > maxLength
    ? { kind: 'promptTooLong', length: prompt.length, maxLength }
    : undefined;
}
