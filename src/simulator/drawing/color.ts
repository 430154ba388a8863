/** Red, green, blue, each 0 to 255. */
export type Rgb = readonly [number, number, number];

export function hex(text: string): Rgb {
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const at = (index: 0 | 1 | 2): number => from[index] + (to[index] - from[index]) * share;
  return [at(0), at(1), at(2)];
}

export function darker(color: Rgb, share = 0.25): Rgb {
  return mix(color, [20, 20, 45], share);
}

export function lighter(color: Rgb, share = 0.3): Rgb {
  return mix(color, [255, 250, 240], share);
}

/** Colors that a prompt may name, as a painter would mix them for a flat illustration. */
export const namedColors: Readonly<Record<string, Rgb>> = {
  red: hex('#d9413a'),
  crimson: hex('#b3203b'),
  scarlet: hex('#e03a24'),
  maroon: hex('#7a2233'),
  pink: hex('#ef8fa9'),
  rose: hex('#e2718f'),
  coral: hex('#f2785c'),
  orange: hex('#ee8434'),
  amber: hex('#f0a830'),
  gold: hex('#dcae3c'),
  golden: hex('#dcae3c'),
  yellow: hex('#f3cf4a'),
  cream: hex('#f5e9cc'),
  beige: hex('#dfcda9'),
  brown: hex('#8a5a3c'),
  bronze: hex('#a9713a'),
  brass: hex('#c79b46'),
  copper: hex('#b8693f'),
  green: hex('#4b9a56'),
  lime: hex('#a4c544'),
  olive: hex('#7f8443'),
  emerald: hex('#26956a'),
  mint: hex('#9fd8bd'),
  teal: hex('#2b8c8c'),
  turquoise: hex('#3fb7b0'),
  cyan: hex('#46bcd6'),
  blue: hex('#3c6fc4'),
  navy: hex('#27406f'),
  indigo: hex('#4a4a9c'),
  purple: hex('#7c4fa3'),
  violet: hex('#8d6bc6'),
  lavender: hex('#b9a6dc'),
  magenta: hex('#c24a94'),
  black: hex('#2c2c35'),
  white: hex('#f6f4ee'),
  gray: hex('#8e9299'),
  grey: hex('#8e9299'),
  silver: hex('#c3c8cf'),
};
