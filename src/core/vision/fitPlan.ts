import type { CropRectangle } from '../pixels/port';
import { MAX_IMAGES, USUAL_SIDE_PX } from './models/limits';

/** One image to send: an area of the picture, scaled. */
export interface FitPart {
  /** The whole picture where it is not given. */
  readonly area?: CropRectangle;
  readonly width: number;
  readonly height: number;
  /** Where it lies among the others, from 1; absent for the whole picture. */
  readonly place?: { readonly row: number; readonly column: number };
}

/** Neighboring parts share a border, so that a line of text that is cut in one is whole in the other. */
const OVERLAP_PX = 64;

/** Parts of one picture beside the whole of it; more cost much and tell little. */
const MAX_PARTS = 9;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * What of a picture is sent, and how large: the whole, at most 1568 pixels long, never enlarged; for fine text also the
 * parts of it, each as large as models read.
 *
 * @param mostParts images that are left for this picture in its message
 */
export function planFit(
  picture: Size,
  wish: { readonly fineText: boolean },
  mostParts: number = MAX_IMAGES,
): readonly [FitPart, ...FitPart[]] {
  const whole = inside(picture, USUAL_SIDE_PX);
  const isWhole = Math.max(picture.width, picture.height) <= USUAL_SIDE_PX;
  const most = Math.min(MAX_PARTS, mostParts - 1);
  if (!wish.fineText || isWhole || most < 2) return [whole];
  return [whole, ...tiles(picture, most)];
}

function tiles(picture: Size, most: number): readonly FitPart[] {
  // As large as the picture is, or as the number of parts allows.
  let scale = 1;
  let grid = gridFor(picture, scale);
  while (grid.rows * grid.columns > most) {
    scale *= 0.9;
    grid = gridFor(picture, scale);
  }
  // Scaled down until one part is left, the parts would show no more than the whole does.
  if (grid.rows * grid.columns < 2) return [];
  const overlap = Math.round(OVERLAP_PX / scale);
  const columns = spans(picture.width, grid.columns, overlap);
  const rows = spans(picture.height, grid.rows, overlap);
  return rows.flatMap((vertical, row) =>
    columns.map((horizontal, column): FitPart => {
      const area = {
        left: horizontal.start,
        top: vertical.start,
        width: horizontal.length,
        height: vertical.length,
      };
      return { area, ...inside(area, USUAL_SIDE_PX), place: { row: row + 1, column: column + 1 } };
    }),
  );
}

function gridFor(
  { width, height }: Size,
  scale: number,
): { readonly columns: number; readonly rows: number } {
  const count = (side: number): number =>
    Math.max(1, Math.ceil((side * scale - OVERLAP_PX) / (USUAL_SIDE_PX - OVERLAP_PX)));
  return { columns: count(width), rows: count(height) };
}

/** Equally long pieces that cover the side and share `overlap` pixels with their neighbors. */
function spans(
  side: number,
  count: number,
  overlap: number,
): readonly { readonly start: number; readonly length: number }[] {
  const length = Math.min(side, Math.ceil((side + overlap * (count - 1)) / count));
  return Array.from({ length: count }, (_, index) => ({
    start: count === 1 ? 0 : Math.round(((side - length) * index) / (count - 1)),
    length,
  }));
}

/** @returns the size scaled to at most `maxSidePx`, not enlarged, at least one pixel each way */
export function inside({ width, height }: Size, maxSidePx: number): Size {
  const scale = Math.min(1, maxSidePx / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
