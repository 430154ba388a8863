import * as z from 'zod/mini';
import type { Checkers } from './rpc';
import type { NoticeView } from './view';

/** One picture of the Gallery. */
export interface GalleryCell {
  /** The host's; a path means nothing here. */
  readonly id: string;
  readonly name: string;
  /** Path, size, prompt, model, seed, price; lines. */
  readonly tooltip: string;
  /** The prompt, or the name. */
  readonly alt: string;
  /** Folded duplicates or variants: `x4`. */
  readonly badge?: string;
  /** What the badge says, for whoever does not see it. */
  readonly badgeLabel?: string;
  readonly isWaiting: boolean;
}

export interface GalleryGroup {
  /** `very close`, `Today`, or an original's name; absent for one list without a heading. */
  readonly heading?: string;
  readonly cells: readonly GalleryCell[];
}

export type GalleryScope = 'made' | 'all' | 'waiting';

export interface GallerySnapshot {
  readonly revision: number;
  readonly scope: GalleryScope;
  readonly scopes: readonly { readonly value: GalleryScope; readonly label: string }[];
  /** What the box holds, when the host changed it. */
  readonly query: string;
  /** How the box searches now: by names, paths and prompts, until there is an index. */
  readonly queryHint: string;
  /** Images that are looked with, beside the words. */
  readonly pictures: readonly { readonly id: string; readonly label: string; readonly url?: string }[];
  /** Names what `groups` answer: another question begins at the top. It follows the box when the answer is there. */
  readonly question: string;
  /** An answer is on its way; what is shown stays until it comes. */
  readonly isSearching: boolean;
  /** How many images are shown, for whoever does not see them. */
  readonly status: string;
  /** Filters in use, each with an x. */
  readonly chips: readonly { readonly id: string; readonly label: string }[];
  readonly groups: readonly GalleryGroup[];
  readonly notices: readonly NoticeView[];
  /** What is to be known of the answer, a quiet line each. */
  readonly lines: readonly string[];
  /** Shown when there is nothing: a sentence and its buttons. */
  readonly empty?: NoticeView & { readonly drawing: 'images' | 'search' | 'nothingClose' };
  readonly isLoading: boolean;
}

export interface GalleryMethods {
  ready: {
    params: Record<string, never>;
    result: { readonly snapshot: GallerySnapshot; readonly texts: Readonly<Record<string, string>> };
  };
  /** Thumbnails for the cells in view; those that cannot be made are left out. */
  thumbnails: {
    params: { readonly ids: readonly string[] };
    result: { readonly urls: Readonly<Record<string, string>> };
  };
  search: { params: { readonly query: string }; result: undefined };
  /** Looks with a picture that was pasted or dropped; `isTaken` is false for what is no image. */
  addPicture: {
    params: { readonly bytes: Uint8Array; readonly name: string };
    result: { readonly isTaken: boolean };
  };
  /** Looks with images of the Gallery. */
  addImages: { params: { readonly ids: readonly string[] }; result: undefined };
  removePicture: { params: { readonly id: string }; result: undefined };
  scope: { params: { readonly scope: GalleryScope }; result: undefined };
  removeChip: { params: { readonly id: string }; result: undefined };
  act: { params: { readonly notice: string; readonly action: string }; result: undefined };
  image: {
    params: { readonly ids: readonly string[]; readonly action: 'insertLink' | 'open' | 'preview' };
    result: undefined;
  };
  /** Which cells are selected, for the commands of the context menu. */
  select: { params: { readonly ids: readonly string[] }; result: undefined };
  focus: { params: { readonly hasFocus: boolean }; result: undefined };
}

export interface GalleryEvents {
  snapshot: GallerySnapshot;
  /** The notices alone: while it indexes they change more often than the images do. */
  notices: Pick<GallerySnapshot, 'revision' | 'notices'>;
  command: { readonly name: 'focusSearch' | 'focusImages' };
}

/** Of one picture that is looked with: larger ones are none that anybody pastes. */
export const MAX_PICTURE_BYTES = 30_000_000;

const nothing = z.object({}) as z.ZodMiniType<Record<string, never>>;
const picture = z
  .instanceof(Uint8Array)
  .check(
    z.refine((bytes) => bytes.length > 0 && bytes.length <= MAX_PICTURE_BYTES),
  ) as unknown as z.ZodMiniType<Uint8Array>;
const id = z.string().check(z.maxLength(300));
const ids = z.array(id).check(z.maxLength(1000));

export const galleryCheckers: Checkers<{ [K in keyof GalleryMethods]: GalleryMethods[K] }> = {
  ready: nothing,
  thumbnails: z.object({ ids }),
  search: z.object({ query: z.string().check(z.maxLength(1000)) }),
  addPicture: z.object({ bytes: picture, name: id }),
  addImages: z.object({ ids }),
  removePicture: z.object({ id }),
  scope: z.object({ scope: z.enum(['made', 'all', 'waiting']) }),
  removeChip: z.object({ id }),
  act: z.object({ notice: id, action: id }),
  image: z.object({ ids, action: z.enum(['insertLink', 'open', 'preview']) }),
  select: z.object({ ids }),
  focus: z.object({ hasFocus: z.boolean() }),
};
