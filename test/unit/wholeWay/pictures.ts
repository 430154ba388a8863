import sharp from 'sharp';
import type { EditDraft } from '../../../src/core/edit/draft';
import { createMask, type Mask } from '../../../src/core/mask/mask';
import { fillEllipse } from '../../../src/core/mask/shapes';
import { areasFor } from '../../../src/core/models/abilities';
import type { ModelDescriptor } from '../../../src/core/models/descriptor';

/** A scene that is different everywhere, so that a shift of one pixel shows. */
export async function scene(width: number, height: number, channels: 3 | 4 = 3): Promise<Buffer> {
  const data = Buffer.alloc(width * height * channels);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      data[at] = (x * 7 + y * 3) % 256;
      data[at + 1] = (x ^ y) % 256;
      data[at + 2] = (y * 5 + (x >> 3)) % 256;
      if (channels === 4) data[at + 3] = x < width / 4 ? 0 : 255;
    }
  }
  // In memory of its own: sharp's lies in WebAssembly's, which cannot be hashed.
  return Buffer.from(await sharp(data, { raw: { width, height, channels } }).png().toBuffer());
}

/** An ellipse in the middle. */
export function spot(width: number, height: number): Mask {
  const mask = createMask(width, height);
  fillEllipse(mask, { left: width * 0.4, top: height * 0.4, width: width * 0.2, height: height * 0.2 }, 255);
  return mask;
}

/** Upright, in RGBA of 8 bits. */
export async function pixelsOf(bytes: Uint8Array): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(bytes)
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Counts pixels that differ, told apart by whether the mask is more than `reach` pixels away. */
export function differences(
  one: Buffer,
  other: Buffer,
  mask: Mask,
  reach: number,
): { readonly inside: number; readonly outside: number } {
  let inside = 0;
  let outside = 0;
  const { width, height } = mask;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      if (one.subarray(at, at + 4).equals(other.subarray(at, at + 4))) continue;
      let isNear = false;
      for (let dy = -reach; dy <= reach && !isNear; dy++) {
        for (let dx = -reach; dx <= reach && !isNear; dx++) {
          isNear = (mask.data[(y + dy) * width + x + dx] ?? 0) > 0;
        }
      }
      if (isNear) inside++;
      else outside++;
    }
  }
  return { inside, outside };
}

/** Says something for whatever the task may need. */
export function draftFor(
  model: ModelDescriptor,
  task: EditDraft['task'],
  changes: Partial<EditDraft>,
): EditDraft {
  return {
    task,
    model,
    sources: [],
    area: areasFor(model, task)[0] ?? 'words',
    words: 'the lamp',
    structure: model.structures?.[0] ?? 'edges',
    colors: ['#3a7d44', '#f2c14e'],
    margins: { left: 128, right: 64, up: 0, down: 32 },
    featherPx: 4,
    flattenOn: '#ffffff',
    ...changes,
  };
}
