import { levelFor, type LoadedPicture } from './pictures';
import type { Compare } from './settings';
import type { Box, Size, View } from './view';

/** What the layer below the mask shows. */
export interface PictureScene {
  readonly picture: LoadedPicture | undefined;
  readonly candidate: LoadedPicture | undefined;
  /** Size of the picture in pixels of the proxy. */
  readonly size: Size;
  readonly compare: Compare;
  readonly view: View;
  readonly viewport: Size;
  /** The picture with what is added at its edges. */
  readonly extended: Box | undefined;
  /** Where the candidate lies over the picture, in pixels of the proxy: larger than it after extending. */
  readonly candidateBox: Box;
  /** CSS pixels for one pixel of the picture. */
  readonly zoom: number;
  readonly checks: readonly [string, string];
  /** Around the picture, which may have the color of the page. */
  readonly border: string;
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** From here on, pixels are shown as they are. */
const crispFrom = 4;
const checkPx = 8;

/** Draws the picture, or two of them as the comparison says. The context's unit is one CSS pixel. */
export function drawPictures(context: CanvasRenderingContext2D, scene: PictureScene): void {
  const { picture, candidate, compare, viewport } = scene;
  context.clearRect(0, 0, viewport.width, viewport.height);
  if (scene.extended !== undefined) drawChecks(context, scene, scene.extended);
  const own = { left: 0, top: 0, ...scene.size };
  const shown = candidate ?? picture;
  if (candidate === undefined || picture === undefined || compare.mode === 'result') {
    draw(context, scene, shown, candidate === undefined ? own : scene.candidateBox);
    return;
  }
  const { width, height } = viewport;
  switch (compare.mode) {
    case 'swipe': {
      const at = Math.round(width * compare.position);
      clipped(context, [0, 0, at, height], () => draw(context, scene, picture, own));
      clipped(context, [at, 0, width - at, height], () =>
        draw(context, scene, candidate, scene.candidateBox),
      );
      break;
    }
    case 'sideBySide': {
      const half = width / 2;
      clipped(context, [0, 0, half, height], () => draw(context, scene, picture, own));
      clipped(context, [half, 0, half, height], () => {
        context.translate(half, 0);
        draw(context, scene, candidate, scene.candidateBox);
      });
      break;
    }
    case 'onionSkin':
      draw(context, scene, picture, own);
      drawOver(context, compare.opacity, (layer) => draw(layer, scene, candidate, scene.candidateBox));
      break;
    case 'difference':
      drawDifference(context, scene, picture, candidate);
  }
}

/** As one layer: the checks behind a candidate would show through it by themselves. */
function drawOver(
  context: CanvasRenderingContext2D,
  opacity: number,
  drawLayer: (layer: OffscreenCanvasRenderingContext2D) => void,
): void {
  const { canvas } = context;
  const layer = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d');
  if (layer === null) return;
  layer.setTransform(context.getTransform());
  drawLayer(layer);
  context.save();
  context.resetTransform();
  context.globalAlpha = opacity;
  context.drawImage(layer.canvas, 0, 0);
  context.restore();
}

/** What is equal is black; what differs shines, the more the larger the gain. */
function drawDifference(
  context: CanvasRenderingContext2D,
  scene: PictureScene,
  picture: LoadedPicture,
  candidate: LoadedPicture,
): void {
  const [x, y, width, height] = onScreen(scene.view, scene.candidateBox);
  clipped(context, [x, y, width, height], () => {
    context.fillStyle = '#000';
    context.fillRect(x, y, width, height);
    draw(context, scene, picture, { left: 0, top: 0, ...scene.size }, true);
    context.globalCompositeOperation = 'difference';
    draw(context, scene, candidate, scene.candidateBox, true);
    context.globalCompositeOperation = 'lighter';
    // Adding the canvas to itself doubles it.
    for (let gain = 1; gain < scene.compare.gain; gain *= 2) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(context.canvas, 0, 0);
    }
  });
}

function draw(
  context: Context,
  scene: PictureScene,
  picture: LoadedPicture | undefined,
  box: Box,
  isOverBlack = false,
): void {
  if (picture === undefined) return;
  if (!isOverBlack) drawChecks(context, scene, box);
  const [x, y, width, height] = onScreen(scene.view, box);
  const level = levelFor(picture, width * devicePixelRatio);
  if (level === undefined) return;
  context.imageSmoothingEnabled = scene.zoom < crispFrom;
  context.imageSmoothingQuality = 'medium';
  context.drawImage(level, x, y, width, height);
  if (isOverBlack) return;
  context.lineWidth = 1;
  context.strokeStyle = scene.border;
  context.strokeRect(Math.round(x) - 0.5, Math.round(y) - 0.5, Math.round(width) + 1, Math.round(height) + 1);
}

function drawChecks(context: Context, scene: PictureScene, box: Box): void {
  const [x, y, width, height] = onScreen(scene.view, box);
  const left = Math.max(x, 0);
  const top = Math.max(y, 0);
  const right = Math.min(x + width, scene.viewport.width);
  const bottom = Math.min(y + height, scene.viewport.height);
  if (right <= left || bottom <= top) return;
  const [first, second] = scene.checks;
  const tile = new OffscreenCanvas(checkPx * 2, checkPx * 2);
  const brush = tile.getContext('2d');
  if (brush === null) return;
  brush.fillStyle = first;
  brush.fillRect(0, 0, checkPx * 2, checkPx * 2);
  brush.fillStyle = second;
  brush.fillRect(0, 0, checkPx, checkPx);
  brush.fillRect(checkPx, checkPx, checkPx, checkPx);
  const pattern = context.createPattern(tile, 'repeat');
  if (pattern === null) return;
  pattern.setTransform(new DOMMatrix().translate(Math.round(x), Math.round(y)));
  context.fillStyle = pattern;
  context.fillRect(left, top, right - left, bottom - top);
}

function onScreen(view: View, box: Box): [x: number, y: number, width: number, height: number] {
  return [
    box.left * view.scale + view.x,
    box.top * view.scale + view.y,
    box.width * view.scale,
    box.height * view.scale,
  ];
}

function clipped(
  context: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [number, number, number, number],
  drawInside: () => void,
): void {
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  drawInside();
  context.restore();
}
