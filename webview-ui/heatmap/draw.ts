import { heatColor, inkOn, rangeOf } from '../../src/core/search/finding/heatColor';
import type { HeatmapView } from '../../src/protocol/heatmap';

const CELL = 72;
const IMAGE = 64;
const LABEL = 220;
const GAP = 8;
/** Sharp on screens of two pixels for one, and in print. */
const SCALE = 2;

/** The heatmap as a picture on white, for documents. @returns PNG as base64 */
export async function drawHeatmap({ items, values }: HeatmapView): Promise<string> {
  const images = await Promise.all(items.map(({ url }) => load(url)));
  const left = LABEL + IMAGE + 2 * GAP;
  const top = IMAGE + 2 * GAP;
  const side = items.length * CELL;
  const canvas = document.createElement('canvas');
  canvas.width = (left + side + GAP) * SCALE;
  canvas.height = (top + side + GAP) * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no canvas');
  context.scale(SCALE, SCALE);
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  const family = getComputedStyle(document.body).fontFamily;
  context.textBaseline = 'middle';
  const { low, high } = rangeOf(values, items.length);
  for (const [row, { label }] of items.entries()) {
    const at = top + row * CELL;
    const across = left + row * CELL;
    const image = images[row];
    context.font = `14px ${family}`;
    context.fillStyle = 'black';
    context.textAlign = 'right';
    context.fillText(fitText(context, label, LABEL - GAP), LABEL, at + CELL / 2);
    if (image) {
      contain(context, image, LABEL + GAP, at + (CELL - IMAGE) / 2);
      contain(context, image, across + (CELL - IMAGE) / 2, GAP);
    } else {
      context.textAlign = 'center';
      context.fillText(fitText(context, label, CELL - GAP), across + CELL / 2, GAP + IMAGE / 2);
    }
    for (const column of items.keys()) {
      const value = values[row * items.length + column] ?? 0;
      const color = heatColor((value - low) / (high - low));
      const x = left + column * CELL;
      context.fillStyle = `rgb(${color.join(' ')})`;
      context.fillRect(x, at, CELL, CELL);
      context.fillStyle = inkOn(color);
      context.textAlign = 'center';
      context.fillText(value.toFixed(2), x + CELL / 2, at + CELL / 2);
    }
  }
  return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length);
}

/** Fetched as bytes, because a canvas that has drawn a picture of another address cannot be read. */
async function load(url: string | undefined): Promise<ImageBitmap | undefined> {
  if (url === undefined) return undefined;
  try {
    return await createImageBitmap(await (await fetch(url)).blob());
  } catch {
    // A format that the browser draws only as an element; the label stands for it.
    return undefined;
  }
}

function contain(context: CanvasRenderingContext2D, image: ImageBitmap, x: number, y: number): void {
  const scale = IMAGE / Math.max(image.width, image.height);
  const [width, height] = [image.width * scale, image.height * scale];
  context.drawImage(image, x + (IMAGE - width) / 2, y + (IMAGE - height) / 2, width, height);
}

function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  const letters = [...text];
  while (letters.length > 1 && context.measureText(`${letters.join('')}…`).width > width) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
