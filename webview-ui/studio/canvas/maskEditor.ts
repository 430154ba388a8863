import {
  combine,
  featherMask,
  fillAll,
  fillHoles,
  growMask,
  invert,
  shrinkMask,
} from '../../../src/core/mask/adjust';
import { stampSegment } from '../../../src/core/mask/brush';
import { MaskHistory } from '../../../src/core/mask/history';
import { createMask, union, type Mask, type Point, type Rectangle } from '../../../src/core/mask/mask';
import { areasOf, boundsOf } from '../../../src/core/mask/measure';
import { packMask } from '../../../src/core/mask/runs';
import { fillEllipse, fillPolygon, fillRectangle } from '../../../src/core/mask/shapes';
import type { MaskSummary } from '../../../src/protocol/studio';
import { MaskPyramid } from './pyramid';
import type { StepName } from './texts';
import { MaskTiles } from './tiles';

/** Separate areas are counted on a copy of at most this size. */
const areasSidePx = 512;

/** A round brush at one point, in pixels of the proxy. */
export interface Dab extends Point {
  readonly radius: number;
}

/** The mask as the page shows it beside the canvas. */
export interface CanvasMaskSummary extends MaskSummary {
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** What the menu *Mask* does to the whole mask at once. */
export type MaskChange = 'everything' | 'fillHoles' | 'invert' | 'clear';

/** What needs a distance, in pixels of the proxy. */
export type MaskAdjustment = 'grow' | 'shrink' | 'feather';

/** The mask with its undo steps and what is drawn of it. Whatever changes it ends in `onChanged`. */
export class MaskEditor {
  readonly mask: Mask;
  readonly pyramid: MaskPyramid;
  private readonly history: MaskHistory;
  private readonly tiles: MaskTiles;
  private readonly onChanged: (changed: Rectangle) => void;
  private readonly whole: Rectangle;
  private measured: MaskSummary | undefined;

  constructor(
    size: { readonly width: number; readonly height: number },
    onChanged: (changed: Rectangle) => void,
  ) {
    this.mask = createMask(size.width, size.height);
    this.pyramid = new MaskPyramid(this.mask);
    this.history = new MaskHistory(this.mask);
    this.tiles = new MaskTiles(this.mask);
    this.onChanged = onChanged;
    this.whole = { left: 0, top: 0, width: size.width, height: size.height };
  }

  /** @returns the mask measured anew where it has changed */
  summary(): CanvasMaskSummary {
    if (this.measured === undefined) {
      const { share, bounds } = this.tiles.measure();
      const isEmpty = bounds === undefined;
      // Areas a few pixels apart count as one here: they would be sent together anyhow.
      const small = this.pyramid.levels.find(({ width, height }) => Math.max(width, height) <= areasSidePx);
      const areas = isEmpty || small === undefined ? 0 : areasOf(small, 0).length;
      this.measured = { isEmpty, share, bounds, areas };
    }
    return { ...this.measured, canUndo: this.history.canUndo, canRedo: this.history.canRedo };
  }

  packed(): Uint8Array {
    return packMask(this.mask);
  }

  /** @returns the value at a pixel; 0 outside */
  valueAt(point: Point): number {
    const x = Math.floor(point.x);
    const y = Math.floor(point.y);
    const isInside = x >= 0 && y >= 0 && x < this.mask.width && y < this.mask.height;
    return isInside ? (this.mask.data[y * this.mask.width + x] ?? 0) : 0;
  }

  begin(step: StepName): void {
    this.history.begin(step);
  }

  /** Paints a piece of a stroke, between `begin` and `commit`. */
  stamp(from: Dab, to: Dab, value: 0 | 255): void {
    const reach = Math.max(from.radius, to.radius) + 1;
    const left = Math.min(from.x, to.x) - reach;
    const top = Math.min(from.y, to.y) - reach;
    this.history.touch({
      left,
      top,
      width: Math.max(from.x, to.x) + reach - left,
      height: Math.max(from.y, to.y) + reach - top,
    });
    this.changed(stampSegment(this.mask, from, to, value));
  }

  /** @returns whether the step changed anything */
  commit(): boolean {
    return this.history.commit();
  }

  cancel(): void {
    this.changed(this.history.cancel());
  }

  fillBox(step: 'rectangle' | 'ellipse', box: Rectangle, value: 0 | 255): boolean {
    const fill = step === 'rectangle' ? fillRectangle : fillEllipse;
    return this.step(step, normalized(box), () => fill(this.mask, box, value));
  }

  fillPoints(step: 'lasso' | 'polygon', points: readonly Point[], value: 0 | 255): boolean {
    const xs = points.map(({ x }) => x);
    const ys = points.map(({ y }) => y);
    const left = min(xs);
    const top = min(ys);
    const box = { left, top, width: -min(xs.map((x) => -x)) - left, height: -min(ys.map((y) => -y)) - top };
    return this.step(step, box, () => fillPolygon(this.mask, points, value));
  }

  /** Adds another mask of the same size, or takes it away. */
  merge(step: StepName, other: Mask, value: 0 | 255): boolean {
    const box = boundsOf(other);
    if (box === undefined) return false;
    return this.step(step, box, () => combine(this.mask, other, value === 255 ? 'add' : 'erase'));
  }

  /** Puts another mask of the same size in place of this one, as one step. */
  replace(step: StepName, other: Mask | undefined): boolean {
    return this.step(step, this.whole, () =>
      other === undefined ? fillAll(this.mask, 0) : combine(this.mask, other, 'replace'),
    );
  }

  change(what: MaskChange): boolean {
    return this.step(what, this.whole, () => {
      switch (what) {
        case 'everything':
          return fillAll(this.mask, 255);
        case 'clear':
          return fillAll(this.mask, 0);
        case 'fillHoles':
          return fillHoles(this.mask);
        case 'invert':
          return invert(this.mask);
      }
    });
  }

  adjust(what: MaskAdjustment, distance: number): boolean {
    const adjustments = { grow: growMask, shrink: shrinkMask, feather: featherMask };
    return this.step(what, this.whole, () => adjustments[what](this.mask, distance));
  }

  /** @returns the step that was undone */
  undo(): StepName | undefined {
    return this.restored(this.history.undo());
  }

  redo(): StepName | undefined {
    return this.restored(this.history.redo());
  }

  private restored(step: ReturnType<MaskHistory['undo']>): StepName | undefined {
    this.changed(step?.rectangle);
    // Only `begin` of this class gives labels.
    return step?.label as StepName | undefined;
  }

  private step(name: StepName, touched: Rectangle, change: () => Rectangle | undefined): boolean {
    this.history.begin(name);
    this.history.touch(touched);
    this.changed(change());
    return this.history.commit();
  }

  private changed(rectangle: Rectangle | undefined): void {
    if (rectangle === undefined) return;
    this.measured = undefined;
    this.tiles.mark(rectangle);
    this.pyramid.update(rectangle);
    this.onChanged(rectangle);
  }
}

/** @returns the box with positive sides */
function normalized({ left, top, width, height }: Rectangle): Rectangle {
  const box = { left: left + width, top: top + height, width: 0, height: 0 };
  return union({ left, top, width: 0, height: 0 }, box) ?? box;
}

/** A lasso has more points than a call may have arguments. */
function min(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}
