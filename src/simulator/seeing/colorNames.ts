/** The colors that a picture is said to have; few enough that people agree on them. */
export const colorNames = [
  'red',
  'orange',
  'yellow',
  'green',
  'turquoise',
  'blue',
  'purple',
  'pink',
  'brown',
  'beige',
  'black',
  'gray',
  'white',
] as const;

export type ColorName = (typeof colorNames)[number];

/** Where on the wheel of hues a color ends, in degrees. */
const hues: readonly (readonly [number, ColorName])[] = [
  [14, 'red'],
  [42, 'orange'],
  [68, 'yellow'],
  [160, 'green'],
  [196, 'turquoise'],
  [256, 'blue'],
  [292, 'purple'],
  [342, 'pink'],
  [360, 'red'],
];

/** @param red to `blue` 0 to 255 */
export function colorNameOf(red: number, green: number, blue: number): ColorName {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const spread = most - least;
  const light = (most + least) / 510;
  const saturation = spread === 0 ? 0 : spread / (255 * (1 - Math.abs(2 * light - 1)));
  if (light < 0.11) return 'black';
  if (light > 0.95) return 'white';
  // Near the ends of the scale a saturation is mere rounding, so the spread decides.
  if (spread < 26 || saturation < 0.12) return light < 0.2 ? 'black' : light > 0.86 ? 'white' : 'gray';
  const hue = hueOf(red, green, blue, most, spread);
  if (hue >= 14 && hue < 62 && light > 0.72 && saturation < 0.75) return 'beige';
  if ((hue < 14 || hue >= 342) && light > 0.68) return 'pink';
  if (hue >= 10 && hue < 52 && light < 0.46 && (saturation < 0.72 || light < 0.3)) return 'brown';
  return hues.find(([end]) => hue < end)?.[1] ?? 'red';
}

function hueOf(red: number, green: number, blue: number, most: number, spread: number): number {
  const sector =
    most === red
      ? (green - blue) / spread
      : most === green
        ? 2 + (blue - red) / spread
        : 4 + (red - green) / spread;
  return (sector * 60 + 360) % 360;
}
