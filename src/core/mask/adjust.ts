import { blurWithin } from './blur';
import { dilate } from './dilate';
import { fillBasins } from './holes';
import { Extent, type Mask, type Rectangle } from './mask';

// Everything here works in place and returns the rectangle around the changed pixels, undefined when none changed.

export function invert(mask: Mask): Rectangle {
  const { data } = mask;
  for (let at = 0; at < data.length; at++) data[at] = 255 - (data[at] ?? 0);
  return { left: 0, top: 0, width: mask.width, height: mask.height };
}

/** @param value 0 clears the mask, 255 selects everything */
export function fillAll(mask: Mask, value: number): Rectangle | undefined {
  const { data, width, height } = mask;
  const extent = new Extent();
  for (let row = 0; row < height; row++) {
    let first = row * width;
    let last = first + width - 1;
    while (first <= last && data[first] === value) first++;
    while (last > first && data[last] === value) last--;
    if (first > last) continue;
    data.fill(value, first, last + 1);
    extent.addRow(row, first - row * width, last - row * width);
  }
  return extent.rectangle();
}

/**
 * Widens the mask by a disc: each pixel gets the largest value whose center lies at most `radiusPx` away. Grey edges move
 * outward as they are; above 64 pixels in steps of 32 levels.
 */
export function growMask(mask: Mask, radiusPx: number): Rectangle | undefined {
  return dilate(mask, radiusPx);
}

/**
 * Narrows the mask by a disc: each pixel gets the smallest value whose center lies at most `radiusPx` away. The border of
 * the picture is no edge of the mask, so a mask that runs over it does not come away from it.
 */
export function shrinkMask(mask: Mask, radiusPx: number): Rectangle | undefined {
  invert(mask);
  const changed = dilate(mask, radiusPx);
  invert(mask);
  return changed;
}

/**
 * Softens the edges. What was 0 and lies further than `radiusPx` from all that was not stays exactly 0; and what was
 * further than that inside stays 255. At the border of the picture the mask counts as running on.
 */
export function featherMask(mask: Mask, radiusPx: number): Rectangle | undefined {
  return blurWithin(mask, radiusPx);
}

/** Fills what painted pixels surround. Where a ring is grey, its hole gets the grey of the weakest place around it. */
export function fillHoles(mask: Mask): Rectangle | undefined {
  return fillBasins(mask);
}

/**
 * Lays one mask over another of the same size.
 *
 * @param from only read; throws RangeError when the sizes differ
 */
export function combine(into: Mask, from: Mask, mode: 'add' | 'erase' | 'replace'): Rectangle | undefined {
  if (into.width !== from.width || into.height !== from.height) {
    throw new RangeError(`A ${from.width} x ${from.height} mask over ${into.width} x ${into.height} pixels.`);
  }
  const other = from.data;
  switch (mode) {
    case 'add':
      return rewrite(into, (value, at) => Math.max(value, other[at] ?? 0));
    case 'erase':
      return rewrite(into, (value, at) => Math.min(value, 255 - (other[at] ?? 0)));
    case 'replace':
      return rewrite(into, (_value, at) => other[at] ?? 0);
  }
}

function rewrite(mask: Mask, value: (before: number, at: number) => number): Rectangle | undefined {
  const { data, width, height } = mask;
  const extent = new Extent();
  for (let row = 0; row < height; row++) {
    let first = -1;
    let last = -1;
    for (let x = 0, at = row * width; x < width; x++, at++) {
      const before = data[at] ?? 0;
      const after = value(before, at);
      if (after === before) continue;
      data[at] = after;
      if (first === -1) first = x;
      last = x;
    }
    if (first !== -1) extent.addRow(row, first, last);
  }
  return extent.rectangle();
}
