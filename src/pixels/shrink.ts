import type { RgbaPixels, ShrinkOrder, ShrunkPicture } from '../core/pixels/port';
import { shrunkSize } from '../core/pixels/shrunkSize';
import { err, ok, type Result } from '../core/result';
import { readHeader, upright } from './decode';
import { fromPixels } from './encode';
import { notReadable } from './pictures';
import { ownBytes } from './transfer';

/** A model looks at it, nobody else; small writing stays readable. */
const JPEG = { quality: 88 } as const;

const LIGHT_GROUND = '#ffffff';
const DARK_GROUND = '#202020';

/** Pictures whose own brightness, of 255, is above it would vanish on white. */
const BRIGHT = 200;

/** Decodes at the wanted size where the format can, which saves most of the time and memory. */
export async function shrinkPicture(bytes: Uint8Array, order: ShrinkOrder): Promise<Result<ShrunkPicture>> {
  const header = await readHeader(bytes, order.maxSidePx);
  if (!header.ok) return err(notReadable(header.error));
  const { type, metadata, width, height } = header.value;
  const size = shrunkSize({ width, height }, order);
  try {
    const resized = upright(bytes, header.value).resize(size.width, size.height, { fit: 'fill' });
    const image = metadata.hasAlpha ? await onGround(resized) : resized;
    const jpeg = await image.jpeg(JPEG).toBuffer();
    return ok({ bytes: ownBytes(jpeg), ...size, original: { type, width, height } });
  } catch {
    return err(notReadable({ reason: 'the file is damaged or incomplete' }));
  }
}

/** White icons on nothing are as common as black ones: the ground is what the visible part differs from. */
async function onGround(image: ReturnType<typeof upright>): Promise<ReturnType<typeof upright>> {
  const { data, info } = await image
    .ensureAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const pixels = { width: info.width, height: info.height, data };
  const background = brightness(pixels) > BRIGHT ? DARK_GROUND : LIGHT_GROUND;
  return fromPixels(pixels).flatten({ background });
}

/** Mean of what is visible, each pixel as far as it is. */
function brightness({ data }: RgbaPixels): number {
  let sum = 0;
  let visible = 0;
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3] ?? 0;
    const luma = 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0);
    sum += alpha * luma;
    visible += alpha;
  }
  return visible === 0 ? 0 : sum / visible;
}
