import type { Picture } from '../pictures/picture';
import type { View } from './camera';

/** A picture as H.264 takes it: light at full size, two planes of color at half. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

/** @param picture of even width and height */
export function frameOf({ width, height, rgb }: Picture): Frame {
  const area = width * height;
  const bytes = new Uint8Array(area * 1.5);
  // BT.709 in the limited range: https://www.itu.int/rec/R-REC-BT.709
  for (let at = 0; at < area; at++) {
    const [red, green, blue] = [rgb[at * 3] ?? 0, rgb[at * 3 + 1] ?? 0, rgb[at * 3 + 2] ?? 0];
    bytes[at] = Math.round(16 + (0.2126 * red + 0.7152 * green + 0.0722 * blue) * (219 / 255));
  }
  const half = width / 2;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const sum = [0, 0, 0];
      for (const at of [y * width + x, y * width + x + 1, (y + 1) * width + x, (y + 1) * width + x + 1]) {
        for (let channel = 0; channel < 3; channel++) {
          sum[channel] = (sum[channel] ?? 0) + (rgb[at * 3 + channel] ?? 0) / 4;
        }
      }
      const [red = 0, green = 0, blue = 0] = sum;
      const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      const to = area + (y / 2) * half + x / 2;
      bytes[to] = Math.round(128 + ((blue - light) / 1.8556) * (224 / 255));
      bytes[to + area / 4] = Math.round(128 + ((red - light) / 1.5748) * (224 / 255));
    }
  }
  return { width, height, bytes };
}

/** Writes what the camera sees of a frame over another of the same size. */
export function look({ width, height, bytes }: Frame, view: View, onto: Uint8Array): void {
  const area = width * height;
  lookAtPlane(bytes, onto, { at: 0, width, height }, view);
  lookAtPlane(bytes, onto, { at: area, width: width / 2, height: height / 2 }, view);
  lookAtPlane(bytes, onto, { at: area * 1.25, width: width / 2, height: height / 2 }, view);
}

/** Mixes a second frame into the first, in place. */
export function fade(onto: Uint8Array, other: Uint8Array, share: number): void {
  const weight = Math.round(share * 256);
  for (let at = 0; at < onto.length; at++) {
    onto[at] = ((onto[at] ?? 0) * (256 - weight) + (other[at] ?? 0) * weight + 128) >> 8;
  }
}

/** Between the pixels, so that a slow camera does not jump from one to the next. In fixed point: this runs a million times a frame. */
function lookAtPlane(
  from: Uint8Array,
  onto: Uint8Array,
  { at, width, height }: { readonly at: number; readonly width: number; readonly height: number },
  { zoom, x, y }: View,
): void {
  const step = Math.round(65_536 / zoom);
  const left = ((width - width / zoom) / 2) * (1 + x);
  const top = ((height - height / zoom) / 2) * (1 + y);
  for (let row = 0; row < height; row++) {
    const down = Math.min(height - 1, Math.max(0, top + (row + 0.5) / zoom - 0.5));
    const first = Math.floor(down);
    const low = Math.round((down - first) * 256);
    const upper = at + first * width;
    const lower = at + Math.min(height - 1, first + 1) * width;
    let across = Math.max(0, Math.round((left + 0.5 / zoom - 0.5) * 65_536));
    const to = at + row * width;
    for (let column = 0; column < width; column++) {
      const cell = across >> 16;
      const next = cell + 1 < width ? cell + 1 : width - 1;
      const right = (across >> 8) & 255;
      const above = (from[upper + cell] ?? 0) * (256 - right) + (from[upper + next] ?? 0) * right;
      const below = (from[lower + cell] ?? 0) * (256 - right) + (from[lower + next] ?? 0) * right;
      onto[to + column] = (above * (256 - low) + below * low + 32_768) >> 16;
      across += step;
    }
  }
}
