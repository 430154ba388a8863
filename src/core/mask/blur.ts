import { coveredRows, reachOf } from './cover';
import { clip, createMask, Extent, type Mask, type Rectangle } from './mask';
import { boundsOf } from './measure';

/**
 * Blurs a mask with three boxes in a row, which comes near a Gaussian and takes the same time for every radius. Boxes
 * reach further over the corners than along the sides, so what lies beyond a disc is put back to 0.
 *
 * @returns the changed rectangle
 */
export function blurWithin(mask: Mask, radiusPx: number): Rectangle | undefined {
  const bounds = boundsOf(mask);
  if (bounds === undefined || !(radiusPx >= 1)) return undefined;
  const reach = reachOf(Math.min(radiusPx, mask.width + mask.height));
  const box = clip(
    {
      left: bounds.left - reach.px,
      top: bounds.top - reach.px,
      width: bounds.width + 2 * reach.px,
      height: bounds.height + 2 * reach.px,
    },
    mask.width,
    mask.height,
  );
  if (box === undefined) return undefined;

  // Their reaches add up to the radius, as evenly as whole pixels allow.
  const reaches = [0, 1, 2].map((part) => Math.floor((reach.px + part) / 3)).filter((px) => px > 0);
  let source = cut(mask, box);
  let target = createMask(box.width, box.height);
  for (const px of reaches) {
    blurColumns(source, target, px);
    [source, target] = [target, source];
  }
  const line = new Uint8Array(box.width);
  for (let row = 0; row < box.height; row++) {
    const pixels = source.data.subarray(row * box.width, (row + 1) * box.width);
    for (const px of reaches) {
      line.set(pixels);
      blurLine(line, pixels, px);
    }
  }
  return keepWithin(mask, box, reach, source.data);
}

function keepWithin(
  mask: Mask,
  box: Rectangle,
  reach: ReturnType<typeof reachOf>,
  blurred: Uint8Array,
): Rectangle | undefined {
  const extent = new Extent();
  coveredRows(mask, box, 1, reach, (y, covered) => {
    const base = (box.top + y) * mask.width + box.left;
    let first = -1;
    let last = -1;
    for (let x = 0; x < box.width; x++) {
      const value = covered[x] === 0 ? 0 : (blurred[y * box.width + x] ?? 0);
      if (mask.data[base + x] === value) continue;
      mask.data[base + x] = value;
      if (first === -1) first = x;
      last = x;
    }
    if (first !== -1) extent.addRow(box.top + y, box.left + first, box.left + last);
  });
  return extent.rectangle();
}

function cut(mask: Mask, box: Rectangle): Mask {
  const part = createMask(box.width, box.height);
  for (let row = 0; row < box.height; row++) {
    const from = (box.top + row) * mask.width + box.left;
    part.data.set(mask.data.subarray(from, from + box.width), row * box.width);
  }
  return part;
}

/** Averages over `px` pixels to both sides; beyond the ends the first and last pixel go on. */
function blurLine(from: Uint8Array, into: Uint8Array, px: number): void {
  const last = from.length - 1;
  const part = 1 / (2 * px + 1);
  let sum = 0;
  for (let x = -px; x <= px; x++) sum += from[Math.max(0, Math.min(last, x))] ?? 0;
  for (let x = 0; x <= last; x++) {
    into[x] = sum * part + 0.5;
    const next = x + px + 1;
    const gone = x - px;
    sum += (from[next > last ? last : next] ?? 0) - (from[gone < 0 ? 0 : gone] ?? 0);
  }
}

/** The same downwards, with a sum per column, so that memory is read along the rows. */
function blurColumns(from: Mask, into: Mask, px: number): void {
  const { width, height, data } = from;
  const part = 1 / (2 * px + 1);
  const sums = new Int32Array(width);
  for (let y = -px; y <= px; y++) {
    const base = Math.max(0, Math.min(height - 1, y)) * width;
    for (let x = 0; x < width; x++) sums[x] = (sums[x] ?? 0) + (data[base + x] ?? 0);
  }
  for (let y = 0; y < height; y++) {
    const base = y * width;
    const next = Math.min(height - 1, y + px + 1) * width;
    const gone = Math.max(0, y - px) * width;
    for (let x = 0; x < width; x++) {
      const sum = sums[x] ?? 0;
      into.data[base + x] = sum * part + 0.5;
      sums[x] = sum + (data[next + x] ?? 0) - (data[gone + x] ?? 0);
    }
  }
}
