import { fromTransparency, selectColor, selectSimilar, type Pixels } from '../../../src/core/mask/wand';
import type { Point, Rectangle } from '../../../src/core/mask/mask';
import type { Dab, MaskAdjustment, MaskChange, MaskEditor } from './maskEditor';
import type { CanvasSettings } from './settings';
import type { Speaker } from './speaker';
import type { CanvasText, StepName } from './texts';

/** A shape that is not yet in the mask, in pixels of the proxy. */
export type Draft =
  | { readonly kind: 'box'; readonly from: Point; readonly to: Point; readonly isSquare: boolean }
  /** `hover` is where the next point would be. */
  | { readonly kind: 'points'; readonly points: readonly Point[]; readonly hover?: Point };

/** What the tools need of the canvas around them. */
export interface ToolHost {
  settings(): CanvasSettings;
  /** Pixels of the picture at the size of the proxy; undefined before it is loaded. */
  pixels(): Pixels | undefined;
  /** The mask has changed for good, or may have; its summary is to be told. */
  settled(): void;
  drawMarks(): void;
}

/** What the tools do to the mask, the same for pointer and keyboard. */
export class ToolBox {
  draft: Draft | undefined;
  isPickingColor = false;
  private readonly editor: MaskEditor;
  private readonly speaker: Speaker;
  private readonly host: ToolHost;
  private readonly proxyPerPicture: number;
  private stroke: { last: Dab; readonly value: 0 | 255 } | undefined;
  private lastDab: Dab | undefined;

  constructor(editor: MaskEditor, speaker: Speaker, host: ToolHost, proxyPerPicture: number) {
    this.editor = editor;
    this.speaker = speaker;
    this.host = host;
    this.proxyPerPicture = proxyPerPicture;
  }

  get isPainting(): boolean {
    return this.stroke !== undefined;
  }

  get paints(): boolean {
    const { tool } = this.host.settings();
    return !this.isPickingColor && (tool === 'brush' || tool === 'eraser');
  }

  /** @param pressure of a pen, 0 to 1 @returns the radius of the brush in pixels of the proxy */
  radius(pressure = 1): number {
    const { sizePx } = this.host.settings().toolOptions;
    return Math.max(0.5, (sizePx / 2) * this.proxyPerPicture * Math.max(0.05, pressure));
  }

  /** @returns what the tool writes: 255 adds to the mask */
  value(isSwappedOnce = false): 0 | 255 {
    const { tool, toolOptions } = this.host.settings();
    const erases = (tool === 'eraser') !== (toolOptions.isSwapped !== isSwappedOnce);
    return erases ? 0 : 255;
  }

  /** @param joins begins with a straight line from the end of the last stroke */
  beginStroke(dab: Dab, isSwappedOnce: boolean, joins: boolean): void {
    this.endShape();
    const value = this.value(isSwappedOnce);
    this.editor.begin(value === 255 ? 'brush' : 'eraser');
    this.editor.stamp((joins ? this.lastDab : undefined) ?? dab, dab, value);
    this.stroke = { last: dab, value };
  }

  continueStroke(dab: Dab): void {
    if (this.stroke === undefined) return;
    this.editor.stamp(this.stroke.last, dab, this.stroke.value);
    this.stroke.last = dab;
  }

  endStroke(): void {
    if (this.stroke === undefined) return;
    const { last, value } = this.stroke;
    this.stroke = undefined;
    this.lastDab = last;
    this.tell(this.editor.commit(), value === 255 ? 'say.painted' : 'say.erased');
  }

  cancelStroke(): void {
    if (this.stroke === undefined) return;
    this.stroke = undefined;
    this.editor.cancel();
    this.host.settled();
  }

  /** Puts the drawn shape into the mask. */
  finishShape(isSwappedOnce = false): void {
    const { draft } = this;
    const { tool } = this.host.settings();
    this.draft = undefined;
    this.host.drawMarks();
    const value = this.value(isSwappedOnce);
    if (draft?.kind === 'box' && (tool === 'rectangle' || tool === 'ellipse')) {
      this.tell(this.editor.fillBox(tool, boxOf(draft), value), sentenceFor(value));
    } else if (draft?.kind === 'points' && (tool === 'lasso' || tool === 'polygon')) {
      this.tell(this.editor.fillPoints(tool, draft.points, value), sentenceFor(value));
    }
  }

  /** @returns whether there was a shape or a color to choose that is now given up */
  endShape(): boolean {
    const hadSome = this.draft !== undefined || this.isPickingColor;
    this.draft = undefined;
    this.isPickingColor = false;
    if (hadSome) this.host.drawMarks();
    return hadSome;
  }

  /** The wand at a point, or the color there when one is to be chosen. */
  selectAt(point: Point, isSwappedOnce = false): void {
    const pixels = this.host.pixels();
    if (pixels === undefined) return;
    const { tolerance, isTouching } = this.host.settings().toolOptions;
    const value = this.value(isSwappedOnce);
    if (this.isPickingColor) {
      this.isPickingColor = false;
      this.host.drawMarks();
      const color = colorAt(pixels, point);
      if (color === undefined) return;
      this.tell(
        this.editor.merge('fromColor', selectColor(pixels, color, tolerance), value),
        sentenceFor(value),
      );
    } else {
      const found = selectSimilar(pixels, point, { tolerance, touching: isTouching });
      this.tell(this.editor.merge('wand', found, value), sentenceFor(value));
    }
  }

  /** Adds what is transparent in the picture. */
  addTransparency(): void {
    const pixels = this.host.pixels();
    if (pixels === undefined) return;
    this.tell(this.editor.merge('fromTransparency', fromTransparency(pixels), 255), 'step.fromTransparency');
  }

  change(what: MaskChange): void {
    this.cancelStroke();
    this.tell(this.editor.change(what), `step.${what}`);
  }

  /** @param distance in pixels of the picture */
  adjust(what: MaskAdjustment, distance: number): void {
    this.cancelStroke();
    this.tell(this.editor.adjust(what, distance * this.proxyPerPicture), `step.${what}`);
  }

  /** Tells the new summary, and says what was done and how much is masked. */
  tell(hasChanged: boolean, done: CanvasText | `step.${StepName}`): void {
    this.host.settled();
    const percent = this.editor.summary().share * 100;
    if (!hasChanged) this.speaker.say('say.unchanged', percent);
    else if (done.startsWith('step.')) this.speaker.say('say.changed', this.speaker.text(done), percent);
    else this.speaker.say(done, percent);
  }
}

/** @returns the rectangle between two corners; square ones grow from the first corner to the longer side */
export function boxOf({ from, to, isSquare }: Extract<Draft, { kind: 'box' }>): Rectangle {
  let width = to.x - from.x;
  let height = to.y - from.y;
  if (isSquare) {
    const side = Math.max(Math.abs(width), Math.abs(height));
    width = width < 0 ? -side : side;
    height = height < 0 ? -side : side;
  }
  return { left: from.x, top: from.y, width, height };
}

function sentenceFor(value: 0 | 255): CanvasText {
  return value === 255 ? 'say.painted' : 'say.erased';
}

function colorAt(pixels: Pixels, point: Point): readonly [number, number, number] | undefined {
  const x = Math.floor(point.x);
  const y = Math.floor(point.y);
  if (!(x >= 0 && y >= 0 && x < pixels.width && y < pixels.height)) return undefined;
  const at = (y * pixels.width + x) * 4;
  return [pixels.data[at] ?? 0, pixels.data[at + 1] ?? 0, pixels.data[at + 2] ?? 0];
}
