import { clip, type Mask, type Point, type Rectangle } from './mask';

/** One end of a piece of a stroke. */
interface Dab extends Point {
  readonly radius: number;
}

/** Rounding may put a pixel on the wrong side of a border; so much nearer the edge it is computed one by one. */
const SLACK = 1e-3;

/**
 * Paints or erases the area that a round brush covers on its way between two points, its radius growing or shrinking
 * evenly. The edge is one pixel wide. A pixel only moves towards `value`, so the pieces of a stroke may overlap.
 *
 * @returns the part of the mask that was looked at, changed or not; undefined when nothing lies inside the mask, or a
 *   number is not finite, or both radii are 0
 */
export function stampSegment(mask: Mask, from: Dab, to: Dab, value: 0 | 255): Rectangle | undefined {
  const numbers = [from.x, from.y, from.radius, to.x, to.y, to.radius];
  if (!numbers.every(Number.isFinite) || Math.max(from.radius, to.radius) <= 0) return undefined;
  const capsule = new Capsule(from, to);
  const box = clip(capsule.box(0.5), mask.width, mask.height);
  if (box === undefined) return undefined;

  const right = box.left + box.width;
  for (let row = box.top; row < box.top + box.height; row++) {
    const y = row + 0.5;
    const outer = capsule.span(y, 0.5 + SLACK);
    if (outer === undefined) continue;
    const first = Math.max(box.left, Math.floor(outer.start - 0.5));
    const end = Math.min(right, Math.ceil(outer.end + 0.5));
    const inner = capsule.span(y, -0.5 - SLACK);
    const fullFirst = inner === undefined ? end : clamp(Math.ceil(inner.start - 0.5), first, end);
    const fullEnd = inner === undefined ? end : clamp(Math.floor(inner.end - 0.5) + 1, fullFirst, end);
    const base = row * mask.width;
    shade(mask.data, base, first, fullFirst, y, capsule, value);
    mask.data.fill(value, base + fullFirst, base + fullEnd);
    shade(mask.data, base, fullEnd, end, y, capsule, value);
  }
  return box;
}

function shade(
  data: Uint8Array,
  base: number,
  first: number,
  end: number,
  y: number,
  capsule: Capsule,
  value: 0 | 255,
): void {
  for (let x = first; x < end; x++) {
    const covered = Math.round(255 * clamp(0.5 - capsule.distance(x + 0.5, y), 0, 1));
    const before = data[base + x] ?? 0;
    if (value === 255) {
      if (covered > before) data[base + x] = covered;
    } else if (255 - covered < before) {
      data[base + x] = 255 - covered;
    }
  }
}

/** The convex hull of two discs. */
class Capsule {
  private readonly from: Dab;
  private readonly to: Dab;
  private readonly length: number;
  /** Unit vector from one center to the other. */
  private readonly alongX: number;
  private readonly alongY: number;
  /** The upward normal of the straight side, in coordinates along and across the axis. */
  private readonly normalAlong: number;
  private readonly normalAcross: number;

  constructor(from: Dab, to: Dab) {
    const first = { x: from.x, y: from.y, radius: Math.max(0, from.radius) };
    const second = { x: to.x, y: to.y, radius: Math.max(0, to.radius) };
    const length = Math.hypot(second.x - first.x, second.y - first.y);
    if (length <= Math.abs(first.radius - second.radius)) {
      // One disc holds the other; then there are no straight sides.
      this.from = this.to = first.radius >= second.radius ? first : second;
      this.length = 0;
      this.alongX = this.normalAcross = 1;
      this.alongY = this.normalAlong = 0;
      return;
    }
    this.from = first;
    this.to = second;
    this.length = length;
    this.alongX = (second.x - first.x) / length;
    this.alongY = (second.y - first.y) / length;
    this.normalAlong = (first.radius - second.radius) / length;
    this.normalAcross = Math.sqrt(Math.max(0, 1 - this.normalAlong ** 2));
  }

  box(margin: number): Rectangle {
    const left = Math.min(this.from.x - this.from.radius, this.to.x - this.to.radius) - margin;
    const top = Math.min(this.from.y - this.from.radius, this.to.y - this.to.radius) - margin;
    const right = Math.max(this.from.x + this.from.radius, this.to.x + this.to.radius) + margin;
    const bottom = Math.max(this.from.y + this.from.radius, this.to.y + this.to.radius) + margin;
    return { left, top, width: right - left, height: bottom - top };
  }

  /** Distance to the edge, negative inside. */
  distance(x: number, y: number): number {
    const dx = x - this.from.x;
    const dy = y - this.from.y;
    const along = dx * this.alongX + dy * this.alongY;
    const across = Math.abs(dy * this.alongX - dx * this.alongY);
    const beside = along * this.normalAcross - across * this.normalAlong;
    if (beside <= 0) return Math.sqrt(dx * dx + dy * dy) - this.from.radius;
    if (beside < this.length * this.normalAcross) {
      return along * this.normalAlong + across * this.normalAcross - this.from.radius;
    }
    return Math.sqrt((x - this.to.x) ** 2 + (y - this.to.y) ** 2) - this.to.radius;
  }

  /**
   * Where the line at `y` runs through the hull of both discs, each with `more` added to its radius. With a negative
   * `more` a disc may vanish; then the span is shorter than it could be, which costs time only.
   */
  span(y: number, more: number): { readonly start: number; readonly end: number } | undefined {
    let start = Infinity;
    let end = -Infinity;
    for (const disc of [this.from, this.to]) {
      const radius = disc.radius + more;
      const half = radius > 0 ? Math.sqrt(radius * radius - (y - disc.y) ** 2) : NaN;
      if (Number.isNaN(half)) continue;
      start = Math.min(start, disc.x - half);
      end = Math.max(end, disc.x + half);
    }
    if (this.length > 0 && this.from.radius + more >= 0 && this.to.radius + more >= 0) {
      for (const side of [1, -1]) {
        const normalX = this.alongX * this.normalAlong - side * this.alongY * this.normalAcross;
        const normalY = this.alongY * this.normalAlong + side * this.alongX * this.normalAcross;
        const x1 = this.from.x + normalX * (this.from.radius + more);
        const y1 = this.from.y + normalY * (this.from.radius + more);
        const x2 = this.to.x + normalX * (this.to.radius + more);
        const y2 = this.to.y + normalY * (this.to.radius + more);
        if (y1 === y2 || y < Math.min(y1, y2) || y > Math.max(y1, y2)) continue;
        const x = x1 + ((y - y1) * (x2 - x1)) / (y2 - y1);
        start = Math.min(start, x);
        end = Math.max(end, x);
      }
    }
    return start <= end ? { start, end } : undefined;
  }
}

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}
