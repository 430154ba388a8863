import type { Point } from '../../../src/core/mask/mask';

/** Where the picture stands: `screen = proxy * scale + offset`, in CSS pixels from the canvas's own corner. */
export interface View {
  /** CSS pixels for one pixel of the proxy. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What has to be seen, in pixels of the proxy: the picture, with what is added to its edges. */
export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

const marginPx = 16;
/** At least so much of the picture stays in sight. */
const keptPx = 40;

export function toScreen(view: View, point: Point): Point {
  return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
}

export function toProxy(view: View, point: Point): Point {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
}

/** @returns the whole box in the middle, never larger than `largestScale` */
export function fitView(box: Box, viewport: Size, largestScale: number): View {
  const room = {
    width: Math.max(1, viewport.width - 2 * marginPx),
    height: Math.max(1, viewport.height - 2 * marginPx),
  };
  const scale = Math.min(room.width / box.width, room.height / box.height, largestScale);
  return {
    scale,
    x: Math.round((viewport.width - box.width * scale) / 2 - box.left * scale),
    y: Math.round((viewport.height - box.height * scale) / 2 - box.top * scale),
  };
}

/** @returns the view with another scale; what is under `at` stays there */
export function zoomAt(view: View, at: Point, scale: number): View {
  const fixed = toProxy(view, at);
  return { scale, x: at.x - fixed.x * scale, y: at.y - fixed.y * scale };
}

/** @returns the view with the box in reach: a little of it always stays in sight */
export function keepInSight(view: View, box: Box, viewport: Size): View {
  const keep = (offset: number, start: number, length: number, room: number): number => {
    const kept = Math.min(keptPx, length * view.scale);
    const from = offset + start * view.scale;
    const clamped = Math.min(room - kept, Math.max(kept - length * view.scale, from));
    return clamped - start * view.scale;
  };
  return {
    scale: view.scale,
    x: keep(view.x, box.left, box.width, viewport.width),
    y: keep(view.y, box.top, box.height, viewport.height),
  };
}

/** @returns the view moved as little as needed for a point, in pixels of the proxy, to stand inside the margin */
export function reveal(view: View, point: Point, viewport: Size): View {
  const at = toScreen(view, point);
  const move = (value: number, room: number): number => {
    const margin = Math.min(marginPx * 2, room / 4);
    if (value < margin) return margin - value;
    return value > room - margin ? room - margin - value : 0;
  };
  return { ...view, x: view.x + move(at.x, viewport.width), y: view.y + move(at.y, viewport.height) };
}
