import type { Rectangle } from '../mask/mask';

/** Where a picture's top left corner lies on a canvas. */
export interface Offset {
  readonly left: number;
  readonly top: number;
}

/** How much of each pixel of a canvas comes from the answer; beyond the region, nothing. */
export interface Weights {
  /** Lies within the canvas. */
  readonly region: Rectangle;
  /** One value per pixel of the region: 255 = the answer, 0 = the original. */
  readonly data: Uint8Array;
}
