import { recolored, type Picture } from './picture';

interface Channel {
  readonly mean: number;
  readonly spread: number;
}

/** A picture with the colors of another: the mean and the spread of each channel are moved towards the other's. */
export function inColorsOf(picture: Picture, style: Picture, strength: number): Picture {
  const from = channelsOf(picture);
  const to = channelsOf(style);
  const moved = (channel: 0 | 1 | 2) => {
    const scale = to[channel].spread / Math.max(1, from[channel].spread);
    return (value: number): number => {
      const target = to[channel].mean + (value - from[channel].mean) * Math.min(3, scale);
      return value + (target - value) * strength;
    };
  };
  const [red, green, blue] = [moved(0), moved(1), moved(2)];
  return recolored(picture, (r, g, b) => [red(r), green(g), blue(b)]);
}

/** Mean and standard deviation of red, green and blue. */
function channelsOf({ rgb }: Picture): readonly [Channel, Channel, Channel] {
  const of = (channel: number): Channel => {
    let [sum, squares] = [0, 0];
    for (let at = channel; at < rgb.length; at += 3) {
      const value = rgb[at] ?? 0;
      sum += value;
      squares += value * value;
    }
    const count = rgb.length / 3;
    const mean = sum / count;
    return { mean, spread: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
  };
  return [of(0), of(1), of(2)];
}
