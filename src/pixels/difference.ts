import type { Difference, RgbaPixels } from '../core/pixels/port';
import { encodePng, fromPixels, scaled } from './encode';
import { ownBytes } from './transfer';

/** Shows where two pictures differ: black where they are equal. */
export async function differencePicture(
  one: RgbaPixels,
  other: RgbaPixels,
  gain: number,
): Promise<Difference> {
  const { width, height } = one;
  const same =
    other.width === width && other.height === height
      ? other.data
      : await scaled(fromPixels(other), other, width, height).raw().toBuffer();
  const data = new Uint8Array(one.data.length);
  let changedPixels = 0;
  for (let at = 0; at < data.length; at += 4) {
    data[at + 3] = 255;
    const opacity = one.data[at + 3] ?? 0;
    const otherOpacity = same[at + 3] ?? 0;
    // What nobody sees in either picture has not changed.
    if (opacity === 0 && otherOpacity === 0) continue;
    const faded = Math.abs(opacity - otherOpacity);
    let isChanged = false;
    for (let channel = 0; channel < 3; channel++) {
      const found = Math.max(faded, Math.abs((one.data[at + channel] ?? 0) - (same[at + channel] ?? 0)));
      if (found > 0) isChanged = true;
      data[at + channel] = Math.min(255, found * gain);
    }
    if (isChanged) changedPixels++;
  }
  return { bytes: ownBytes(await encodePng({ width, height, data })), changedPixels };
}
