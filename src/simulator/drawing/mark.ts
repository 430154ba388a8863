import type { Canvas } from './canvas';
import type { Rgb } from './color';

/** The letters of the mark, five rows of three to five pixels. */
const letters: Readonly<Record<string, readonly string[]>> = {
  O: ['111', '101', '101', '101', '111'],
  F: ['111', '100', '110', '100', '100'],
  L: ['100', '100', '100', '100', '111'],
  I: ['1', '1', '1', '1', '1'],
  N: ['1001', '1101', '1011', '1001', '1001'],
  E: ['111', '100', '110', '100', '111'],
  P: ['111', '101', '111', '100', '100'],
  R: ['110', '101', '110', '101', '101'],
  V: ['101', '101', '101', '101', '010'],
  W: ['10001', '10101', '10101', '11011', '10001'],
  ' ': ['00', '00', '00', '00', '00'],
};

const text = Array.from('OFFLINE PREVIEW');
const paper: Rgb = [255, 255, 255];
const ink: Rgb = [30, 30, 40];

/** In dots: the paper around the letters, and from there to the edges of the picture. */
export const markMargin = 4;
export const markInset = 6;

/** The letters in five rows, for who looks for the mark. */
export const markRows: readonly string[] = Array.from({ length: 5 }, (_, row) =>
  text.map((letter) => letters[letter]?.[row] ?? '').join('0'),
);

/** Below this the mark would cover the picture. */
const MIN_SIDE_PX = 200;

/** Says in a corner that no model made this: small, and readable on any ground. */
export function drawMark(canvas: Canvas): void {
  const { width, height } = canvas;
  if (Math.min(width, height) < MIN_SIDE_PX) return;
  const dot = Math.max(1, Math.round(Math.min(width, height) / 420)) / height;
  const columns = text.reduce((sum, letter) => sum + (letters[letter]?.[0]?.length ?? 0) + 1, -1);
  const margin = markMargin * dot;
  const [boxWidth, boxHeight] = [columns * dot + 2 * margin, 5 * dot + 2 * margin];
  const left = snapped(canvas.aspect - boxWidth - markInset * dot, height);
  const top = snapped(1 - boxHeight - markInset * dot, height);
  canvas.rectangle(left, top, boxWidth, boxHeight, paper, 0.78);
  let x = left + margin;
  for (const letter of text) {
    const rows = letters[letter] ?? [];
    for (const [row, line] of rows.entries()) {
      for (const [column, bit] of Array.from(line).entries()) {
        if (bit === '1') canvas.rectangle(x + column * dot, top + margin + row * dot, dot, dot, ink, 0.85);
      }
    }
    x += ((rows[0]?.length ?? 0) + 1) * dot;
  }
}

/** On whole pixels the letters stay sharp. */
function snapped(value: number, height: number): number {
  return Math.round(value * height) / height;
}
