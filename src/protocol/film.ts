import * as z from 'zod/mini';
import type { Checkers } from './rpc';

/** What a film's page shows; told anew whenever it changes. */
export interface FilmView {
  readonly name: string;
  /** Where the page may load the film from. */
  readonly url: string;
  /** True where the page fetches it whole before it plays: then seeking and taking a picture of it work everywhere. */
  readonly isFile: boolean;
  readonly posterUrl?: string;
  /** True where the page shall hand over its first picture. */
  readonly wantsPoster: boolean;
  /** `540p · 5 s · Ray 2 · seed 7 · $3.75`. */
  readonly facts: string;
  readonly prompt: string;
  readonly framesPerSecond: number;
  /** Shown above the film, such as `Playing from S3 while it is downloaded.` */
  readonly notice?: string;
  readonly actions: readonly FilmAction[];
}

export type FilmActionId =
  'insert' | 'recipe' | 'openOutside' | 'reveal' | 'presign' | 'again' | 'nextSeed' | 'copyPath';

export interface FilmAction {
  readonly id: FilmActionId;
  readonly label: string;
  /** Behind the last button. */
  readonly isInMenu: boolean;
}

export interface FilmMethods {
  ready: {
    params: Record<string, never>;
    result: { readonly film: FilmView; readonly texts: Readonly<Record<string, string>> };
  };
  act: { params: { action: FilmActionId }; result: undefined };
  /** The first picture of the film, as JPEG. */
  poster: { params: { base64: string }; result: undefined };
}

export interface FilmEvents {
  film: FilmView;
}

/** A picture of 1280 x 720 is a tenth of it. */
const MAX_POSTER_CHARACTERS = 8_000_000;

export const filmCheckers: Checkers<{ [K in keyof FilmMethods]: FilmMethods[K] }> = {
  ready: z.object({}),
  act: z.object({
    action: z.enum(['insert', 'recipe', 'openOutside', 'reveal', 'presign', 'again', 'nextSeed', 'copyPath']),
  }),
  poster: z.object({ base64: z.string().check(z.maxLength(MAX_POSTER_CHARACTERS)) }),
};
