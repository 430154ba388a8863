import type { CanvasGrowth, CropRectangle } from '../pixels/port';

/**
 * What turns a model's answer into the result, as plain data: it stands beside the answer in the inbox, so that a crash
 * in between loses nothing. Sources and masks are named by hash.
 */
export type FinishOrder =
  /** Back to its place in the original, blended over the feather only, and checked. */
  | {
      readonly kind: 'composite';
      readonly source: string;
      /** PNG of one channel, white = edit; absent where only the new margins are. */
      readonly mask?: string;
      readonly area: CropRectangle;
      readonly featherPx: number;
      readonly matchColor: boolean;
      readonly extend?: CanvasGrowth;
      /** One area of several: what lies outside this mask is not outside all of them, so it is not counted. */
      readonly isPart?: true;
    }
  /** The answer's transparency on the original's own pixels. */
  | { readonly kind: 'cutOut'; readonly source: string; readonly area: CropRectangle }
  /** The padding that a long and thin image got is cut off again. */
  | { readonly kind: 'crop'; readonly source: string; readonly area: CropRectangle };
