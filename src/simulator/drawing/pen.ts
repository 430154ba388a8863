import type { Canvas, Point } from './canvas';
import { darker, lighter, type Rgb } from './color';

/** Draws one thing in a square of its own: x and y from -1 to 1, y upwards, around a place in the picture. */
export class Pen {
  readonly #canvas: Canvas;
  readonly #x: number;
  readonly #y: number;
  readonly #size: number;
  readonly #tilt: number;
  readonly color: Rgb;
  readonly accent: Rgb;
  readonly random: () => number;

  constructor(
    canvas: Canvas,
    place: { readonly x: number; readonly y: number; readonly size: number; readonly tilt?: number },
    colors: { readonly color: Rgb; readonly accent: Rgb },
    random: () => number,
  ) {
    this.#canvas = canvas;
    this.#x = place.x;
    this.#y = place.y;
    this.#size = place.size;
    this.#tilt = place.tilt ?? 0;
    this.color = colors.color;
    this.accent = colors.accent;
    this.random = random;
  }

  get dark(): Rgb {
    return darker(this.color);
  }

  get light(): Rgb {
    return lighter(this.color);
  }

  shape(points: readonly Point[], color = this.color, alpha = 1): void {
    this.#canvas.polygon(
      points.map((point) => this.#place(point)),
      color,
      alpha,
    );
  }

  oval(x: number, y: number, radiusX: number, radiusY: number, color = this.color, alpha = 1): void {
    this.shape(ring(x, y, radiusX, radiusY), color, alpha);
  }

  box(x: number, y: number, width: number, height: number, color = this.color, alpha = 1): void {
    this.shape(
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

  stroke(points: readonly Point[], thickness: number, color = this.color, alpha = 1): void {
    this.#canvas.curve(
      points.map((point) => this.#place(point)),
      thickness * this.#size,
      color,
      alpha,
    );
    for (const point of points) {
      const [x, y] = this.#place(point);
      this.#canvas.circle(x, y, (thickness * this.#size) / 2, color, alpha);
    }
  }

  #place([x, y]: Point): Point {
    const [cos, sin] = [Math.cos(this.#tilt), Math.sin(this.#tilt)];
    return [this.#x + (x * cos - y * sin) * this.#size, this.#y - (x * sin + y * cos) * this.#size];
  }
}

export function ring(x: number, y: number, radiusX: number, radiusY: number, count = 48): readonly Point[] {
  return Array.from({ length: count }, (_, index): Point => {
    const angle = (index / count) * 2 * Math.PI;
    return [x + Math.cos(angle) * radiusX, y + Math.sin(angle) * radiusY];
  });
}

/** A star or gear: points by turns on two circles. */
export function spikes(count: number, inner: number, outer: number, turn = Math.PI / 2): readonly Point[] {
  return Array.from({ length: count * 2 }, (_, index): Point => {
    const radius = index % 2 === 0 ? outer : inner;
    const angle = turn + (index / (count * 2)) * 2 * Math.PI;
    return [Math.cos(angle) * radius, Math.sin(angle) * radius];
  });
}

/** A smooth way through points (Catmull-Rom). */
export function smooth(points: readonly Point[], steps = 10): readonly Point[] {
  const way: Point[] = [];
  for (let index = 0; index + 1 < points.length; index++) {
    const p1 = points[index];
    const p2 = points[index + 1];
    if (!p1 || !p2) break;
    const p0 = points[index - 1] ?? p1;
    const p3 = points[index + 2] ?? p2;
    for (let step = 0; step < steps; step++) {
      const t = step / steps;
      const at = (axis: 0 | 1): number =>
        0.5 *
        (2 * p1[axis] +
          (p2[axis] - p0[axis]) * t +
          (2 * p0[axis] - 5 * p1[axis] + 4 * p2[axis] - p3[axis]) * t * t +
          (3 * p1[axis] - p0[axis] - 3 * p2[axis] + p3[axis]) * t * t * t);
      way.push([at(0), at(1)]);
    }
  }
  const last = points.at(-1);
  return last ? [...way, last] : way;
}
