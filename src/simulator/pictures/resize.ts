import { cropped, type Picture, type Plane, type Size } from './picture';

/** Resized by linear interpolation; on the way down, every source pixel counts. */
export function resized(picture: Picture, { width, height }: Size): Picture {
  if (picture.width === width && picture.height === height) return picture;
  const rgb = resampled(picture.rgb, 3, picture, { width, height });
  return picture.alpha
    ? { width, height, rgb, alpha: resampled(picture.alpha, 1, picture, { width, height }) }
    : { width, height, rgb };
}

export function resizedPlane(plane: Plane, { width, height }: Size): Plane {
  if (plane.width === width && plane.height === height) return plane;
  return { width, height, values: resampled(plane.values, 1, plane, { width, height }) };
}

/** Fills the size and loses what hangs over, evenly from both ends. */
export function covering(picture: Picture, size: Size): Picture {
  const scale = Math.max(size.width / picture.width, size.height / picture.height);
  const whole = resized(picture, {
    width: Math.max(size.width, Math.round(picture.width * scale)),
    height: Math.max(size.height, Math.round(picture.height * scale)),
  });
  const left = Math.floor((whole.width - size.width) / 2);
  const top = Math.floor((whole.height - size.height) / 2);
  return cropped(whole, { left, top, ...size });
}

/** The same shape with at most so many pixels. */
export function withinPixels({ width, height }: Size, maxPixels: number): Size {
  const scale = Math.min(1, Math.sqrt(maxPixels / (width * height)));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

function resampled(values: Uint8Array, channels: number, from: Size, to: Size): Uint8Array {
  const across = tapsFor(from.width, to.width);
  const down = tapsFor(from.height, to.height);
  const wide = new Float32Array(to.width * from.height * channels);
  for (let y = 0; y < from.height; y++) {
    for (let x = 0; x < to.width; x++) {
      const first = across.firsts[x] ?? 0;
      const target = (y * to.width + x) * channels;
      for (let tap = 0; tap < across.count; tap++) {
        const weight = across.weights[x * across.count + tap] ?? 0;
        if (weight === 0) continue;
        const source = (y * from.width + first + tap) * channels;
        for (let channel = 0; channel < channels; channel++) {
          wide[target + channel] = (wide[target + channel] ?? 0) + (values[source + channel] ?? 0) * weight;
        }
      }
    }
  }
  const result = new Uint8Array(to.width * to.height * channels);
  const stride = to.width * channels;
  const row = new Float32Array(stride);
  for (let y = 0; y < to.height; y++) {
    row.fill(0.5);
    const first = down.firsts[y] ?? 0;
    for (let tap = 0; tap < down.count; tap++) {
      const weight = down.weights[y * down.count + tap] ?? 0;
      if (weight === 0) continue;
      const source = (first + tap) * stride;
      for (let at = 0; at < stride; at++) row[at] = (row[at] ?? 0) + (wide[source + at] ?? 0) * weight;
    }
    result.set(row, y * stride);
  }
  return result;
}

interface Taps {
  /** How many source pixels each result looks at. */
  readonly count: number;
  readonly firsts: Int32Array;
  readonly weights: Float32Array;
}

/** A triangle as wide as one source pixel, or as one result where that is wider. */
function tapsFor(from: number, to: number): Taps {
  const step = from / to;
  const reach = Math.max(1, step);
  const count = Math.min(from, Math.ceil(reach) * 2 + 1);
  const firsts = new Int32Array(to);
  const weights = new Float32Array(to * count);
  for (let index = 0; index < to; index++) {
    const center = (index + 0.5) * step - 0.5;
    const first = Math.max(0, Math.min(from - count, Math.floor(center - reach) + 1));
    firsts[index] = first;
    let sum = 0;
    for (let tap = 0; tap < count; tap++) {
      const weight = Math.max(0, 1 - Math.abs(first + tap - center) / reach);
      weights[index * count + tap] = weight;
      sum += weight;
    }
    for (let tap = 0; tap < count; tap++) {
      weights[index * count + tap] = (weights[index * count + tap] ?? 0) / sum;
    }
  }
  return { count, firsts, weights };
}
