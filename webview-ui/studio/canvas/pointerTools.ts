import type { Point } from '../../../src/core/mask/mask';
import type { CanvasSettings } from './settings';
import type { ToolBox } from './toolBox';
import { toProxy, toScreen, type View } from './view';

/** A pointer as the canvas sees it, in CSS pixels from the canvas's own corner. */
export interface PointerInput extends Point {
  readonly id: number;
  readonly kind: 'mouse' | 'pen' | 'touch';
  /** 0 is the main one, 1 the middle one. */
  readonly button: number;
  readonly pressure: number;
  readonly isShift: boolean;
  /** Ctrl or Cmd: swaps adding and erasing for this stroke. */
  readonly isCommand: boolean;
}

/** What pointers do beside painting. */
export interface PointerHost {
  settings(): CanvasSettings;
  view(): View;
  pan(x: number, y: number): void;
  zoom(at: Point, factor: number): void;
  drawMarks(): void;
  /** Whether the mask can be changed now. */
  canPaint(): boolean;
  /** Where the handle of *Swipe* stands, in CSS pixels; undefined when there is none. */
  swipeX(): number | undefined;
  swipe(x: number): void;
}

type Gesture =
  | { readonly kind: 'pan'; readonly last: Point }
  | { readonly kind: 'paint' }
  | { readonly kind: 'box' | 'lasso'; readonly isSwappedOnce: boolean }
  | { readonly kind: 'swipe' };

/** The first point of a polygon is hit within so many CSS pixels. */
const closeWithinPx = 8;
/** A lasso takes a point only so many CSS pixels from the last. */
const lassoStepPx = 2;

/** Turns pointers into strokes, shapes, panning and zooming. */
export class PointerTools {
  /** Where the pointer is over the canvas, in CSS pixels. */
  hover: Point | undefined;
  isPanHeld = false;
  private readonly tools: ToolBox;
  private readonly host: PointerHost;
  private gesture: Gesture | undefined;
  private readonly touches = new Map<number, Point>();

  constructor(tools: ToolBox, host: PointerHost) {
    this.tools = tools;
    this.host = host;
  }

  get isBusy(): boolean {
    return this.gesture !== undefined;
  }

  down(input: PointerInput): void {
    this.hover = input;
    if (input.kind === 'touch') {
      this.touches.set(input.id, input);
      if (this.touches.size > 1) {
        // The first finger has begun to paint: what it did so far was not meant.
        this.tools.cancelStroke();
        this.tools.endShape();
        this.gesture = undefined;
        return;
      }
    }
    if (input.button === 1 || (input.button === 0 && this.isPanHeld)) {
      this.gesture = { kind: 'pan', last: input };
    } else if (input.button === 0) {
      this.gesture = this.begin(input);
    }
    this.host.drawMarks();
  }

  /** @param inputs every place since the last event, oldest first */
  move(inputs: readonly PointerInput[]): void {
    const last = inputs.at(-1);
    if (last === undefined) return;
    this.hover = last;
    if (last.kind === 'touch' && this.touches.size > 1) {
      this.pinch(last);
      return;
    }
    if (last.kind === 'touch' && this.touches.has(last.id)) this.touches.set(last.id, last);
    const { gesture } = this;
    switch (gesture?.kind) {
      case 'pan':
        this.host.pan(last.x - gesture.last.x, last.y - gesture.last.y);
        this.gesture = { kind: 'pan', last };
        break;
      case 'paint':
        for (const input of inputs) this.tools.continueStroke(this.dab(input));
        break;
      case 'box':
        if (this.tools.draft?.kind === 'box') {
          this.tools.draft = { ...this.tools.draft, to: this.at(last), isSquare: last.isShift };
        }
        break;
      case 'lasso':
        this.trace(inputs);
        break;
      case 'swipe':
        this.host.swipe(last.x);
        break;
      default:
        if (this.tools.draft?.kind === 'points') {
          this.tools.draft = { ...this.tools.draft, hover: this.at(last) };
        }
    }
    this.host.drawMarks();
  }

  up(input: PointerInput): void {
    this.touches.delete(input.id);
    const { gesture } = this;
    this.gesture = undefined;
    switch (gesture?.kind) {
      case 'paint':
        this.tools.endStroke();
        break;
      case 'box':
      case 'lasso':
        this.tools.finishShape(gesture.isSwappedOnce);
        break;
      default:
    }
    this.host.drawMarks();
  }

  /** The system took the pointer away. */
  cancel(input: PointerInput): void {
    this.touches.delete(input.id);
    if (this.gesture?.kind === 'paint') this.tools.cancelStroke();
    if (this.gesture?.kind === 'box' || this.gesture?.kind === 'lasso') this.tools.endShape();
    this.gesture = undefined;
    this.host.drawMarks();
  }

  leave(): void {
    this.hover = undefined;
    this.host.drawMarks();
  }

  /** Closes a polygon; its last point was set by the second click. */
  doubleClick(): void {
    if (this.tools.draft?.kind === 'points') this.tools.finishShape();
  }

  private begin(input: PointerInput): Gesture | undefined {
    const swipeX = this.host.swipeX();
    if (swipeX !== undefined) return { kind: 'swipe' };
    if (!this.host.canPaint()) return { kind: 'pan', last: input };
    const point = this.at(input);
    const { tool } = this.host.settings();
    if (this.tools.isPickingColor || tool === 'wand') {
      this.tools.selectAt(point, input.isCommand);
      return undefined;
    }
    switch (tool) {
      case 'brush':
      case 'eraser':
        this.tools.beginStroke(this.dab(input), input.isCommand, input.isShift);
        return { kind: 'paint' };
      case 'rectangle':
      case 'ellipse':
        this.tools.draft = { kind: 'box', from: point, to: point, isSquare: input.isShift };
        return { kind: 'box', isSwappedOnce: input.isCommand };
      case 'lasso':
        this.tools.draft = { kind: 'points', points: [point] };
        return { kind: 'lasso', isSwappedOnce: input.isCommand };
      case 'polygon':
        this.addCorner(input, point);
        return undefined;
    }
  }

  private addCorner(input: PointerInput, point: Point): void {
    const points = this.tools.draft?.kind === 'points' ? this.tools.draft.points : [];
    const [first] = points;
    if (first !== undefined && points.length > 2) {
      const start = toScreen(this.host.view(), first);
      if (Math.hypot(start.x - input.x, start.y - input.y) <= closeWithinPx) {
        this.tools.finishShape(input.isCommand);
        return;
      }
    }
    this.tools.draft = { kind: 'points', points: [...points, point], hover: point };
  }

  private trace(inputs: readonly PointerInput[]): void {
    const { draft } = this.tools;
    if (draft?.kind !== 'points') return;
    const points = [...draft.points];
    const step = lassoStepPx / this.host.view().scale;
    for (const input of inputs) {
      const point = this.at(input);
      const last = points.at(-1);
      if (last === undefined || Math.hypot(point.x - last.x, point.y - last.y) >= step) points.push(point);
    }
    this.tools.draft = { kind: 'points', points };
  }

  private pinch(moved: PointerInput): void {
    const [a, b] = [...this.touches.values()];
    const before = this.touches.get(moved.id);
    this.touches.set(moved.id, moved);
    const [c, d] = [...this.touches.values()];
    if (a === undefined || b === undefined || c === undefined || d === undefined || before === undefined)
      return;
    const middle = { x: (c.x + d.x) / 2, y: (c.y + d.y) / 2 };
    this.host.pan(middle.x - (a.x + b.x) / 2, middle.y - (a.y + b.y) / 2);
    const spread = Math.hypot(a.x - b.x, a.y - b.y);
    if (spread > 0) this.host.zoom(middle, Math.hypot(c.x - d.x, c.y - d.y) / spread);
  }

  private at(input: Point): Point {
    return toProxy(this.host.view(), input);
  }

  private dab(input: PointerInput): Point & { readonly radius: number } {
    return { ...this.at(input), radius: this.tools.radius(input.kind === 'pen' ? input.pressure : 1) };
  }
}
