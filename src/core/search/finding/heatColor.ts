/** A color, each part from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/**
 * From dark blue over teal to yellow, brighter all the way, so that it reads in gray and for color-blind people too.
 *
 * @see https://cran.r-project.org/web/packages/viridis/vignettes/intro-to-viridis.html
 */
const stops: readonly Rgb[] = [
  [68, 1, 84],
  [59, 82, 139],
  [33, 145, 140],
  [94, 201, 98],
  [253, 231, 37],
];

/** @param share from 0 to 1; what lies outside is taken as the nearest end */
export function heatColor(share: number): Rgb {
  const at = Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)) * (stops.length - 1);
  const index = Math.min(stops.length - 2, Math.floor(at));
  const [from, to] = [stops[index] ?? [0, 0, 0], stops[index + 1] ?? [0, 0, 0]] as const;
  const part = at - index;
  const mix = (a: number, b: number): number => Math.round(a + (b - a) * part);
  return [mix(from[0], to[0]), mix(from[1], to[1]), mix(from[2], to[2])];
}

/** Black or white, whichever reads better on the color. @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function inkOn([red, green, blue]: Rgb): 'black' | 'white' {
  const linear = (value: number): number => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const luminance = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  return (luminance + 0.05) / 0.05 > 1.05 / (luminance + 0.05) ? 'black' : 'white';
}

/**
 * The least and the largest value of different items: what is equal to itself would take all the colors.
 *
 * @param size rows and columns
 */
export function rangeOf(
  values: readonly number[],
  size: number,
): { readonly low: number; readonly high: number } {
  const others = values.filter((_, index) => Math.floor(index / size) !== index % size);
  if (others.length === 0) return { low: 0, high: 1 };
  const low = others.reduce((least, value) => Math.min(least, value), 1);
  const high = others.reduce((most, value) => Math.max(most, value), -1);
  return high > low ? { low, high } : { low: low - 0.01, high: high + 0.01 };
}
