import type { Mask, Point, Rectangle } from '../../../src/core/mask/mask';
import { unpackMask } from '../../../src/core/mask/runs';
import type { Pixels } from '../../../src/core/mask/wand';
import type { MarginsView } from '../../../src/protocol/view';
import { KeyCursor } from './keyCursor';
import { KeyCommands } from './keyCommands';
import { KeyReader, type KeyInput } from './keys';
import { type CanvasMaskSummary, type MaskAdjustment, type MaskChange, MaskEditor } from './maskEditor';
import { PointerTools, type PointerInput } from './pointerTools';
import type { CanvasCommand, CanvasPicture, CanvasPlace, CanvasSettings, Compare } from './settings';
import type { Speaker } from './speaker';
import { type Draft, ToolBox } from './toolBox';
import { type Box, fitView, keepInSight, reveal, type Size, toProxy, type View, zoomAt } from './view';

/** What asks for numbers beside the canvas. */
export type CanvasForm = MaskAdjustment | 'shape';

/** What the canvas tells, and what draws it. */
export interface CanvasHost {
  settingsChanged(change: Partial<CanvasSettings>): void;
  maskChanged(summary: CanvasMaskSummary): void;
  command(command: CanvasCommand): void;
  formRequested(form: CanvasForm): void;
  viewChanged(view: View): void;
  swiped(position: number): void;
  /** Pixels of the picture at the size of the proxy; undefined before it is loaded. */
  pixels(): Pixels | undefined;
  drawMask(changed: Rectangle): void;
  drawMarks(): void;
}

/** What is drawn over picture and mask, in pixels of the proxy. */
export interface Marks {
  readonly draft: Draft | undefined;
  readonly tool: CanvasSettings['tool'];
  /** The brush under the pointer, or the keyboard's cursor. */
  readonly cursor: (Point & { readonly radius: number; readonly isKeyboard: boolean }) | undefined;
  readonly context: Rectangle | undefined;
  /** The picture with what is added at its edges; undefined where nothing is. */
  readonly extended: Box | undefined;
}

const zoomLimits = { smallest: 0.02, largest: 64 };

/**
 * The mask canvas without its elements: picture, mask, tools, view. Pointers and keys come in as plain data, in CSS
 * pixels from the canvas's own corner; what has to be drawn or told goes to its host.
 */
export class CanvasController {
  readonly picture: CanvasPicture;
  readonly editor: MaskEditor;
  readonly tools: ToolBox;
  readonly pointer: PointerTools;
  readonly cursor: KeyCursor;
  view: View = { scale: 1, x: 0, y: 0 };
  private readonly speaker: Speaker;
  private readonly host: CanvasHost;
  private readonly keys = new KeyReader();
  private readonly keyCommands: KeyCommands;
  private readonly proxyPerPicture: number;
  private readonly isCursorKept: boolean;
  private settings: CanvasSettings;
  private compare: Compare | undefined;
  private context: Rectangle | undefined;
  private margins: MarginsView | undefined;
  private canMask = true;
  private areGuidesShown = true;
  private viewport: Size = { width: 0, height: 0 };
  private isFitted = true;
  private firstPlace: CanvasPlace | undefined;

  constructor(options: {
    readonly picture: CanvasPicture;
    readonly settings: CanvasSettings;
    readonly speaker: Speaker;
    readonly host: CanvasHost;
    /** The keyboard's cursor is there from the start, for who does not see the pointer. */
    readonly isCursorKept: boolean;
    /** What was seen before the page was built anew; another picture's is of no use. */
    readonly place?: CanvasPlace | undefined;
  }) {
    const { picture, speaker, host } = options;
    this.picture = picture;
    this.settings = options.settings;
    this.speaker = speaker;
    this.host = host;
    this.isCursorKept = options.isCursorKept;
    this.firstPlace = options.place?.picture === nameOf(picture) ? options.place : undefined;
    this.proxyPerPicture = picture.proxyWidth / picture.width;
    const size = { width: picture.proxyWidth, height: picture.proxyHeight };
    this.editor = new MaskEditor(size, (changed) => host.drawMask(changed));
    const shared = {
      settings: () => this.settings,
      drawMarks: () => host.drawMarks(),
    };
    this.tools = new ToolBox(
      this.editor,
      speaker,
      { ...shared, pixels: () => host.pixels(), settled: () => this.tellMask() },
      this.proxyPerPicture,
    );
    this.pointer = new PointerTools(this.tools, {
      ...shared,
      view: () => this.view,
      pan: (x, y) => this.pan(x, y),
      zoom: (at, factor) => this.zoomBy(factor, at),
      canPaint: () => this.canPaint(),
      swipeX: () =>
        this.compare?.mode === 'swipe' ? this.compare.position * this.viewport.width : undefined,
      swipe: (x) => host.swiped(Math.min(1, Math.max(0, x / this.viewport.width))),
    });
    this.cursor = new KeyCursor(
      this.editor,
      this.tools,
      speaker,
      {
        ...shared,
        middle: () => toProxy(this.view, { x: this.pane.width / 2, y: this.pane.height / 2 }),
        reveal: (point) => this.show(reveal(this.view, point, this.pane)),
      },
      this.proxyPerPicture,
    );
    this.keyCommands = new KeyCommands(this, speaker, {
      ...shared,
      arrange: (change) => this.arrange(change),
      command: (command) => host.command(command),
    });
  }

  /** CSS pixels for one pixel of the picture, in percent. */
  get zoomPercent(): number {
    return Math.round(this.view.scale * this.proxyPerPicture * 100);
  }

  /** What is seen, for the next page; undefined while the picture is fitted. */
  get place(): CanvasPlace | undefined {
    if (this.isFitted) return undefined;
    const { x, y } = toProxy(this.view, { x: this.pane.width / 2, y: this.pane.height / 2 });
    return { picture: nameOf(this.picture), scale: this.view.scale, x, y };
  }

  setSettings(settings: CanvasSettings): void {
    if (settings.tool !== this.settings.tool) this.tools.endShape();
    this.settings = settings;
    this.host.drawMarks();
  }

  /** @param compare undefined when no candidate is shown */
  setCompare(compare: Compare | undefined): void {
    const wasSplit = this.compare?.mode === 'sideBySide';
    this.compare = compare;
    if ((compare?.mode === 'sideBySide') !== wasSplit) this.resize(this.viewport);
  }

  /** @param canMask whether the task takes a mask at all */
  setCanMask(canMask: boolean): void {
    this.canMask = canMask;
    this.host.drawMarks();
  }

  /** @param context what of the picture is sent, in its pixels */
  setContext(context: Rectangle | undefined): void {
    this.context = context;
    this.host.drawMarks();
  }

  /** @param areShown whether what is sent and what is added is drawn; a result is looked at without */
  showGuides(areShown: boolean): void {
    this.areGuidesShown = areShown;
    this.host.drawMarks();
  }

  /** @param margins what is added to the edges, in pixels of the picture; undefined where nothing can be */
  setMargins(margins: MarginsView | undefined): void {
    const had = this.margins !== undefined;
    this.margins = margins;
    if (this.isFitted && had !== (margins !== undefined)) this.fit();
    this.host.drawMarks();
  }

  resize(viewport: Size): void {
    const isFirst = this.viewport.width === 0;
    const kept = isFirst ? this.firstPlace : this.place;
    this.viewport = viewport;
    if (kept === undefined) this.fit();
    else this.center(kept);
    if (isFirst && this.isCursorKept) this.cursor.show();
  }

  private center({ scale, ...middle }: CanvasPlace): void {
    this.isFitted = false;
    this.show({
      scale,
      x: this.pane.width / 2 - middle.x * scale,
      y: this.pane.height / 2 - middle.y * scale,
    });
  }

  pan(x: number, y: number): void {
    this.isFitted = false;
    this.show({ ...this.view, x: this.view.x + x, y: this.view.y + y });
  }

  /** @param at what stays in place, in CSS pixels; the middle without */
  zoomBy(factor: number, at: Point = { x: this.pane.width / 2, y: this.pane.height / 2 }): void {
    this.zoomTo(this.view.scale * factor, at);
  }

  actualSize(): void {
    this.zoomTo(1 / this.proxyPerPicture, { x: this.pane.width / 2, y: this.pane.height / 2 });
    this.speaker.say('say.zoom', this.zoomPercent);
  }

  fit(): void {
    this.isFitted = true;
    this.show(fitView(this.box, this.pane, 1 / this.proxyPerPicture));
  }

  /** The wheel, and the pinch of a trackpad, which browsers tell as a wheel with Ctrl. */
  wheel(
    at: Point,
    turn: { readonly x: number; readonly y: number; readonly isPinch: boolean; readonly isShift: boolean },
    wheel: 'zoom' | 'pan',
  ): void {
    const inPane = this.inPane(at);
    if (turn.isPinch) this.zoomBy(Math.exp(-turn.y * 0.01), inPane);
    else if (turn.isShift) this.pan(turn.x === 0 ? -turn.y : -turn.x, 0);
    else if (wheel === 'zoom') this.zoomBy(Math.exp(-Math.max(-200, Math.min(200, turn.y)) * 0.002), inPane);
    else this.pan(-turn.x, -turn.y);
  }

  pointerDown(input: PointerInput): void {
    if (!this.isCursorKept) this.cursor.hide();
    this.pointer.down(this.inPane(input));
  }

  pointerMove(inputs: readonly PointerInput[]): void {
    this.pointer.move(inputs.map((input) => this.inPane(input)));
  }

  pointerUp(input: PointerInput): void {
    this.pointer.up(this.inPane(input));
  }

  /** @returns whether the key is the canvas's; all others belong to VS Code */
  keyDown(input: KeyInput): boolean {
    const action = this.keys.read(input);
    if (action === undefined) return false;
    if (!input.isRepeat || !['space', 'enter', 'holdOriginal'].includes(action.kind))
      this.keyCommands.run(action);
    return true;
  }

  keyUp(key: string): void {
    if (key === ' ') {
      this.pointer.isPanHeld = false;
      if (!this.pointer.isBusy) this.cursor.release();
      this.host.drawMarks();
    } else if (key.toLowerCase() === 'c') {
      this.host.command('releaseOriginal');
    }
  }

  /** The focus has gone: what was held is let go, because no key will tell. */
  blur(): void {
    if (!this.pointer.isBusy) this.cursor.release();
    this.pointer.isPanHeld = false;
    this.host.command('releaseOriginal');
  }

  undo(): void {
    this.tools.endShape();
    this.sayStep(this.editor.undo(), 'say.undone', 'say.nothingToUndo');
  }

  redo(): void {
    this.sayStep(this.editor.redo(), 'say.redone', 'say.nothingToRedo');
  }

  change(what: MaskChange): void {
    if (this.canPaint()) this.tools.change(what);
  }

  /** @param distance in pixels of the picture */
  adjust(what: MaskAdjustment, distance: number): void {
    if (this.canPaint()) this.tools.adjust(what, distance);
  }

  addTransparency(): void {
    if (this.canPaint()) this.tools.addTransparency();
  }

  /** The next click, or Enter at the cursor, chooses a color; what is like it is masked. */
  pickColor(): void {
    if (!this.canPaint()) return;
    this.tools.endShape();
    this.tools.isPickingColor = true;
    this.speaker.say('say.pickColor');
    this.host.drawMarks();
  }

  requestForm(form: CanvasForm): void {
    this.host.formRequested(form);
  }

  /** @param box in pixels of the picture; the tool's own shape, a rectangle for other tools */
  fillByNumbers(box: Rectangle): void {
    if (!this.canPaint()) return;
    const { tool } = this.settings;
    const value = this.tools.value();
    const done = this.editor.fillBox(
      tool === 'ellipse' ? 'ellipse' : 'rectangle',
      scaled(box, this.proxyPerPicture),
      value,
    );
    this.tools.tell(done, value === 255 ? 'say.painted' : 'say.erased');
  }

  /** @param point in pixels of the picture */
  addPointByNumbers(point: Point): void {
    if (!this.canPaint()) return;
    this.cursor.addPoint({ x: point.x * this.proxyPerPicture, y: point.y * this.proxyPerPicture });
  }

  /** @returns the mask for the host, in memory of its own */
  packed(): Uint8Array {
    return this.editor.packed();
  }

  /**
   * Puts a mask of the host in place of this one, as one step that can be undone.
   *
   * @param packed undefined empties the mask
   * @returns whether it was a mask of the proxy's size
   */
  load(packed: Uint8Array | undefined): boolean {
    const mask = packed === undefined ? undefined : unpackMask(packed);
    if (packed !== undefined && (mask === undefined || !this.isOfThisSize(mask))) return false;
    if (this.editor.replace(mask === undefined ? 'clear' : 'load', mask)) this.tellMask();
    return true;
  }

  marks(): Marks {
    const { hover } = this.pointer;
    const radius = this.tools.paints ? this.tools.radius() : 0;
    const atPointer = hover === undefined || !this.tools.paints ? undefined : toProxy(this.view, hover);
    const isKeyboard = this.cursor.point !== undefined;
    const point = this.cursor.point ?? atPointer;
    return {
      draft: this.tools.draft,
      tool: this.settings.tool,
      cursor: point !== undefined && this.canPaint() ? { ...point, radius, isKeyboard } : undefined,
      context:
        this.context === undefined || !this.hasGuides
          ? undefined
          : scaled(this.context, this.proxyPerPicture),
      extended: this.isExtended && this.hasGuides ? this.box : undefined,
    };
  }

  /** Whether the mask can be changed now: not while two pictures are compared. */
  canPaint(): boolean {
    return this.canMask && !this.isComparing;
  }

  /** Whether anything is added: the handles alone say that it could be. */
  private get isExtended(): boolean {
    return Object.values(this.margins ?? {}).some((px) => px > 0);
  }

  private get hasGuides(): boolean {
    return this.areGuidesShown && !this.isComparing;
  }

  private get isComparing(): boolean {
    return this.compare !== undefined && this.compare.mode !== 'result';
  }

  private arrange(change: Partial<CanvasSettings>): void {
    this.setSettings({ ...this.settings, ...change });
    this.host.settingsChanged(change);
  }

  private sayStep(
    step: ReturnType<MaskEditor['undo']>,
    done: 'say.undone' | 'say.redone',
    nothing: 'say.nothingToUndo' | 'say.nothingToRedo',
  ): void {
    if (step === undefined) {
      this.speaker.say(nothing);
      return;
    }
    this.tellMask();
    this.speaker.say(done, this.speaker.text(`step.${step}`));
  }

  private tellMask(): void {
    this.host.maskChanged(this.editor.summary());
  }

  private isOfThisSize(mask: Mask): boolean {
    return mask.width === this.editor.mask.width && mask.height === this.editor.mask.height;
  }

  private zoomTo(scale: number, at: Point): void {
    this.isFitted = false;
    const smallest = Math.min(zoomLimits.smallest / this.proxyPerPicture, this.view.scale);
    const limited = Math.min(zoomLimits.largest / this.proxyPerPicture, Math.max(smallest, scale));
    this.show(zoomAt(this.view, at, limited));
  }

  private show(view: View): void {
    this.view = keepInSight(view, this.box, this.pane);
    this.host.viewChanged(this.view);
  }

  /** One of two halves when two pictures stand side by side. */
  private get pane(): Size {
    const { width, height } = this.viewport;
    return this.compare?.mode === 'sideBySide' ? { width: width / 2, height } : { width, height };
  }

  private get box(): Box {
    const { left = 0, up = 0, right = 0, down = 0 } = this.margins ?? {};
    const scale = this.proxyPerPicture;
    return {
      left: -left * scale,
      top: -up * scale,
      width: this.picture.proxyWidth + (left + right) * scale,
      height: this.picture.proxyHeight + (up + down) * scale,
    };
  }

  private inPane<P extends Point>(at: P): P {
    const { width } = this.pane;
    const isSecond = this.compare?.mode === 'sideBySide' && at.x >= width;
    return isSecond ? { ...at, x: at.x - width } : at;
  }
}

function nameOf({ name, width, height }: CanvasPicture): string {
  return `${name} ${width} x ${height}`;
}

function scaled(box: Rectangle, factor: number): Rectangle {
  return {
    left: box.left * factor,
    top: box.top * factor,
    width: box.width * factor,
    height: box.height * factor,
  };
}
