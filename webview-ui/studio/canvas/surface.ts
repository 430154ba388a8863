import { clip, type Rectangle, union } from '../../../src/core/mask/mask';
import type { MarginsView } from '../../../src/protocol/view';
import type { CanvasController } from './controller';
import { drawMarks } from './marksLayer';
import { drawPictures } from './pictureLayer';
import type { LoadedPicture } from './pictures';
import { type Compare, defaultCompare, type OverlayOptions } from './settings';
import { drawTint } from './tint';
import type { Size } from './view';

/** The three layers, from back to front. */
export interface Layers {
  readonly pictures: HTMLCanvasElement;
  readonly mask: HTMLCanvasElement;
  readonly marks: HTMLCanvasElement;
}

/** A candidate, and what was added to the picture's edges in it, in pixels of the picture. */
export interface LoadedCandidate {
  readonly picture: LoadedPicture;
  readonly margins?: MarginsView | undefined;
}

/** What of the theme is drawn into pixels. */
interface ThemeColors {
  readonly mask: readonly [number, number, number];
  readonly checks: readonly [string, string];
  readonly border: string;
}

/**
 * Draws once a frame what has changed since the last: pictures when the view or a picture changes, of the mask only
 * the part that a stroke has touched, marks whenever the pointer moves.
 */
export class CanvasSurface {
  private readonly layers: Layers;
  private readonly controller: CanvasController;
  private readonly contexts: Readonly<Record<keyof Layers, CanvasRenderingContext2D>>;
  private picture: LoadedPicture | undefined;
  private candidate: LoadedCandidate | undefined;
  private compare: Compare = defaultCompare;
  private overlay: OverlayOptions | undefined;
  private colors: ThemeColors | undefined;
  private viewport: Size = { width: 0, height: 0 };
  private density = 1;
  private frame: number | undefined;
  private dirtyMask: Rectangle | 'all' | undefined;
  private arePicturesDirty = false;

  constructor(layers: Layers, controller: CanvasController) {
    this.layers = layers;
    this.controller = controller;
    this.contexts = {
      pictures: contextOf(layers.pictures),
      mask: contextOf(layers.mask),
      marks: contextOf(layers.marks),
    };
  }

  setPictures(
    picture: LoadedPicture | undefined,
    candidate: LoadedCandidate | undefined,
    compare: Compare,
  ): void {
    this.picture = picture;
    this.candidate = candidate;
    this.compare = compare;
    this.drawAll();
  }

  setOverlay(overlay: OverlayOptions): void {
    this.overlay = overlay;
    this.colors = undefined;
    this.drawAll();
  }

  /** The theme has changed. */
  readTheme(): void {
    this.colors = undefined;
    this.drawAll();
  }

  /** @param viewport in CSS pixels */
  resize(viewport: Size): void {
    this.viewport = viewport;
    this.density = devicePixelRatio;
    for (const layer of Object.values(this.layers) as HTMLCanvasElement[]) {
      layer.width = Math.max(1, Math.round(viewport.width * this.density));
      layer.height = Math.max(1, Math.round(viewport.height * this.density));
    }
    this.drawAll();
  }

  drawAll(): void {
    this.arePicturesDirty = true;
    this.dirtyMask = 'all';
    this.drawMarks();
  }

  /** @param changed in pixels of the mask */
  drawMask(changed: Rectangle): void {
    this.dirtyMask = this.dirtyMask === 'all' ? 'all' : union(this.dirtyMask, changed);
    this.drawMarks();
  }

  drawMarks(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  dispose(): void {
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
  }

  private draw(): void {
    if (this.viewport.width < 1 || this.viewport.height < 1) return;
    this.colors ??= readColors(this.layers.mask, this.overlay?.color ?? 'red');
    if (this.arePicturesDirty) this.drawPictureLayer(this.colors);
    if (this.dirtyMask !== undefined) this.drawMaskLayer(this.dirtyMask, this.colors);
    this.arePicturesDirty = false;
    this.dirtyMask = undefined;
    this.contexts.marks.setTransform(this.density, 0, 0, this.density, 0, 0);
    const swipeX =
      this.candidate !== undefined && this.compare.mode === 'swipe'
        ? Math.round(this.viewport.width * this.compare.position)
        : undefined;
    drawMarks(this.contexts.marks, this.controller.marks(), this.controller.view, {
      ...this.viewport,
      swipeX,
    });
  }

  private drawPictureLayer({ checks, border }: ThemeColors): void {
    const { picture, view } = this.controller;
    const size = { width: picture.proxyWidth, height: picture.proxyHeight };
    this.contexts.pictures.setTransform(this.density, 0, 0, this.density, 0, 0);
    drawPictures(this.contexts.pictures, {
      picture: this.picture,
      candidate: this.candidate?.picture,
      size,
      compare: this.compare,
      view,
      viewport: this.viewport,
      extended: this.controller.marks().extended,
      candidateBox: candidateBox(size, size.width / picture.width, this.candidate?.margins),
      zoom: this.controller.zoomPercent / 100,
      checks,
      border,
    });
  }

  private drawMaskLayer(changed: Rectangle | 'all', { mask: color }: ThemeColors): void {
    const context = this.contexts.mask;
    const { width, height } = this.layers.mask;
    if (this.overlay?.isVisible !== true || !this.controller.canPaint()) {
      context.clearRect(0, 0, width, height);
      return;
    }
    const view = {
      scale: this.controller.view.scale * this.density,
      x: this.controller.view.x * this.density,
      y: this.controller.view.y * this.density,
    };
    // Edges are drawn beside the pixels they belong to, and one pixel of a smaller level stands for many.
    const margin = Math.ceil(this.density) + Math.ceil(2 * Math.max(1, view.scale)) + 2;
    const whole = { left: 0, top: 0, width, height };
    const part =
      changed === 'all'
        ? whole
        : clip(
            {
              left: changed.left * view.scale + view.x - margin,
              top: changed.top * view.scale + view.y - margin,
              width: changed.width * view.scale + 2 * margin,
              height: changed.height * view.scale + 2 * margin,
            },
            width,
            height,
          );
    if (part === undefined) return;
    const image = context.createImageData(part.width, part.height);
    drawTint(
      this.controller.editor.pyramid,
      view,
      part,
      { color, strength: this.overlay.strength, density: this.density },
      new Uint32Array(image.data.buffer),
    );
    context.putImageData(image, part.left, part.top);
  }
}

/** @param margins what was added to the edges, in pixels of the picture */
function candidateBox(
  size: Size,
  proxyPerPicture: number,
  { left, right, up, down }: MarginsView = { left: 0, right: 0, up: 0, down: 0 },
): Rectangle {
  return {
    left: -left * proxyPerPicture,
    top: -up * proxyPerPicture,
    width: size.width + (left + right) * proxyPerPicture,
    height: size.height + (up + down) * proxyPerPicture,
  };
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser draws no canvas');
  return context;
}

function readColors(element: Element, color: OverlayOptions['color']): ThemeColors {
  const style = getComputedStyle(element);
  const value = (name: string): string => style.getPropertyValue(`--vscode-${name}`).trim();
  const editor = toRgb(value('editor-background'));
  const widget = toRgb(value('editorWidget-background'));
  const border = value('widget-border') || value('contrastBorder') || value('foreground');
  return {
    mask: toRgb(value(`charts-${color}`)),
    checks: [toCss(editor), toCss(apart(widget, editor, toRgb(value('foreground'))))],
    border,
  };
}

type Rgb = readonly [number, number, number];

/** Where a theme has the two nearly alike, the checks would not be seen: then the text's color is mixed in. */
function apart(color: Rgb, from: Rgb, text: Rgb): Rgb {
  const distance = Math.max(...color.map((part, index) => Math.abs(part - (from[index] ?? 0))));
  if (distance >= 16) return color;
  const mixed = (index: 0 | 1 | 2): number => Math.round(color[index] * 0.85 + text[index] * 0.15);
  return [mixed(0), mixed(1), mixed(2)];
}

function toCss([red, green, blue]: Rgb): string {
  return `rgb(${red} ${green} ${blue})`;
}

/** Themes write colors in many ways; a pixel of one has only one. */
function toRgb(color: string): Rgb {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (context === null) return [255, 0, 0];
  context.fillStyle = '#f00';
  // What is no color leaves the one before.
  context.fillStyle = color;
  context.fillRect(0, 0, 1, 1);
  const [red = 255, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return [red, green, blue];
}
