import type { ToolName } from './settings';

/** A key as the canvas sees it, without the event around it. */
export interface KeyInput {
  readonly key: string;
  /** Place on the keyboard, for layouts without Latin letters. */
  readonly code: string;
  readonly isShift: boolean;
  /** Ctrl, Cmd or Alt: such keys belong to VS Code. */
  readonly isCommand: boolean;
  readonly isRepeat: boolean;
  readonly timeMs: number;
}

/** What a key asks for. */
export type KeyAction =
  | { readonly kind: 'tool'; readonly tool: ToolName }
  | { readonly kind: 'move'; readonly x: -1 | 0 | 1; readonly y: -1 | 0 | 1; readonly isBig: boolean }
  | { readonly kind: 'size'; readonly index: number }
  | { readonly kind: 'resize'; readonly factor: number }
  | { readonly kind: 'zoom'; readonly factor: number }
  | { readonly kind: PlainAction };

type PlainAction =
  | 'swap'
  | 'actualSize'
  | 'fit'
  | 'undo'
  | 'redo'
  | 'toggleOverlay'
  | 'invert'
  | 'clear'
  | 'byNumbers'
  | 'holdOriginal'
  | 'nextCompareMode'
  | 'previousCandidate'
  | 'nextCandidate'
  | 'showKeys'
  | 'escape'
  | 'space'
  | 'enter';

const plain: Readonly<Record<string, KeyAction>> = {
  b: { kind: 'tool', tool: 'brush' },
  e: { kind: 'tool', tool: 'eraser' },
  r: { kind: 'tool', tool: 'rectangle' },
  o: { kind: 'tool', tool: 'ellipse' },
  l: { kind: 'tool', tool: 'lasso' },
  p: { kind: 'tool', tool: 'polygon' },
  w: { kind: 'tool', tool: 'wand' },
  x: { kind: 'swap' },
  '[': { kind: 'resize', factor: 1 / 1.1 },
  ']': { kind: 'resize', factor: 1.1 },
  '0': { kind: 'actualSize' },
  '-': { kind: 'zoom', factor: 1 / 1.25 },
  '=': { kind: 'zoom', factor: 1.25 },
  '+': { kind: 'zoom', factor: 1.25 },
  f: { kind: 'fit' },
  z: { kind: 'undo' },
  m: { kind: 'toggleOverlay' },
  i: { kind: 'invert' },
  n: { kind: 'byNumbers' },
  c: { kind: 'holdOriginal' },
  v: { kind: 'nextCompareMode' },
  ',': { kind: 'previousCandidate' },
  '.': { kind: 'nextCandidate' },
  '?': { kind: 'showKeys' },
  delete: { kind: 'clear' },
  backspace: { kind: 'clear' },
  escape: { kind: 'escape' },
  ' ': { kind: 'space' },
  enter: { kind: 'enter' },
};

const arrows: Readonly<Record<string, readonly [-1 | 0 | 1, -1 | 0 | 1]>> = {
  arrowleft: [-1, 0],
  arrowright: [1, 0],
  arrowup: [0, -1],
  arrowdown: [0, 1],
};

/** VS Code waits about so long for the second key of a chord. */
const chordMs = 5000;

/** Tells which keys are the canvas's. A key with Ctrl, Cmd or Alt never is, nor the one that ends a chord of VS Code. */
export class KeyReader {
  private chordUntilMs = -Infinity;

  /** @returns undefined for a key that is left to VS Code */
  read(input: KeyInput): KeyAction | undefined {
    const key = latin(input).toLowerCase();
    if (['control', 'meta', 'shift', 'alt', 'altgraph'].includes(key)) return undefined;
    const endsChord = input.timeMs < this.chordUntilMs;
    this.chordUntilMs = -Infinity;
    if (input.isCommand) {
      if (key === 'k' && !endsChord) this.chordUntilMs = input.timeMs + chordMs;
      return undefined;
    }
    // It arrives here and at VS Code, which takes it as the end of its chord.
    if (endsChord) return undefined;
    const arrow = arrows[key];
    if (arrow !== undefined) return { kind: 'move', x: arrow[0], y: arrow[1], isBig: input.isShift };
    if (key === 'z' && input.isShift) return { kind: 'redo' };
    if (/^[1-9]$/.test(key)) return { kind: 'size', index: Number(key) - 1 };
    if (/^[a-z]$/.test(key) && input.isShift) return undefined;
    return plain[key];
  }
}

/** A Korean or Greek layout gives its own letters; the keys are named for where the Latin ones stand. */
function latin({ key, code }: KeyInput): string {
  const isForeignLetter = key.length === 1 && key > '\u007f';
  return isForeignLetter && /^Key[A-Z]$/.test(code) ? code.slice(3) : key;
}
