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

/** For each column or row of the screen the first and the last of the mask below it; -1 outside of the mask. */
interface Span {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

interface Samples {
  readonly columns: Span;
  readonly rows: Span;
  readonly stride: number;
}

/** @returns for each pixel of the screen the largest value below it, so that nothing masked goes unseen */
function sample(data: Uint8Array, { columns, rows, stride }: Samples): Uint8Array {
  const width = columns.first.length;
  const values = new Uint8Array(width * rows.first.length);
  let start = 0;
  while (start < width && columns.first[start] === -1) start++;
  let end = width;
  while (end > start && columns.first[end - 1] === -1) end--;
  for (let row = 0; row < rows.first.length; row++) {
    const upper = rows.first[row] ?? -1;
    if (upper === -1) continue;
    for (let source = upper; source <= (rows.last[row] ?? upper); source++) {
      const base = source * stride;
      for (let column = start, at = row * width + start; column < end; column++, at++) {
        const a = data[base + (columns.first[column] ?? 0)] ?? 0;
        const b = data[base + (columns.last[column] ?? 0)] ?? 0;
        const value = a > b ? a : b;
        if (value > (values[at] ?? 0)) values[at] = value;
      }
    }
  }
  return values;
}

/** A level is never shrunk to less than half, so each pixel of the screen has one or two below it. */
function lookUp(start: number, length: number, offset: number, scale: number, limit: number): Span {
  const first = new Int32Array(length).fill(-1);
  const last = new Int32Array(length).fill(-1);
  let next = Math.floor((start + 0.5 - offset) / scale);
  for (let index = 0; index < length; index++) {
    const from = next;
    next = Math.floor((start + index + 1.5 - offset) / scale);
    const to = Math.max(from, next - 1);
    if (to < 0 || from >= limit) continue;
    first[index] = Math.max(0, from);
    last[index] = Math.min(limit - 1, to);
  }
  return { first, last };
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
