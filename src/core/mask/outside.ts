import { columnDistances } from './columns';
import { clip, type Mask } from './mask';
import { boundsOf } from './measure';

/** A little noise, as a lossy file leaves it, must not keep an area from being feathered. */
const NEARLY_WHITE = 240;

/**
 * The weights with which an answer is laid over the original: the mask, and around it a slope that falls smoothly from
 * 255 to 0. Grey pixels keep at least their own value and start no slope of their own.
 *
 * @param featherPx how far the slope reaches, from center to center; from there on, seen from all that is not 0 in
 *   `mask`, every weight is exactly 0. Anything but a positive number means no slope
 * @returns a new mask, nowhere smaller than `mask`
 */
export function featherWeights(mask: Mask, featherPx: number): Mask {
  const weights: Mask = { width: mask.width, height: mask.height, data: mask.data.slice() };
  const bounds = boundsOf(mask);
  if (bounds === undefined || !(featherPx > 1)) return weights;
  const feather = Math.min(featherPx, 65_534);
  const margin = Math.ceil(feather);
  const box = clip(
    {
      left: bounds.left - margin,
      top: bounds.top - margin,
      width: bounds.width + 2 * margin,
      height: bounds.height + 2 * margin,
    },
    mask.width,
    mask.height,
  );
  if (box === undefined) return weights;
  const envelope = new Envelope(box.width);
  columnDistances(mask, box, NEARLY_WHITE, margin, (y, distances) => {
    const at = (box.top + y) * mask.width + box.left;
    if (envelope.build(distances, margin)) envelope.weigh(distances, feather, weights.data, at);
  });
  return weights;
}

/**
 * Second half of the distance transform, for one row: each column is a parabola, its squared distance at its lowest
 * point, and the lowest parabola above a pixel gives that pixel's squared distance.
 *
 * @see https://cs.brown.edu/people/pfelzens/papers/dt-final.pdf
 */
class Envelope {
  private readonly columns: number;
  private readonly centers: Float64Array;
  private readonly heights: Float64Array;
  /** From where on the parabola of the same number is the lowest. */
  private readonly starts: Float64Array;
  private count = 0;

  constructor(columns: number) {
    this.columns = columns;
    this.centers = new Float64Array(columns);
    this.heights = new Float64Array(columns);
    this.starts = new Float64Array(columns);
  }

  /** @returns whether any column is nearer than `cap` */
  build(distances: Uint16Array, cap: number): boolean {
    const { centers, heights, starts } = this;
    let count = 0;
    for (let x = 0; x < this.columns; x++) {
      const distance = distances[x] ?? 0;
      if (distance >= cap) continue;
      // Inside the mask nothing is asked, and from outside its border is always nearer.
      if (distance === 0 && x > 0 && x + 1 < this.columns) {
        if (distances[x - 1] === 0 && distances[x + 1] === 0) continue;
      }
      const height = distance * distance;
      let start = -Infinity;
      while (count > 0) {
        const center = centers[count - 1] ?? 0;
        start = (height + x * x - (heights[count - 1] ?? 0) - center * center) / (2 * (x - center));
        if (start > (starts[count - 1] ?? 0)) break;
        count--;
        start = -Infinity;
      }
      centers[count] = x;
      heights[count] = height;
      starts[count] = start;
      count++;
    }
    this.count = count;
    return count > 0;
  }

  /** Raises the weights of one row, of which `at` is the first byte. */
  weigh(distances: Uint16Array, feather: number, weights: Uint8Array, at: number): void {
    const { centers, heights, starts, count } = this;
    const farthest = feather * feather;
    let lowest = 0;
    for (let x = 0; x < this.columns; x++) {
      if (distances[x] === 0) {
        weights[at + x] = 255;
        continue;
      }
      while (lowest + 1 < count && (starts[lowest + 1] ?? 0) < x) lowest++;
      const side = x - (centers[lowest] ?? 0);
      const squared = side * side + (heights[lowest] ?? 0);
      if (squared >= farthest) continue;
      const part = Math.sqrt(squared) / feather;
      const weight = Math.round(255 * (1 - part * part * (3 - 2 * part)));
      if (weight > (weights[at + x] ?? 0)) weights[at + x] = weight;
    }
  }
}
