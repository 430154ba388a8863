import type { EditSource } from '../edit/draft';
import { hasMargins, noMargins } from '../edit/draft';
import type { PictureNote } from '../pixels/port';
import type { RecipeJudgement } from '../recipes/recipe';
import type { Margins, OptionValues, SizeChoice, Structure, TaskKind } from '../tasks/task';
import { newFilm, type SessionFilm } from './film';

/** The image of a session as it was when it was opened. */
export interface SessionImage extends EditSource {
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly isLossy: boolean;
  /** Extension of the file in the session's folder that shows it. */
  readonly shownAs: string;
  /** What was done to bring the file into upright 8-bit sRGB; absent where nothing was. */
  readonly notes?: readonly PictureNote[];
  /** URI of the file it came from; absent where it was pasted or is a candidate. */
  readonly uri?: string;
  /** URI of the file that a candidate began with: results go beside what was made of that. */
  readonly home?: string;
}

/** A result that was asked for in this session. */
export interface SessionCandidate {
  /** Within the session; also the name of its file there. */
  readonly id: string;
  /** From 1, never used again. */
  readonly number: number;
  /** Where its bytes wait. */
  readonly inboxId: string;
  readonly width: number;
  readonly height: number;
  readonly prompt: string;
  /** One line: what was sent. */
  readonly sent: string;
  readonly seed?: number;
  readonly isAreaChosenByModel: boolean;
  /** What was added at the edges, in pixels of the image. */
  readonly margins?: Margins;
  /** Name of the file that the page shows, in the session's folder. */
  readonly preview: string;
  /** URI of the file in the project, once accepted. */
  readonly savedAs?: string;
  /** What a model has said of it last. */
  readonly judgement?: RecipeJudgement;
}

/** Everything of one panel that must outlive it. */
export interface StudioSession {
  readonly id: string;
  readonly image?: SessionImage;
  /** `automatic` until the user chooses by hand. */
  readonly taskChoice: 'automatic' | TaskKind;
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly count: number;
  /** The seed of the next request; absent for a random one. */
  readonly seed?: number;
  readonly size?: SizeChoice;
  readonly options: OptionValues;
  /** The user's choice for each task. */
  readonly models: Readonly<Partial<Record<TaskKind, string>>>;
  readonly area: 'mask' | 'words';
  readonly words: string;
  /** Several masked areas: one request for all, or one each. */
  readonly separateAreas: boolean;
  readonly garmentClass?: string;
  readonly structure: Structure;
  readonly upscale: 'fast' | 'conservative' | 'creative';
  readonly colors: readonly string[];
  readonly margins: Margins;
  readonly contextPx?: number;
  /** Absent for the usual one, which follows the image's size. */
  readonly featherPx?: number;
  readonly flattenOn: string;
  /** More inputs of a variation. */
  readonly moreImages: readonly SessionImage[];
  readonly style?: SessionImage;
  readonly garment?: SessionImage;
  readonly film: SessionFilm;
  readonly candidates: readonly SessionCandidate[];
  readonly nextNumber: number;
  /** Of this panel, in USD. */
  readonly spentUsd: number;
}

export function newSession(id: string): StudioSession {
  return {
    id,
    taskChoice: 'automatic',
    prompt: '',
    negativePrompt: '',
    count: 1,
    options: {},
    models: {},
    area: 'mask',
    words: '',
    separateAreas: false,
    structure: 'edges',
    upscale: 'fast',
    colors: [],
    margins: noMargins,
    flattenOn: '#ffffff',
    moreImages: [],
    film: newFilm,
    candidates: [],
    nextNumber: 1,
    spentUsd: 0,
  };
}

/** The task that would run: the user's own choice, else what image, mask, prompt and edges say. */
export function taskOf(session: StudioSession, hasMask: boolean): TaskKind {
  const { taskChoice, image, margins, prompt } = session;
  if (taskChoice !== 'automatic') return taskChoice;
  if (!image) return 'textToImage';
  if (hasMargins(margins)) return 'outpaint';
  if (!hasMask) return 'imageVariation';
  return prompt.trim() === '' ? 'removeObject' : 'inpaint';
}

/** Blends over about this share of the image's longer side where the user has not said otherwise. */
const USUAL_FEATHER = 0.004;

/** In pixels of the image. */
export function usualFeatherPx({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): number {
  return Math.max(2, Math.min(32, Math.round(USUAL_FEATHER * Math.max(width, height))));
}

/** The largest side of what a mask is painted on. */
const MAX_PROXY_PX = 4096;

/** @returns the size of the proxy: the image's own where that is small enough */
export function proxySize({ width, height }: { readonly width: number; readonly height: number }): {
  readonly width: number;
  readonly height: number;
} {
  const scale = Math.min(1, MAX_PROXY_PX / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
