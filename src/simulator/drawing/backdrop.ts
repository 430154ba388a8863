import type { Canvas, Point } from './canvas';
import { darker, hex, lighter, mix, namedColors, type Rgb } from './color';
import { smooth } from './pen';
import type { Mood, Reading } from './reading';

interface Air {
  readonly top: Rgb;
  readonly bottom: Rgb;
  readonly ground: Rgb;
}

const airs: Readonly<Record<Mood, Air>> = {
  day: { top: hex('#8fc7e8'), bottom: hex('#e9f3ea'), ground: hex('#6aa86a') },
  dawn: { top: hex('#5f6fa8'), bottom: hex('#f8c89a'), ground: hex('#5d8a66') },
  night: { top: hex('#131a3a'), bottom: hex('#3d4a7c'), ground: hex('#25405a') },
  snow: { top: hex('#b7cfe2'), bottom: hex('#f3f6f8'), ground: hex('#e6eef4') },
  storm: { top: hex('#6f7f92'), bottom: hex('#bcc6cc'), ground: hex('#6b8275') },
  space: { top: hex('#0d0f26'), bottom: hex('#2b2250'), ground: hex('#4a4066') },
  underwater: { top: hex('#2f9bb5'), bottom: hex('#0d3f63'), ground: hex('#c9b98b') },
  desert: { top: hex('#86c5de'), bottom: hex('#fbe3b4'), ground: hex('#deb06a') },
  room: { top: hex('#e8d9c3'), bottom: hex('#dcc6a6'), ground: hex('#a8744a') },
};

/** Where things stand, in parts of the height from the top. */
export interface Stage {
  readonly skyline: number;
  readonly ground: number;
}

/** Sky, land, water, walls: everything behind the things. */
export function drawBackdrop(canvas: Canvas, reading: Reading, random: () => number): Stage {
  const { mood } = reading;
  const air = tinted(airs[mood], reading, random);
  canvas.fillRows((share) => mix(air.top, air.bottom, Math.min(1, share * 1.35)));
  const { aspect } = canvas;
  if (mood === 'night' || mood === 'space') drawStars(canvas, random);
  if (mood === 'room') {
    const floor = 0.7;
    canvas.rectangle(0, floor, aspect, 1 - floor, air.ground);
    canvas.rectangle(0, floor, aspect, 0.015, darker(air.ground));
    const x = aspect * (0.08 + random() * 0.12);
    canvas.rectangle(x, 0.1, 0.3, 0.34, lighter(air.top, 0.5));
    canvas.rectangle(x + 0.02, 0.12, 0.26, 0.3, hex('#a9d5e6'));
    canvas.rectangle(x + 0.14, 0.12, 0.02, 0.3, lighter(air.top, 0.5));
    return { skyline: 0.4, ground: 0.78 };
  }
  if (mood === 'space' && !reading.hasHills) return { skyline: 0.75, ground: 0.85 };
  const hasSun = mood === 'day' || mood === 'dawn' || mood === 'desert';
  if (hasSun && !reading.wishes.some(({ noun }) => noun.words.includes('sun'))) {
    const [x, y] = [aspect * (0.18 + random() * 0.64), mood === 'dawn' ? 0.5 : 0.2];
    for (const [radius, alpha] of [
      [0.22, 0.12],
      [0.15, 0.2],
      [0.09, 0.9],
    ] as const) {
      canvas.circle(x, y, radius, mix(hex('#fff1cf'), hex('#f8b26a'), mood === 'dawn' ? 0.6 : 0.15), alpha);
    }
  }
  if (mood !== 'underwater') drawClouds(canvas, mood, random);
  if (reading.hasCity) drawCity(canvas, darker(air.ground, 0.45), random);
  const horizon = 0.62;
  if (reading.hasSea) {
    const water = mix(mood === 'night' ? hex('#1c3a63') : hex('#3f8fb5'), air.bottom, 0.15);
    canvas.rectangle(0, horizon, aspect, 1 - horizon, water);
    for (let index = 0; index < 26; index++) {
      const y = horizon + 0.03 + random() * 0.34;
      const length = 0.05 + random() * 0.14;
      canvas.rectangle(random() * aspect, y, length, 0.006, lighter(water, 0.45), 0.6);
    }
    return { skyline: 0.55, ground: 0.82 };
  }
  const layers = 3;
  for (let layer = 0; layer < layers; layer++) {
    const depth = layer / (layers - 1);
    const color = mix(mix(air.ground, air.bottom, 0.55), darker(air.ground, 0.1), depth);
    drawRidge(canvas, 0.58 + depth * 0.2, 0.12 - depth * 0.03, color, random);
  }
  return { skyline: 0.52, ground: 0.88 };
}

/** A color of the prompt that belongs to the land ("a green hill") tints it; another seed shifts everything a little. */
function tinted(air: Air, { colors, hasHills }: Reading, random: () => number): Air {
  const land = hasHills
    ? colors.find((color) => color === namedColors['green'] || color === namedColors['gold'])
    : undefined;
  const shift = hex(['#f8b26a', '#8fc7e8', '#b9a6dc', '#9fd8bd'][Math.floor(random() * 4)] ?? '#8fc7e8');
  return {
    top: mix(air.top, shift, 0.12),
    bottom: mix(air.bottom, shift, 0.08),
    ground: mix(land ?? air.ground, shift, 0.08),
  };
}

function drawRidge(canvas: Canvas, y: number, height: number, color: Rgb, random: () => number): void {
  const { aspect } = canvas;
  const count = 6;
  const points: Point[] = Array.from({ length: count + 3 }, (_, index): Point => [
    ((index - 1) / count) * aspect,
    y - random() * height,
  ]);
  canvas.polygon([...smooth(points, 16), [aspect * 1.2, 1.1], [-aspect * 0.2, 1.1]], color);
}

function drawClouds(canvas: Canvas, mood: Mood, random: () => number): void {
  const color = mood === 'storm' ? hex('#9aa6b2') : mood === 'night' ? hex('#4a5788') : hex('#fdf8ee');
  const count = mood === 'storm' ? 6 : 3;
  for (let index = 0; index < count; index++) {
    const [x, y, size] = [random() * canvas.aspect, 0.08 + random() * 0.28, 0.05 + random() * 0.06];
    for (const [dx, dy, radius] of [
      [-1.1, 0.1, 0.7],
      [0, -0.2, 1],
      [1, 0.05, 0.8],
      [1.9, 0.2, 0.5],
    ] as const) {
      canvas.ellipse(x + dx * size, y + dy * size, radius * size, radius * size * 0.62, color, 0.55);
    }
  }
}

function drawStars(canvas: Canvas, random: () => number): void {
  for (let index = 0; index < 110; index++) {
    const [x, y] = [random() * canvas.aspect, random() * 0.75];
    canvas.circle(x, y, 0.001 + random() * 0.0024, hex('#fdf3d0'), 0.4 + random() * 0.6);
  }
}

function drawCity(canvas: Canvas, color: Rgb, random: () => number): void {
  for (let x = -0.02; x < canvas.aspect;) {
    const [width, height] = [0.06 + random() * 0.08, 0.16 + random() * 0.32];
    canvas.rectangle(x, 0.72 - height, width, height + 0.1, mix(color, hex('#8e9fc0'), random() * 0.4));
    for (let row = 0.72 - height + 0.03; row < 0.68; row += 0.035) {
      for (let column = x + 0.012; column < x + width - 0.014; column += 0.022) {
        if (random() < 0.45) canvas.rectangle(column, row, 0.01, 0.016, hex('#f6d98a'), 0.85);
      }
    }
    x += width + 0.006;
  }
}
