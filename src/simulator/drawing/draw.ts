import { drawBackdrop, type Stage } from './backdrop';
import { Canvas, type Point } from './canvas';
import { hex, lighter, mix, namedColors, type Rgb } from './color';
import { drawMark } from './mark';
import { Pen, smooth } from './pen';
import { randomFrom } from './random';
import { readPrompt, type Reading, type Wish } from './reading';
import { applyLook } from './looks';

export interface DrawRequest {
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly style?: string;
  readonly seed: number;
  readonly modelName: string;
  readonly width: number;
  readonly height: number;
  /** 8-bit RGB of that size: what is already there, in which the things are set in place of a backdrop. */
  readonly setting?: Uint8Array;
  /** For a picture that is marked later. */
  readonly isUnmarked?: boolean;
}

/** 8-bit RGB, row-major. */
export interface DrawnImage {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** The most things a picture holds before it becomes a heap. */
const MOST_THINGS = 9;

/** A composition made of what the prompt names. The same request gives the same pixels; another seed another picture. */
export function drawImage(request: DrawRequest): DrawnImage {
  const { prompt, negativePrompt = '', style = '', seed, modelName, width, height, setting } = request;
  const random = randomFrom(JSON.stringify([prompt, negativePrompt, style, seed, modelName, width, height]));
  const reading = readPrompt(prompt, negativePrompt, style);
  const canvas = new Canvas(width, height);
  if (reading.wishes.length === 0 && isPlain(reading)) drawAbstract(canvas, reading, random);
  else drawScene(canvas, reading, random, reading.wishes.length > 0 ? setting : undefined);
  applyLook(canvas, reading.look);
  if (request.isUnmarked !== true) drawMark(canvas);
  return { width, height, rgb: canvas.rgb };
}

function isPlain({ mood, hasSea, hasCity, hasHills }: Reading): boolean {
  return mood === 'day' && !hasSea && !hasCity && !hasHills;
}

function drawScene(
  canvas: Canvas,
  reading: Reading,
  random: () => number,
  setting: Uint8Array | undefined,
): void {
  if (setting) canvas.rgb.set(setting);
  const stage = setting ? { skyline: 0.55, ground: 0.95 } : drawBackdrop(canvas, reading, random);
  // What is set into a picture is its subject, and fills the place it was given.
  const zoom = setting ? 2.1 : 1;
  const things = reading.wishes
    .flatMap((wish) => Array.from({ length: wish.count }, () => wish))
    .slice(0, MOST_THINGS)
    // What is far stands behind what is near.
    .toSorted((a, b) => order(a) - order(b));
  for (const [index, wish] of things.entries())
    drawThing(canvas, wish, index, things.length, { ...stage, zoom }, random);
}

function order({ noun: { home, scale } }: Wish): number {
  return { sky: 0, water: 1, ground: 2, table: 3 }[home] * 10 - scale;
}

function drawThing(
  canvas: Canvas,
  { noun, color, accent, count }: Wish,
  index: number,
  total: number,
  stage: Stage & { readonly zoom: number },
  random: () => number,
): void {
  const { aspect } = canvas;
  const crowd = total <= 2 ? 1 : total <= 4 ? 0.8 : 0.62;
  const usual =
    0.2 * noun.scale * crowd * (count > 1 ? 0.75 + random() * 0.4 : 1) * Math.min(1, aspect * 1.25);
  const size = Math.min(usual * stage.zoom, Math.max(usual, 0.46));
  const column = total === 1 ? 0.38 + random() * 0.24 : (index + 0.5 + (random() - 0.5) * 0.5) / total;
  const x = Math.min(aspect - size, Math.max(size, column * aspect));
  const isFlying = noun.home === 'sky';
  const y = isFlying
    ? size * 1.1 + random() * Math.max(0.05, stage.skyline - size * 1.6)
    : noun.home === 'water'
      ? 0.66 + random() * 0.08
      : stage.ground - size + (random() - 0.5) * 0.05;
  if (!isFlying && noun.home !== 'water') {
    canvas.ellipse(x, y + size, size * 0.8, size * 0.12, hex('#1d2530'), 0.22);
  }
  const pen = new Pen(
    canvas,
    { x, y, size, tilt: isFlying ? (random() - 0.5) * 0.5 : 0 },
    { color: color ?? noun.color, accent: accent ?? noun.accent ?? lighter(noun.color) },
    random,
  );
  noun.draw(pen);
}

/** For prompts of which nothing is known: calm bands and discs in the colors they name. */
function drawAbstract(canvas: Canvas, { colors }: Reading, random: () => number): void {
  const names = Object.values(namedColors);
  const own: Rgb[] = colors.length > 0 ? [...colors] : [];
  while (own.length < 4) own.push(names[Math.floor(random() * names.length)] ?? hex('#3c6fc4'));
  const [base = hex('#3c6fc4')] = own;
  canvas.fillRows((share) => mix(lighter(base, 0.75), lighter(own[1] ?? base, 0.6), share));
  const { aspect } = canvas;
  for (let band = 0; band < 5; band++) {
    const y = 0.25 + band * 0.16;
    const points = Array.from({ length: 7 }, (_, index): Point => [
      (index / 5 - 0.1) * aspect,
      y + (random() - 0.5) * 0.22,
    ]);
    canvas.polygon(
      [...smooth(points, 14), [aspect * 1.2, 1.1], [-aspect * 0.2, 1.1]],
      own[band % own.length] ?? base,
      0.5,
    );
  }
  for (let disc = 0; disc < 4; disc++) {
    const radius = 0.05 + random() * 0.14;
    canvas.circle(
      random() * aspect,
      0.1 + random() * 0.6,
      radius,
      own[(disc + 1) % own.length] ?? base,
      0.85,
    );
  }
}
