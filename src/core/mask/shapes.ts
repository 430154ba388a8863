import { Extent, type Mask, type Point, type Rectangle } from './mask';

// A pixel belongs to a shape when its center does. So the edges stay hard, shapes that meet neither overlap nor leave a
// seam, and models that take pure black and white get what was drawn. Softness is the feather's business.

/** Beyond every picture, and small enough that products of two coordinates stay exact. */
const FAR = 1e7;

/** @param rect may have negative sides, as dragging up or left gives */
export function fillRectangle(mask: Mask, rect: Rectangle, value: number): Rectangle | undefined {
  const extent = new Extent();
  const top = firstCenter(Math.min(rect.top, rect.top + rect.height), mask.height);
  const bottom = firstCenter(Math.max(rect.top, rect.top + rect.height), mask.height);
  const left = Math.min(rect.left, rect.left + rect.width);
  const right = Math.max(rect.left, rect.left + rect.width);
  for (let row = top; row < bottom; row++) fillSpan(mask, row, left, right, value, extent);
  return extent.rectangle();
}

/** @param rect the box around the ellipse; may have negative sides */
export function fillEllipse(mask: Mask, rect: Rectangle, value: number): Rectangle | undefined {
  const extent = new Extent();
  const radiusX = Math.abs(rect.width) / 2;
  const radiusY = Math.abs(rect.height) / 2;
  const centerX = rect.left + rect.width / 2;
  const centerY = rect.top + rect.height / 2;
  const bottom = firstCenter(centerY + radiusY, mask.height);
  for (let row = firstCenter(centerY - radiusY, mask.height); row < bottom; row++) {
    const half = radiusX * Math.sqrt(1 - ((row + 0.5 - centerY) / radiusY) ** 2);
    fillSpan(mask, row, centerX - half, centerX + half, value, extent);
  }
  return extent.rectangle();
}

interface Edge {
  readonly top: number;
  readonly bottom: number;
  /** Where the edge is at height `top`, and how far it moves per pixel down. */
  readonly x: number;
  readonly slope: number;
}

/**
 * Fills a polygon, closing it by a line from the last point to the first. Where it crosses itself, areas wound around
 * twice stay as they are (even-odd rule). Also the lasso, with one point per pointer event.
 *
 * @param points points that are not finite are left out
 */
export function fillPolygon(mask: Mask, points: readonly Point[], value: number): Rectangle | undefined {
  const edges = edgesOf(points).sort((a, b) => a.top - b.top);
  const first = edges[0];
  if (first === undefined) return undefined;
  const extent = new Extent();
  const bottom = firstCenter(
    edges.reduce((lowest, edge) => Math.max(lowest, edge.bottom), -Infinity),
    mask.height,
  );
  let active: Edge[] = [];
  let next = 0;
  for (let row = firstCenter(first.top, mask.height); row < bottom; row++) {
    const y = row + 0.5;
    active = active.filter((edge) => edge.bottom > y);
    for (let edge = edges[next]; edge !== undefined && edge.top <= y; edge = edges[++next]) {
      if (edge.bottom > y) active.push(edge);
    }
    // Typed, because numbers then sort as numbers, and fast: a hasty lasso has many.
    const crossings = Float64Array.from(active, (edge) => edge.x + (y - edge.top) * edge.slope).sort();
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      fillSpan(mask, row, crossings[at] ?? 0, crossings[at + 1] ?? 0, value, extent);
    }
  }
  return extent.rectangle();
}

function edgesOf(points: readonly Point[]): Edge[] {
  const corners = points
    .filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y))
    .map(({ x, y }) => ({ x: Math.max(-FAR, Math.min(FAR, x)), y: Math.max(-FAR, Math.min(FAR, y)) }));
  const edges: Edge[] = [];
  let previous = corners.at(-1);
  for (const corner of corners) {
    if (previous !== undefined && previous.y !== corner.y) {
      const [upper, lower] = previous.y < corner.y ? [previous, corner] : [corner, previous];
      const slope = (lower.x - upper.x) / (lower.y - upper.y);
      edges.push({ top: upper.y, bottom: lower.y, x: upper.x, slope });
    }
    previous = corner;
  }
  return edges;
}

/** @returns the first pixel of `size` whose center is at or behind `edge`; `size` when there is none, or for NaN */
function firstCenter(edge: number, size: number): number {
  const first = Math.ceil(edge - 0.5);
  return first < size ? Math.max(0, first) : size;
}

function fillSpan(mask: Mask, row: number, from: number, to: number, value: number, extent: Extent): void {
  const first = firstCenter(from, mask.width);
  const end = firstCenter(to, mask.width);
  if (first >= end || Number.isNaN(to)) return;
  mask.data.fill(value, row * mask.width + first, row * mask.width + end);
  extent.addRow(row, first, end - 1);
}
