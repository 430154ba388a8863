import type { Picture } from '../pictures/picture';
import type { ColorName } from './colorNames';
import type { Remembered } from './memory';

export type Shape = 'landscape' | 'portrait' | 'square';
export type Light = 'dark' | 'medium' | 'bright';
export type Degree = 'low' | 'medium' | 'high';
export type Column = 'left' | 'center' | 'right';
export type Row = 'top' | 'middle' | 'bottom';

/** What stands out from the colors of the border. */
export interface Subject {
  readonly color: ColorName;
  readonly column: Column;
  readonly row: Row;
  /** Of the picture's area, 0 to 1. */
  readonly share: number;
  /** Its middle, in parts of the width and height from the left and the top. */
  readonly x: number;
  readonly y: number;
}

/** All that is known of a picture: measured in it, or remembered from drawing it. */
export interface Sight {
  readonly width: number;
  readonly height: number;
  readonly format: string;
  readonly shape: Shape;
  /** The most frequent first, none below a share worth naming. */
  readonly colors: readonly { readonly name: ColorName; readonly share: number }[];
  readonly light: Light;
  readonly contrast: Degree;
  /** How much of it is edges. */
  readonly detail: Degree;
  readonly subject?: Subject;
  readonly isTransparent: boolean;
  /** It bears the mark that the simulator sets into a corner of its drawings. */
  readonly isMarked: boolean;
  /** Known only while the simulator runs that drew it. */
  readonly remembered?: Remembered;
}

/** A picture in the size that is measured, with what its file says. */
export interface Seen {
  readonly picture: Picture;
  /** Of the file. */
  readonly width: number;
  readonly height: number;
  readonly format: string;
}
