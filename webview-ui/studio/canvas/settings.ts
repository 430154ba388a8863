/** What the pointer, and Space and Enter, do on the canvas. */
export type ToolName = 'brush' | 'eraser' | 'rectangle' | 'ellipse' | 'lasso' | 'polygon' | 'wand';

/** The tools of the menu *Shape*, in its order. */
export const shapeTools = ['rectangle', 'ellipse', 'lasso', 'polygon'] as const satisfies readonly ToolName[];

/** What the tools share; each uses what it needs. */
export interface ToolOptions {
  /** Diameter of brush and eraser, in pixels of the picture. */
  readonly sizePx: number;
  /** How far a color may differ for the wand, 0 to 255. */
  readonly tolerance: number;
  /** Whether the wand keeps to pixels connected with the chosen one. */
  readonly isTouching: boolean;
  /** Whether every tool takes away what it would add, and the eraser adds. */
  readonly isSwapped: boolean;
}

/** How the mask is shown over the picture. */
export interface OverlayOptions {
  readonly isVisible: boolean;
  readonly color: OverlayColor;
  /** 0 to 1. */
  readonly strength: number;
}

/** One of VS Code's colors for charts. */
export type OverlayColor = 'red' | 'green' | 'blue';

/** What the user arranges around the canvas; the page keeps it over a reload. */
export interface CanvasSettings {
  readonly tool: ToolName;
  readonly toolOptions: ToolOptions;
  readonly overlay: OverlayOptions;
}

/** Before anything was chosen. */
export const defaultCanvasSettings: CanvasSettings = {
  tool: 'brush',
  toolOptions: { sizePx: 64, tolerance: 32, isTouching: true, isSwapped: false },
  overlay: { isVisible: true, color: 'red', strength: 0.45 },
};

/** What of the picture is seen, in pixels of its proxy, so that it outlives another size of the window. */
export interface CanvasPlace {
  /** Of which picture: its name and size. */
  readonly picture: string;
  /** CSS pixels for one pixel of the proxy. */
  readonly scale: number;
  /** What stands in the middle. */
  readonly x: number;
  readonly y: number;
}

/** How a candidate and the picture it was made from are shown together. */
export interface Compare {
  readonly mode: CompareMode;
  /** Where the handle of *Swipe* stands, 0 to 1 from the left; the picture is left of it, the candidate right. */
  readonly position: number;
  /** How much of the candidate *Onion Skin* shows, 0 to 1. */
  readonly opacity: number;
  /** How many times *Difference* enlarges what differs. */
  readonly gain: 1 | 4 | 16;
}

/** A way to compare; *Result* shows the candidate alone. */
export type CompareMode = 'result' | 'swipe' | 'sideBySide' | 'onionSkin' | 'difference';

/** Before anything was chosen. */
export const defaultCompare: Compare = { mode: 'result', position: 0.5, opacity: 0.5, gain: 4 };

/** What a key or a menu asks for that the canvas itself cannot do. */
export type CanvasCommand =
  | 'holdOriginal'
  | 'releaseOriginal'
  | 'nextCompareMode'
  | 'previousCandidate'
  | 'nextCandidate'
  | 'showKeys'
  | 'leave'
  | 'loadMask'
  | 'saveMask';

/** The picture and the proxy of it on which the mask is painted. */
export interface CanvasPicture {
  readonly url: string;
  readonly name: string;
  /** In pixels of the picture. */
  readonly width: number;
  readonly height: number;
  readonly proxyWidth: number;
  readonly proxyHeight: number;
}

/** Brush sizes that the keys 1 to 9 choose, in pixels of the picture. */
export const brushSizes = [4, 8, 16, 32, 64, 128, 256, 512, 1024] as const;

/** The brush never leaves these. */
export const brushLimits = { minPx: 1, maxPx: 2048 } as const;
