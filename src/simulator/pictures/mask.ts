import { blankPlane, croppedPlane, type Box, type Picture, type Plane } from './picture';

/**
 * Whether a mask holds nothing but pure black and pure white.
 *
 * @param tolerance levels by which a pixel may miss either, for what JPEG does even at its best quality
 */
export function isBlackAndWhite({ rgb }: Picture, tolerance: number): boolean {
  for (let at = 0; at < rgb.length; at += 3) {
    const [red, green, blue] = [rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0];
    const isBlack = red <= tolerance && green <= tolerance && blue <= tolerance;
    const isWhite = red >= 255 - tolerance && green >= 255 - tolerance && blue >= 255 - tolerance;
    if (!isBlack && !isWhite) return false;
  }
  return true;
}

export function inverted({ width, height, values }: Plane): Plane {
  return { width, height, values: values.map((value) => 255 - value) };
}

/** The smallest box around what is not 0; undefined when all is. */
export function boundsOf({ width, height, values }: Plane): Box | undefined {
  let [left, top, right, bottom] = [width, height, -1, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (values[y * width + x] === 0) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      bottom = y;
    }
  }
  return right < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** A box with so much more on every side, within the picture. */
export function widened(box: Box, byPx: number, { width, height }: Plane | Picture): Box {
  const left = Math.max(0, box.left - byPx);
  const top = Math.max(0, box.top - byPx);
  return {
    left,
    top,
    width: Math.min(width, box.left + box.width + byPx) - left,
    height: Math.min(height, box.top + box.height + byPx) - top,
  };
}

/** All that a plane holds, out to the sides of the box around it. */
export function boxed(plane: Plane): Plane {
  const box = boundsOf(plane);
  const result = blankPlane(plane.width, plane.height);
  if (!box) return result;
  for (let y = box.top; y < box.top + box.height; y++) {
    result.values.fill(255, y * plane.width + box.left, y * plane.width + box.left + box.width);
  }
  return result;
}

/** Grown by so many pixels to every side; greys grow too. */
export function grown(plane: Plane, byPx: number): Plane {
  const bounds = boundsOf(plane);
  if (byPx === 0 || !bounds) return plane;
  const box = widened(bounds, byPx, plane);
  const part = alongBothAxes(croppedPlane(plane, box), (line) => widestAround(line, byPx));
  const result = blankPlane(plane.width, plane.height);
  for (let y = 0; y < box.height; y++) {
    const row = part.values.subarray(y * box.width, (y + 1) * box.width);
    result.values.set(row, (box.top + y) * plane.width + box.left);
  }
  return result;
}

/** Averaged over a square of `2 * radius + 1` pixels; the border is continued. */
export function blurred(plane: Plane, radius: number): Plane {
  if (radius === 0) return plane;
  return alongBothAxes(plane, (line) => averageAround(line, radius));
}

/** Soft towards its inside alone: what was 0 stays 0. */
export function softenedInside(plane: Plane, radius: number): Plane {
  const soft = blurred(plane, radius);
  const values = plane.values.map((value, at) => {
    if (value === 0) return 0;
    // At a straight border, half of what is around has the value.
    const depth = Math.max(0, Math.min(1, (2 * (soft.values[at] ?? 0)) / value - 1));
    return value * (0.35 + 0.65 * depth);
  });
  return { ...plane, values };
}

function alongBothAxes({ width, height, values }: Plane, change: (line: Uint8Array) => Uint8Array): Plane {
  const result = new Uint8Array(values.length);
  for (let y = 0; y < height; y++) {
    result.set(change(values.subarray(y * width, (y + 1) * width)), y * width);
  }
  const column = new Uint8Array(height);
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) column[y] = result[y * width + x] ?? 0;
    const changed = change(column);
    for (let y = 0; y < height; y++) result[y * width + x] = changed[y] ?? 0;
  }
  return { width, height, values: result };
}

/** The largest value within reach (van Herk: the cost does not grow with the reach). */
function widestAround(line: Uint8Array, reach: number): Uint8Array {
  const window = 2 * reach + 1;
  const length = line.length + 2 * reach;
  const forward = new Uint8Array(length);
  const backward = new Uint8Array(length);
  const at = (index: number): number => line[index - reach] ?? 0;
  for (let index = 0; index < length; index++) {
    forward[index] = index % window === 0 ? at(index) : Math.max(forward[index - 1] ?? 0, at(index));
  }
  for (let index = length - 1; index >= 0; index--) {
    const isBlockEnd = index % window === window - 1 || index === length - 1;
    backward[index] = isBlockEnd ? at(index) : Math.max(backward[index + 1] ?? 0, at(index));
  }
  return line.map((_, index) => Math.max(backward[index] ?? 0, forward[index + 2 * reach] ?? 0));
}

function averageAround(line: Uint8Array, radius: number): Uint8Array {
  const last = line.length - 1;
  const at = (index: number): number => line[Math.max(0, Math.min(last, index))] ?? 0;
  let sum = 0;
  for (let index = -radius; index <= radius; index++) sum += at(index);
  return line.map((_, index) => {
    const average = sum / (2 * radius + 1);
    sum += at(index + radius + 1) - at(index - radius);
    return Math.round(average);
  });
}
