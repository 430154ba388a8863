import type { Point } from '../../../src/core/mask/mask';
import type { MaskEditor } from './maskEditor';
import type { CanvasSettings } from './settings';
import type { Speaker } from './speaker';
import type { ToolBox } from './toolBox';

/** What the keyboard cursor needs of the canvas around it. */
export interface CursorHost {
  settings(): CanvasSettings;
  /** The middle of what is seen, in pixels of the proxy. */
  middle(): Point;
  /** Scrolls until the point is seen. */
  reveal(point: Point): void;
  drawMarks(): void;
}

/** The cursor that arrows move, and what Space and Enter do at it. In pixels of the proxy. */
export class KeyCursor {
  point: Point | undefined;
  private readonly editor: MaskEditor;
  private readonly tools: ToolBox;
  private readonly speaker: Speaker;
  private readonly host: CursorHost;
  private readonly proxyPerPicture: number;

  constructor(
    editor: MaskEditor,
    tools: ToolBox,
    speaker: Speaker,
    host: CursorHost,
    proxyPerPicture: number,
  ) {
    this.editor = editor;
    this.tools = tools;
    this.speaker = speaker;
    this.host = host;
    this.proxyPerPicture = proxyPerPicture;
  }

  /** The first arrow shows the cursor; the next move it by a quarter of the brush, big steps by all of it. */
  move(x: number, y: number, isBig: boolean): void {
    if (this.point === undefined) {
      this.show();
    } else {
      const size = this.tools.radius() * 2;
      const step = Math.max(1, isBig ? size : size / 4);
      this.moveTo({ x: this.point.x + x * step, y: this.point.y + y * step });
    }
    this.sayPlace();
  }

  show(): void {
    this.moveTo(this.host.middle());
  }

  /** @returns whether there was a cursor to hide */
  hide(): boolean {
    const wasShown = this.point !== undefined;
    this.point = undefined;
    if (wasShown) this.host.drawMarks();
    return wasShown;
  }

  /** Space pressed: brush and eraser paint as long as it is held, the other tools act as with Enter. */
  press(): void {
    if (this.point === undefined) return;
    if (this.tools.paints)
      this.tools.beginStroke({ ...this.point, radius: this.tools.radius() }, false, false);
    else this.set();
  }

  /** Space let go. */
  release(): void {
    this.tools.endStroke();
  }

  /** Enter: a corner, a point, a place for the wand; for brush and eraser one dab. */
  set(): void {
    const { point } = this;
    if (point === undefined) return;
    const { tool } = this.host.settings();
    if (this.tools.isPickingColor || tool === 'wand') {
      this.tools.selectAt(point);
    } else if (tool === 'brush' || tool === 'eraser') {
      this.press();
      this.release();
    } else if (tool === 'rectangle' || tool === 'ellipse') {
      this.setCorner(point);
    } else {
      this.addPoint(point);
    }
  }

  private setCorner(point: Point): void {
    if (this.tools.draft?.kind === 'box') {
      this.tools.draft = { ...this.tools.draft, to: point };
      this.tools.finishShape();
    } else {
      this.tools.draft = { kind: 'box', from: point, to: point, isSquare: false };
      this.host.drawMarks();
      this.speaker.say('say.corner', ...this.inPicture(point));
    }
  }

  /** The same point again closes the shape. */
  addPoint(point: Point): void {
    const points = this.tools.draft?.kind === 'points' ? this.tools.draft.points : [];
    const last = points.at(-1);
    if (last?.x === point.x && last.y === point.y) {
      if (points.length > 2) this.tools.finishShape();
      return;
    }
    this.tools.draft = { kind: 'points', points: [...points, point], hover: point };
    this.host.drawMarks();
    this.speaker.say('say.points', points.length + 1, ...this.inPicture(point));
  }

  private moveTo(to: Point): void {
    const { width, height } = this.editor.mask;
    const point = { x: inside(to.x, width), y: inside(to.y, height) };
    this.point = point;
    const { draft } = this.tools;
    if (draft?.kind === 'box') this.tools.draft = { ...draft, to: point };
    else if (draft?.kind === 'points') this.tools.draft = { ...draft, hover: point };
    this.tools.continueStroke({ ...point, radius: this.tools.radius() });
    this.host.reveal(point);
    this.host.drawMarks();
  }

  private sayPlace(): void {
    if (this.point === undefined || this.tools.isPainting) return;
    const value = this.editor.valueAt(this.point);
    const key = value === 0 ? 'say.notMasked' : value === 255 ? 'say.masked' : 'say.partlyMasked';
    this.speaker.say(key, ...this.inPicture(this.point));
  }

  private inPicture({ x, y }: Point): [number, number] {
    return [Math.floor(x / this.proxyPerPicture), Math.floor(y / this.proxyPerPicture)];
  }
}

/** @returns the middle of a pixel inside the side */
function inside(value: number, side: number): number {
  return Math.min(side - 1, Math.max(0, Math.floor(value))) + 0.5;
}
