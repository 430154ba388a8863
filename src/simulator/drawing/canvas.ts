import type { Rgb } from './color';

/** A point in the picture's own coordinates: x from 0 to its aspect ratio, y from 0 to 1, downwards. */
export type Point = readonly [number, number];

/** Lines above each other within a pixel row; more make smoother edges, and cost as much more. */
const SAMPLES = 4;

/** 8-bit RGB, row-major, painted over from back to front with smooth edges. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
  readonly #coverage: Float32Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.rgb = new Uint8Array(width * height * 3);
    this.#coverage = new Float32Array(width + 1);
  }

  get aspect(): number {
    return this.width / this.height;
  }

  /** @param colorAt the color of each row, from 0 at the top to 1 */
  fillRows(colorAt: (share: number) => Rgb): void {
    for (let y = 0; y < this.height; y++) {
      const [red, green, blue] = colorAt(this.height === 1 ? 0 : y / (this.height - 1));
      for (let at = y * this.width * 3, end = at + this.width * 3; at < end; at += 3) {
        this.rgb[at] = red;
        this.rgb[at + 1] = green;
        this.rgb[at + 2] = blue;
      }
    }
  }

  /** Fills a polygon, closed by itself, by the nonzero rule. */
  polygon(points: readonly Point[], color: Rgb, alpha = 1): void {
    const scale = this.height;
    const edges = points.map((from, index): readonly [number, number, number, number] => {
      const to = points[(index + 1) % points.length] ?? from;
      return [from[0] * scale, from[1] * scale, to[0] * scale, to[1] * scale];
    });
    const rows = points.map(([, y]) => y * scale);
    const first = Math.max(0, Math.floor(Math.min(...rows)));
    const last = Math.min(this.height - 1, Math.ceil(Math.max(...rows)));
    for (let y = first; y <= last; y++) this.#row(y, edges, color, alpha);
  }

  ellipse(x: number, y: number, radiusX: number, radiusY: number, color: Rgb, alpha = 1): void {
    this.polygon(ellipsePoints(x, y, radiusX, radiusY), color, alpha);
  }

  circle(x: number, y: number, radius: number, color: Rgb, alpha = 1): void {
    this.ellipse(x, y, radius, radius, color, alpha);
  }

  rectangle(x: number, y: number, width: number, height: number, color: Rgb, alpha = 1): void {
    this.polygon(
      [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ],
      color,
      alpha,
    );
  }

  /** A line of one thickness with square ends. */
  line(from: Point, to: Point, thickness: number, color: Rgb, alpha = 1): void {
    const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1;
    const x = ((to[1] - from[1]) / length) * (thickness / 2);
    const y = ((to[0] - from[0]) / length) * (thickness / 2);
    this.polygon(
      [
        [from[0] + x, from[1] - y],
        [to[0] + x, to[1] - y],
        [to[0] - x, to[1] + y],
        [from[0] - x, from[1] + y],
      ],
      color,
      alpha,
    );
  }

  curve(points: readonly Point[], thickness: number, color: Rgb, alpha = 1): void {
    for (let index = 1; index < points.length; index++) {
      const [from, to] = [points[index - 1], points[index]];
      if (from && to) this.line(from, to, thickness, color, alpha);
    }
  }

  #row(
    y: number,
    edges: readonly (readonly [number, number, number, number])[],
    color: Rgb,
    alpha: number,
  ): void {
    const coverage = this.#coverage;
    let left = this.width;
    let right = 0;
    for (let sample = 0; sample < SAMPLES; sample++) {
      const line = y + (sample + 0.5) / SAMPLES;
      const crossings: [number, number][] = [];
      for (const [x0, y0, x1, y1] of edges) {
        if (y0 <= line === y1 <= line) continue;
        crossings.push([x0 + ((line - y0) / (y1 - y0)) * (x1 - x0), y1 > y0 ? 1 : -1]);
      }
      crossings.sort((a, b) => a[0] - b[0]);
      let winding = 0;
      for (let index = 0; index + 1 < crossings.length; index++) {
        const crossing = crossings[index];
        const next = crossings[index + 1];
        if (!crossing || !next) break;
        winding += crossing[1];
        if (winding === 0) continue;
        const from = Math.max(0, crossing[0]);
        const to = Math.min(this.width, next[0]);
        if (to <= from) continue;
        left = Math.min(left, Math.floor(from));
        right = Math.max(right, Math.ceil(to));
        this.#cover(from, to);
      }
    }
    for (let x = left; x < right; x++) {
      const share = Math.min(1, (coverage[x] ?? 0) / SAMPLES) * alpha;
      coverage[x] = 0;
      const at = (y * this.width + x) * 3;
      for (const channel of [0, 1, 2] as const) {
        const below = this.rgb[at + channel] ?? 0;
        this.rgb[at + channel] = below + (color[channel] - below) * share;
      }
    }
  }

  #cover(from: number, to: number): void {
    const coverage = this.#coverage;
    const first = Math.floor(from);
    const last = Math.floor(to);
    if (first === last) {
      coverage[first] = (coverage[first] ?? 0) + to - from;
      return;
    }
    coverage[first] = (coverage[first] ?? 0) + first + 1 - from;
    for (let x = first + 1; x < last; x++) coverage[x] = (coverage[x] ?? 0) + 1;
    coverage[last] = (coverage[last] ?? 0) + to - last;
  }
}

export function ellipsePoints(x: number, y: number, radiusX: number, radiusY: number): readonly Point[] {
  const count = 56;
  return Array.from({ length: count }, (_, index): Point => {
    const angle = (index / count) * 2 * Math.PI;
    return [x + Math.cos(angle) * radiusX, y + Math.sin(angle) * radiusY];
  });
}
