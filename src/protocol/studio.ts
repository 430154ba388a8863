import * as z from 'zod/mini';
import type { JudgementView } from './ask';
import type { Checkers } from './rpc';
import type { ActionView, ChoiceView, ControlView, MarginsView, NoticeView } from './view';

/** The picture in the middle, in pixels of the picture itself. */
export interface StudioPicture {
  /** Of a file that the page may load; changes when the pixels do. */
  readonly url: string;
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Size of the proxy on which the mask is painted: at most 4096 on a side, never larger than the picture. */
  readonly proxyWidth: number;
  readonly proxyHeight: number;
  readonly hasAlpha: boolean;
}

export interface CandidateView {
  readonly id: string;
  /** From 1, never used again in this panel. */
  readonly number: number;
  readonly state:
    | {
        readonly kind: 'waiting';
        /** Milliseconds since 1970; the page counts the seconds. */
        readonly since: number;
        /** Instead of the seconds: `Amazon Bedrock is busy. Next try in 6 s (2 of 5).` */
        readonly text?: string;
        readonly canCancel: boolean;
      }
    | {
        readonly kind: 'ready';
        readonly url: string;
        readonly width: number;
        readonly height: number;
        /** Its prompt until it is described. */
        readonly alt: string;
        /** What was sent, in one line. */
        readonly sent: string;
        /** True where the model chose the area: what changed is worth a look at *Difference*. */
        readonly isAreaChosenByModel: boolean;
        readonly isAccepted: boolean;
        /** A judge's, from 1 to 10 with its word: `8 good`. */
        readonly score?: string;
        /** What was added at the edges, in pixels of the picture: the result is that much larger. */
        readonly margins?: MarginsView;
      }
    | {
        readonly kind: 'failed';
        readonly icon: 'circle-slash' | 'error' | 'warning';
        readonly text: string;
        readonly actions: readonly ActionView[];
      };
}

/** The frame of a film on the picture; all in pixels of the picture. */
export interface FilmFrameView {
  /** Reaches beyond the picture where that is padded. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** How far it can be moved; at most one of both is more than 0. */
  readonly room: { readonly across: number; readonly down: number };
  /** CSS color of what is sent around a picture that is padded. */
  readonly background: string;
}

/** One shot of a storyboard; its text is the control `shot:` and its id. */
export interface ShotView {
  readonly id: string;
  readonly text: string;
  readonly image?: { readonly url: string; readonly name: string };
}

/** A storyboard, in place of the picture. */
export interface StoryboardView {
  readonly shots: readonly ShotView[];
  readonly maxShots: number;
  /** Of the text of each shot. */
  readonly maxLength: number;
  readonly placeholder: string;
  /** Of each shot: `6 s`. */
  readonly seconds: string;
  /** `3 shots, 18 s`. */
  readonly total: string;
}

/** Everything the page shows. It keeps only zoom, tool, selection and the text being typed. */
export interface StudioSnapshot {
  /** Counts up, so that a late one is known. */
  readonly revision: number;
  readonly isOffline: boolean;
  readonly picture?: StudioPicture;
  /** While a picture is on its way: `Opening lamp.jpg, 24 megapixels…` */
  readonly opening?: string;
  readonly task: { readonly kind: string; readonly label: string };
  /** Whether a mask can be painted for this task and model, and whether edges can be dragged. */
  readonly canvas: { readonly isMaskUsed: boolean; readonly isExtendUsed: boolean };
  readonly margins: MarginsView;
  /** Absent where the task takes no words. */
  readonly prompt?: {
    readonly text: string;
    readonly label: string;
    readonly placeholder: string;
    readonly maxLength: number;
    /** `3 similar images are here`: shows them. */
    readonly similar?: ActionView;
  };
  readonly model: { readonly label: string; readonly notice?: NoticeView };
  /** Absent where one is all that can be asked for. */
  readonly count?: { readonly value: number; readonly max: number };
  /** At most one more that the task needs. */
  readonly extra: readonly ControlView[];
  readonly more: readonly ControlView[];
  readonly generate: {
    /** With the price: `Fill the Mask · $0.21`. */
    readonly label: string;
    readonly state: 'ready' | 'disabled' | 'sending';
    /** Why it is disabled, or what the budget says. */
    readonly notice?: NoticeView;
  };
  /** `This panel $0.42 · today $0.63`. */
  readonly spent: string;
  /** `4032 x 3024 · mask 3.2% · sends 1024 x 1024 · PNG`. */
  readonly sends: string;
  /** In place of mask and edges, while a picture is animated. */
  readonly frame?: FilmFrameView;
  readonly storyboard?: StoryboardView;
  /** Movements of the camera that a prompt can name. */
  readonly camera?: readonly ChoiceView[];
  /** What of the picture is sent, in its pixels; drawn dashed. */
  readonly context?: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  };
  readonly notices: readonly NoticeView[];
  readonly candidates: readonly CandidateView[];
  /** What a judge said last. */
  readonly judgement?: JudgementView;
  /** Of the candidate that is shown; absent for the picture itself. */
  readonly chosen?: string;
  /** The file name under which *Save Mask* saves. */
  readonly maskFileName: string;
}

/** The value of a control that was changed. */
export type ControlValue = string | number | boolean | readonly string[] | MarginsView;

export const candidateActions = [
  'choose',
  'accept',
  'discard',
  'undoDiscard',
  'useAsInput',
  'nextSeed',
  'insertLink',
  'showRecipe',
  'copyImage',
  'judge',
  'cancel',
] as const;
export type CandidateAction = (typeof candidateActions)[number];

export const shotActions = ['up', 'down', 'remove', 'chooseImage', 'removeImage'] as const;
export type ShotAction = (typeof shotActions)[number];

export const storyboardActions = ['add', 'open', 'save'] as const;
export type StoryboardAction = (typeof storyboardActions)[number];

export interface MaskSummary {
  readonly isEmpty: boolean;
  /** 0 to 1. */
  readonly share: number;
  /** In pixels of the proxy. */
  readonly bounds?:
    | {
        readonly left: number;
        readonly top: number;
        readonly width: number;
        readonly height: number;
      }
    | undefined;
  /** Separate painted areas. */
  readonly areas: number;
}

/** What the page asks of the host. Every id in it was issued by the host. */
export interface StudioMethods {
  /** Sent whenever the page is built; the host answers with all there is to show. */
  ready: {
    params: Record<string, never>;
    result: {
      readonly snapshot: StudioSnapshot;
      /** The mask as it was, packed; absent for none. */
      readonly mask?: Uint8Array;
    };
  };
  pickTask: { params: Record<string, never>; result: undefined };
  pickModel: { params: Record<string, never>; result: undefined };
  /** Another picture for the canvas, or for a control of the kind `image`. */
  chooseImage: { params: { readonly control?: string | undefined }; result: undefined };
  /** Pasted or dropped: a picture, or a mask when there is a picture already and the user says so. */
  pasteImage: { params: { readonly bytes: Uint8Array; readonly as: 'picture' | 'mask' }; result: undefined };
  change: { params: { readonly id: string; readonly value: ControlValue }; result: undefined };
  /** Leaves the picture of a control of the kind `image` out. */
  removeImage: { params: { readonly control: string }; result: undefined };
  resetOptions: { params: Record<string, never>; result: undefined };
  shot: { params: { readonly id: string; readonly action: ShotAction }; result: undefined };
  storyboard: { params: { readonly action: StoryboardAction }; result: undefined };
  /** After every stroke; `packed` follows a little later, and always before `generate`. */
  maskChanged: {
    params: { readonly summary: MaskSummary; readonly packed?: Uint8Array | undefined };
    result: undefined;
  };
  loadMask: { params: Record<string, never>; result: undefined };
  saveMask: { params: { readonly packed: Uint8Array }; result: undefined };
  generate: { params: Record<string, never>; result: undefined };
  cancel: { params: Record<string, never>; result: undefined };
  candidate: { params: { readonly id: string; readonly action: CandidateAction }; result: undefined };
  allCandidates: { params: { readonly action: 'accept' | 'discard' | 'judge' }; result: undefined };
  /** A button of a notice or a failed candidate. */
  act: { params: { readonly notice: string; readonly action: string }; result: undefined };
  /** Which region has the focus; nothing on window blur. */
  focus: { params: { readonly region: 'canvas' | 'candidates' | 'form' | 'ask' | '' }; result: undefined };
}

/** What the host tells the page. */
export interface StudioEvents {
  snapshot: StudioSnapshot;
  /** Replaces the mask; absent: empty. */
  mask: { readonly packed?: Uint8Array | undefined };
  /** A command of the workbench that the page carries out. */
  command: { readonly name: 'undo' | 'redo' | 'focusPrompt' | 'focusCanvas' };
  announce: { readonly text: string; readonly isUrgent: boolean };
}

const nothing = z.object({}) as z.ZodMiniType<Record<string, never>>;
const bytes = z.instanceof(Uint8Array) as unknown as z.ZodMiniType<Uint8Array>;
const id = z.string().check(z.maxLength(200));
const pixel = z.int().check(z.minimum(0), z.maximum(100_000));
const rectangle = z.object({ left: pixel, top: pixel, width: pixel, height: pixel });
const value = z.union([
  z.string().check(z.maxLength(100_000)),
  z.number(),
  z.boolean(),
  z.array(z.string().check(z.maxLength(100))).check(z.maxLength(100)),
  z.object({ left: pixel, right: pixel, up: pixel, down: pixel }),
]);

/** One checker for each method. */
export const studioCheckers: Checkers<{ [K in keyof StudioMethods]: StudioMethods[K] }> = {
  ready: nothing,
  pickTask: nothing,
  pickModel: nothing,
  chooseImage: z.object({ control: z.optional(id) }),
  pasteImage: z.object({ bytes, as: z.enum(['picture', 'mask']) }),
  change: z.object({ id, value }),
  removeImage: z.object({ control: id }),
  resetOptions: nothing,
  shot: z.object({ id, action: z.enum(shotActions) }),
  storyboard: z.object({ action: z.enum(storyboardActions) }),
  maskChanged: z.object({
    summary: z.object({
      isEmpty: z.boolean(),
      share: z.number().check(z.minimum(0), z.maximum(1)),
      bounds: z.optional(rectangle),
      areas: z.int().check(z.minimum(0)),
    }),
    packed: z.optional(bytes),
  }),
  loadMask: nothing,
  saveMask: z.object({ packed: bytes }),
  generate: nothing,
  cancel: nothing,
  candidate: z.object({ id, action: z.enum(candidateActions) }),
  allCandidates: z.object({ action: z.enum(['accept', 'discard', 'judge']) }),
  act: z.object({ notice: id, action: id }),
  focus: z.object({ region: z.enum(['canvas', 'candidates', 'form', 'ask', '']) }),
};
