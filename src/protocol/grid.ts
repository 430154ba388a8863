import * as z from 'zod/mini';
import type { JudgementView, PromptPart } from './ask';
import type { Checkers } from './rpc';
import type { ActionView, NoticeView } from './view';

/** One image of a cell. */
export interface GridImageView {
  /** The host's; a path means nothing here. */
  readonly id: string;
  /** Its file's name. */
  readonly name: string;
  /** From 1 to 10, for marks over the picture. */
  readonly score?: number;
  /** The same with its word: `8 good`. */
  readonly scoreLabel?: string;
  /** The best of those that were judged. */
  readonly isBest: boolean;
  /** The file's list of accepted images has it. */
  readonly isAccepted: boolean;
}

export type GridCellState =
  /** `place` counts from 1 among those that wait; absent until the run has begun. */
  | { readonly kind: 'waiting'; readonly place?: number }
  /** Milliseconds since 1970; the page counts the seconds. */
  | { readonly kind: 'making'; readonly since: number }
  /** An earlier run had made it, so that this one paid nothing. */
  | { readonly kind: 'made'; readonly wasMadeBefore: boolean }
  /** `text` is a whole sentence or two. */
  | { readonly kind: 'failed'; readonly text: string; readonly actions: readonly ActionView[] }
  | { readonly kind: 'cancelled'; readonly text: string }
  /** It was sent by a window that died, and may have been charged. */
  | { readonly kind: 'inDoubt'; readonly text: string };

/** One place of the table. Where a file asks for several images of each combination, it has them all. */
export interface GridCellView {
  readonly id: string;
  /** From 0. */
  readonly column: number;
  readonly row: number;
  readonly tab: number;
  /** What a screen reader says of it: place, state, score, marks; whole. */
  readonly label: string;
  readonly state: GridCellState;
  /** Those that have arrived, also while others of the cell are being made. */
  readonly images: readonly GridImageView[];
  readonly isStarred: boolean;
  readonly hasNote: boolean;
}

export interface GridAxisView {
  /** As the file calls it: `style`. */
  readonly name: string;
  /** At least one; a heading each. */
  readonly labels: readonly string[];
}

/** What is done with the whole grid; which of them can be done now, the snapshot says. */
export const gridActions = [
  'make',
  'pause',
  'resume',
  'cancel',
  'retryFailed',
  'repeatDoubtful',
  'judgeAll',
  'sortByScore',
  'sortAsTable',
  'exportHtml',
  'exportCsv',
  'exportJson',
  'heatmap',
  'openFile',
] as const;
export type GridAction = (typeof gridActions)[number];

export interface GridActionView {
  readonly action: GridAction;
  /** With its price where it has one: `Make 36 · $1.44`. */
  readonly label: string;
}

/** Everything the page shows. It keeps only the tab, the place of the focus, the selection, what is enlarged and typed. */
export interface GridSnapshot {
  /** Counts up, so that a late one is known. */
  readonly revision: number;
  /** `hero: Grid`. */
  readonly title: string;
  readonly isOffline: boolean;
  /** While the file is read, or what was made before is looked for; then there may be no cells yet. */
  readonly isLoading: boolean;
  /** Absent where nothing varies that way. */
  readonly columns?: GridAxisView;
  readonly rows?: GridAxisView;
  readonly tabs?: GridAxisView;
  /** Values that stay the same in the whole table: `quality: premium`. */
  readonly held: readonly string[];
  /** Width over height of the images, the highest of them where they differ: space is kept for them. Square without. */
  readonly ratio?: number;
  /** Tab by tab, row by row. */
  readonly cells: readonly GridCellView[];
  /** Ids of cells, best score first: then one list is shown, of all tabs, instead of the table. */
  readonly ranking?: readonly string[];
  readonly status: 'notStarted' | 'running' | 'paused' | 'stopped' | 'finished' | 'cancelled';
  /** `12 of 48 made`. */
  readonly made: string;
  /** `36 to go`; absent when there is nothing to do. */
  readonly toGo?: string;
  /** How much is made, from 0 to 1. */
  readonly progress: number;
  /** The button that spends or stops: *Make 36 · $1.44*, *Pause*, *Resume · $0.84*. Absent when there is nothing to do. */
  readonly main?: GridActionView;
  /** Below `…`, in groups. */
  readonly menu: readonly (readonly GridActionView[])[];
  /** Before anything is made: what would be sent. */
  readonly preview?: {
    /** `48 images, about $1.44. The first 10 prompts:` */
    readonly summary: string;
    readonly prompts: readonly string[];
    /** `and 38 more`. */
    readonly more?: string;
  };
  /** Budget, sign-in, trust, a file that changed, too many combinations. */
  readonly notices: readonly NoticeView[];
  /** Quiet lines: `12 cells were made before and cost nothing.` */
  readonly lines: readonly string[];
  /** What a judge said last. */
  readonly judgement?: JudgementView;
  /** A judge is looking: `Claude Haiku 4.5 is looking at 4 images…` */
  readonly judging?: string;
  /** Instead of the table, where there is none. */
  readonly empty?: NoticeView;
}

/** One cell in full, for the enlarged view. */
export interface GridDetails {
  readonly cell: string;
  /** `flat, seed 2`. */
  readonly title: string;
  readonly prompt: string;
  readonly negativePrompt?: string;
  /** Model, size, seed, options, price, time, name and value. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly note: string;
  /** Of each image that is there, in the cell's order; `url` is absent where the file is gone. */
  readonly images: readonly {
    readonly id: string;
    readonly url?: string;
    readonly alt: string;
    /** What a judge wrote of it. */
    readonly judgement?: string;
  }[];
  /** What can be done with the cell now, beside the keys: *Make Again · $0.04*, *Cancel*. */
  readonly actions: readonly { readonly action: GridCellAction; readonly label: string }[];
}

/** Two cells beside each other. */
export interface GridComparison {
  readonly sides: readonly [GridComparedSide, GridComparedSide];
  /** What differs, a sentence each: `Seed: 1 on the left, 2 on the right.` Empty where all is the same. */
  readonly words: readonly string[];
  readonly prompt: readonly PromptPart[];
  /** Absent where they are the same. */
  readonly negativePrompt?: readonly PromptPart[];
  readonly settings: readonly { readonly name: string; readonly left: string; readonly right: string }[];
}

export interface GridComparedSide {
  readonly cell: string;
  readonly image: string;
  readonly title: string;
  readonly url?: string;
  readonly alt: string;
  readonly scoreLabel?: string;
  readonly isStarred: boolean;
  readonly isAccepted: boolean;
}

export const gridCellActions = [
  /** U: what it holds goes into the file's accepted images, or out of them. */
  'use',
  /** S. */
  'star',
  /** J. */
  'judge',
  /** R: what failed, was cancelled or is in doubt; nothing else is sent again by it. */
  'retry',
  /** Makes it once more and pays for it once more. */
  'repeat',
  'cancel',
  /** The order in which cells are made. */
  'makeNext',
  'makeEarlier',
  'makeLater',
  'makeLast',
  'openImage',
  'showRecipe',
] as const;
export type GridCellAction = (typeof gridCellActions)[number];

/** What the page asks of the host. Every id in it was issued by the host. */
export interface GridMethods {
  /** The page's root says which file it is for in `data-file`; the page keeps that as `file`, so that a reload finds it. */
  ready: {
    params: Record<string, never>;
    result: { readonly snapshot: GridSnapshot; readonly texts: Readonly<Record<string, string>> };
  };
  /** Of images in view, by their ids; those that cannot be made are left out. */
  thumbnails: {
    params: { readonly ids: readonly string[] };
    result: { readonly urls: Readonly<Record<string, string>> };
  };
  run: { params: { readonly action: GridAction }; result: undefined };
  /** @property image one of the cell's; without it, its first */
  cell: {
    params: { readonly id: string; readonly action: GridCellAction; readonly image?: string | undefined };
    result: undefined;
  };
  /** Several cells: those that were selected. */
  judge: { params: { readonly ids: readonly string[] }; result: undefined };
  /** Absent where there is no such cell any more. */
  details: { params: { readonly id: string }; result: { readonly details?: GridDetails | undefined } };
  note: { params: { readonly id: string; readonly text: string }; result: undefined };
  /** Ids of two images. */
  compare: {
    params: { readonly left: string; readonly right: string };
    result: { readonly comparison?: GridComparison | undefined };
  };
  /** A button of a notice, of a cell that failed (`notice` is the cell's id), or of a judgement (`notice` is `judgement`). */
  act: { params: { readonly notice: string; readonly action: string }; result: undefined };
}

export interface GridEvents {
  snapshot: GridSnapshot;
  announce: { readonly text: string; readonly isUrgent: boolean };
}

/** Of a note; longer ones belong elsewhere. */
export const MAX_NOTE_LENGTH = 2000;

const nothing = z.object({}) as z.ZodMiniType<Record<string, never>>;
const id = z.string().check(z.maxLength(300));
const ids = z.array(id).check(z.maxLength(1000));

/** One checker for each method. */
export const gridCheckers: Checkers<{ [K in keyof GridMethods]: GridMethods[K] }> = {
  ready: nothing,
  thumbnails: z.object({ ids }),
  run: z.object({ action: z.enum(gridActions) }),
  cell: z.object({ id, action: z.enum(gridCellActions), image: z.optional(id) }),
  judge: z.object({ ids }),
  details: z.object({ id }),
  note: z.object({ id, text: z.string().check(z.maxLength(MAX_NOTE_LENGTH)) }),
  compare: z.object({ left: id, right: id }),
  act: z.object({ notice: id, action: id }),
};
