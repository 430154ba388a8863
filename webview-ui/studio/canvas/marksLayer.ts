import type { Point, Rectangle } from '../../../src/core/mask/mask';
import type { Marks } from './controller';
import { boxOf } from './toolBox';
import { type Size, toScreen, type View } from './view';

/**
 * Draws what lies over the mask: the part that is sent, edges to extend, the shape in the making, the brush, the
 * cursor. Every line is white beside black, so that it shows on any picture. The context's unit is one CSS pixel.
 */
export function drawMarks(
  context: CanvasRenderingContext2D,
  marks: Marks,
  view: View,
  viewport: Size & { readonly swipeX: number | undefined },
): void {
  context.clearRect(0, 0, viewport.width, viewport.height);
  if (marks.extended !== undefined) line(context, rectangle(view, marks.extended), [4, 4]);
  if (marks.context !== undefined) line(context, rectangle(view, marks.context), [6, 6]);
  if (marks.draft !== undefined) line(context, draftPath(marks, view));
  if (marks.draft?.kind === 'points' && marks.tool === 'polygon') {
    for (const point of marks.draft.points) line(context, dot(toScreen(view, point), 3));
  }
  if (marks.cursor !== undefined) {
    const at = toScreen(view, marks.cursor);
    if (marks.cursor.radius > 0) line(context, dot(at, Math.max(1.5, marks.cursor.radius * view.scale)));
    if (marks.cursor.isKeyboard) line(context, cross(at));
  }
  if (viewport.swipeX !== undefined) {
    const path = new Path2D();
    path.moveTo(viewport.swipeX, 0);
    path.lineTo(viewport.swipeX, viewport.height);
    line(context, path);
  }
}

function line(context: CanvasRenderingContext2D, path: Path2D, dash: readonly number[] = []): void {
  context.setLineDash([]);
  context.lineWidth = 3;
  context.strokeStyle = '#000';
  context.stroke(path);
  context.setLineDash([...dash]);
  context.lineWidth = 1;
  context.strokeStyle = '#fff';
  context.stroke(path);
}

function rectangle(view: View, box: Rectangle): Path2D {
  const { x, y } = toScreen(view, { x: box.left, y: box.top });
  const path = new Path2D();
  path.rect(
    Math.round(x) + 0.5,
    Math.round(y) + 0.5,
    Math.round(box.width * view.scale) - 1,
    Math.round(box.height * view.scale) - 1,
  );
  return path;
}

function draftPath({ draft, tool }: Marks, view: View): Path2D {
  const path = new Path2D();
  if (draft?.kind === 'box') {
    const { left, top, width, height } = boxOf(draft);
    const from = toScreen(view, { x: left, y: top });
    const to = toScreen(view, { x: left + width, y: top + height });
    if (tool === 'ellipse') {
      const radii = [Math.abs(to.x - from.x) / 2, Math.abs(to.y - from.y) / 2] as const;
      path.ellipse((from.x + to.x) / 2, (from.y + to.y) / 2, ...radii, 0, 0, 2 * Math.PI);
    } else {
      path.rect(from.x, from.y, to.x - from.x, to.y - from.y);
    }
  } else if (draft !== undefined) {
    const points = [...draft.points, ...(draft.hover === undefined ? [] : [draft.hover])];
    for (const point of points) {
      const { x, y } = toScreen(view, point);
      path.lineTo(x, y);
    }
    if (tool === 'lasso') path.closePath();
  }
  return path;
}

function dot({ x, y }: Point, radius: number): Path2D {
  const path = new Path2D();
  path.arc(x, y, radius, 0, 2 * Math.PI);
  return path;
}

function cross({ x, y }: Point): Path2D {
  const path = new Path2D();
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    path.moveTo(x + dx * 4, y + dy * 4);
    path.lineTo(x + dx * 12, y + dy * 12);
  }
  return path;
}
