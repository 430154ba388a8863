import type { Rectangle } from '../../../src/core/mask/mask';
import type { MaskPyramid } from './pyramid';
import type { View } from './view';

/** How a mask looks on the screen. */
export interface TintStyle {
  /** Red, green, blue, 0 to 255. */
  readonly color: readonly [number, number, number];
  /** 0 to 1. */
  readonly strength: number;
  /** Pixels of the screen for one CSS pixel. */
  readonly density: number;
}

const inside = 128;
const white = 0xffffffff;
const black = 0xff000000;
/** From one hatch line to the next, in CSS pixels along the row. */
const hatchEvery = 12;

/**
 * Draws a part of the mask as it stands on the screen: a tint, a diagonal hatch of white beside black, and an edge of
 * white inside on black outside, so that it shows on any picture. Edge and hatch keep their width at every zoom.
 *
 * @param view in pixels of the screen, not of CSS
 * @param part in pixels of the screen, on which `into` begins
 * @param into RGBA of the part, as 32-bit numbers in the order of the machine (little endian on all that VS Code runs on)
 */
export function drawTint(
  pyramid: MaskPyramid,
  view: View,
  part: Rectangle,
  style: TintStyle,
  into: Uint32Array,
): void {
  const { mask, factor } = pyramid.levelFor(view.scale);
  const line = Math.max(1, Math.round(style.density));
  const period = Math.round(hatchEvery * style.density);
  const width = part.width + 2 * line;
  const height = part.height + 2 * line;
  const values = sample(mask.data, {
    columns: lookUp(part.left - line, width, view.x, view.scale * factor, mask.width),
    rows: lookUp(part.top - line, height, view.y, view.scale * factor, mask.height),
    stride: mask.width,
  });
  const tints = tintTable(style.color, style.strength);
  const whites = tintTable([255, 255, 255], Math.min(1, style.strength + 0.25));
  const blacks = tintTable([0, 0, 0], Math.min(1, style.strength + 0.25));
  // The hatch belongs to the picture: it moves with it, and neighbouring parts meet without a seam.
  const phase = positive(part.left + part.top - Math.round(view.x) - Math.round(view.y), period);
  let at = 0;
  for (let row = 0; row < part.height; row++) {
    let here = (row + line) * width + line;
    let step = (phase + row) % period;
    for (let column = 0; column < part.width; column++, here++, at++) {
      const value = values[here] ?? 0;
      const left = values[here - line] ?? 0;
      const right = values[here + line] ?? 0;
      const up = values[here - line * width] ?? 0;
      const down = values[here + line * width] ?? 0;
      if (value >= inside) {
        if (left < inside || right < inside || up < inside || down < inside) into[at] = white;
        else if (step < line) into[at] = whites[value] ?? 0;
        else if (step < 2 * line) into[at] = blacks[value] ?? 0;
        else into[at] = tints[value] ?? 0;
      } else if (left >= inside || right >= inside || up >= inside || down >= inside) {
        into[at] = black;
      } else {
        into[at] = tints[value] ?? 0;
      }
      if (++step === period) step = 0;
    }
  }
}

interface Samples {
  /** Column and row of the mask for each of the screen; -1 outside of it. */
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  readonly stride: number;
}

function sample(data: Uint8Array, { columns, rows, stride }: Samples): Uint8Array {
  const width = columns.length;
  const values = new Uint8Array(width * rows.length);
  let first = 0;
  while (first < width && columns[first] === -1) first++;
  let end = width;
  while (end > first && columns[end - 1] === -1) end--;
  for (let row = 0; row < rows.length; row++) {
    const source = rows[row] ?? -1;
    if (source === -1) continue;
    const base = source * stride;
    for (let column = first, at = row * width + first; column < end; column++, at++) {
      values[at] = data[base + (columns[column] ?? 0)] ?? 0;
    }
  }
  return values;
}

function lookUp(start: number, length: number, offset: number, scale: number, limit: number): Int32Array {
  const found = new Int32Array(length);
  for (let index = 0; index < length; index++) {
    const at = Math.floor((start + index + 0.5 - offset) / scale);
    found[index] = at >= 0 && at < limit ? at : -1;
  }
  return found;
}

/** @returns for each value of the mask the color with its alpha */
function tintTable([red, green, blue]: readonly [number, number, number], strength: number): Uint32Array {
  const base = (blue << 16) | (green << 8) | red;
  return Uint32Array.from({ length: 256 }, (_, value) =>
    value === 0 ? 0 : ((Math.round(strength * value) << 24) | base) >>> 0,
  );
}

function positive(value: number, period: number): number {
  return ((value % period) + period) % period;
}
