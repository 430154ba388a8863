import * as z from 'zod/mini';
import type { Checkers } from './rpc';

/** A row and a column of the heatmap. */
export interface HeatmapItem {
  readonly label: string;
  /** Of an image, where the page may load it from; absent for a text. */
  readonly url?: string;
}

export interface HeatmapView {
  readonly items: readonly HeatmapItem[];
  /** Row-major, as many rows and columns as there are items; from -1 to 1. */
  readonly values: readonly number[];
}

export interface HeatmapMethods {
  ready: {
    params: Record<string, never>;
    result: { readonly view: HeatmapView; readonly texts: Readonly<Record<string, string>> };
  };
  /** The picture as the page has drawn it. */
  savePng: { params: { base64: string }; result: undefined };
  saveCsv: { params: Record<string, never>; result: undefined };
}

export type HeatmapEvents = Record<string, never>;

/** 40 rows at two pixels for each are far below it. */
const MAX_PICTURE_CHARACTERS = 40_000_000;

export const heatmapCheckers: Checkers<{ [K in keyof HeatmapMethods]: HeatmapMethods[K] }> = {
  ready: z.object({}),
  savePng: z.object({ base64: z.string().check(z.maxLength(MAX_PICTURE_CHARACTERS)) }),
  saveCsv: z.object({}),
};
