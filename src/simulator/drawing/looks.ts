import type { Canvas } from './canvas';
import type { Look } from './reading';

/** Changes the finished picture as the style asks. */
export function applyLook(canvas: Canvas, look: Look): void {
  switch (look) {
    case 'line':
      lineArt(canvas);
      return;
    case 'pixel':
      mosaic(canvas, Math.max(2, Math.round(Math.min(canvas.width, canvas.height) / 72)));
      return;
    case 'lowPoly':
      facets(canvas);
      return;
    case 'photo':
      vignette(canvas, 0.45);
      return;
    case 'soft':
      vignette(canvas, -0.35);
      return;
    case 'flat':
  }
}

/** Dark lines where colors meet, on paper. */
function lineArt({ width, height, rgb }: Canvas): void {
  const light = new Float32Array(width * height);
  for (let at = 0; at < light.length; at++) {
    light[at] = 0.3 * (rgb[at * 3] ?? 0) + 0.59 * (rgb[at * 3 + 1] ?? 0) + 0.11 * (rgb[at * 3 + 2] ?? 0);
  }
  const reach = Math.max(1, Math.round(Math.min(width, height) / 700));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const here = light[at] ?? 0;
      const right = light[y * width + Math.min(width - 1, x + reach)] ?? 0;
      const below = light[Math.min(height - 1, y + reach) * width + x] ?? 0;
      const edge = Math.min(1, Math.hypot(right - here, below - here) / 40);
      const value = 250 - 205 * edge;
      rgb[at * 3] = value;
      rgb[at * 3 + 1] = value;
      rgb[at * 3 + 2] = value - 4 * (1 - edge);
    }
  }
}

function mosaic({ width, height, rgb }: Canvas, side: number): void {
  for (let y = 0; y < height; y++) {
    const fromY = Math.min(height - 1, y - (y % side) + (side >> 1));
    for (let x = 0; x < width; x++) {
      const fromX = Math.min(width - 1, x - (x % side) + (side >> 1));
      copy(rgb, (fromY * width + fromX) * 3, (y * width + x) * 3);
    }
  }
}

/** Triangles of one color each. */
function facets({ width, height, rgb }: Canvas): void {
  const side = Math.max(4, Math.round(Math.min(width, height) / 28));
  const source = rgb.slice();
  for (let y = 0; y < height; y++) {
    const cellY = y - (y % side);
    for (let x = 0; x < width; x++) {
      const cellX = x - (x % side);
      const isUpper = x - cellX + (y - cellY) < side;
      const fromX = Math.min(width - 1, cellX + Math.round(side * (isUpper ? 0.3 : 0.7)));
      const fromY = Math.min(height - 1, cellY + Math.round(side * (isUpper ? 0.3 : 0.7)));
      const [from, to] = [(fromY * width + fromX) * 3, (y * width + x) * 3];
      for (let channel = 0; channel < 3; channel++) {
        rgb[to + channel] = Math.min(255, (source[from + channel] ?? 0) * (isUpper ? 1.03 : 0.97));
      }
    }
  }
}

/** Towards the corners: darker for a positive strength, paler for a negative one. */
function vignette({ width, height, rgb }: Canvas, strength: number): void {
  for (let y = 0; y < height; y++) {
    const dy = (2 * y) / height - 1;
    for (let x = 0; x < width; x++) {
      const dx = (2 * x) / width - 1;
      const share = Math.min(1, (dx * dx + dy * dy) / 2) ** 1.5;
      const at = (y * width + x) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const value = rgb[at + channel] ?? 0;
        rgb[at + channel] =
          strength > 0 ? value * (1 - strength * share) : value + (255 - value) * -strength * share;
      }
    }
  }
}

function copy(rgb: Uint8Array, from: number, to: number): void {
  rgb[to] = rgb[from] ?? 0;
  rgb[to + 1] = rgb[from + 1] ?? 0;
  rgb[to + 2] = rgb[from + 2] ?? 0;
}
