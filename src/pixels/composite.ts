import { checkOutside, type OutsideCheck } from '../core/composite/checkOutside';
import { compose, placeOnCanvas } from '../core/composite/compose';
import { planComposite, type CompositePlan } from '../core/composite/plan';
import type { Offset, Weights } from '../core/composite/weights';
import type { ImageError } from '../core/errors';
import type { Composite, CompositeOrder, RgbaPixels } from '../core/pixels/port';
import { err, ok, type Result } from '../core/result';
import { decode, readHeader, upright, type Header } from './decode';
import { encodePng, fromPixels, scaled } from './encode';
import { freeUnusedPictures } from './memory';
import { ownBytes } from './transfer';

/** Pixels that kept the promise, and what is needed to ask once more whether they do. */
export interface CheckedPixels {
  readonly pixels: RgbaPixels;
  readonly at: Offset;
  readonly weights: Weights;
  readonly check: OutsideCheck;
}

/** From decoded pixels to checked pixels. */
export async function compositePixels(
  original: RgbaPixels,
  order: CompositeOrder,
): Promise<Result<CheckedPixels>> {
  const plan = planComposite(original, order);
  const answer = await readAnswer(order.answer, (header) => {
    const { left, top, width, height } = plan.answerPart;
    const image = scaled(upright(order.answer, header), header, order.area.width, order.area.height);
    const isWhole = width === order.area.width && height === order.area.height;
    return (isWhole ? image : image.extract({ left, top, width, height })).ensureAlpha();
  });
  if (!answer.ok) return answer;
  const canvas = await canvasOf(original, plan);
  const pixels = compose(original, answer.value, plan, order.matchColor, canvas);
  return checked(original, { pixels, at: plan.at, weights: plan.weights });
}

/** In sharp's own memory where it can be: pixels from elsewhere are copied there before they are encoded. */
async function canvasOf(original: RgbaPixels, plan: CompositePlan): Promise<RgbaPixels> {
  const { width, height } = original;
  return plan.width === width && plan.height === height
    ? { width, height, data: await fromPixels(original).raw().toBuffer() }
    : placeOnCanvas(original, plan);
}

/** From decoded pixels to a file that was read again and checked. */
export async function compositeFile(original: RgbaPixels, order: CompositeOrder): Promise<Result<Composite>> {
  const written = await compositePixels(original, order).then(write);
  return written.ok ? readAgain(original, written.value) : written;
}

/**
 * The answer's transparency on the picture's own pixels. What has become wholly transparent loses its color: who removes
 * a background does not expect to hand it on.
 */
export async function cutOutFile(original: RgbaPixels, answer: Uint8Array): Promise<Result<Composite>> {
  const written = await cutOutPixels(original, answer).then(write);
  return written.ok ? readAgain(original, written.value) : written;
}

async function cutOutPixels(original: RgbaPixels, answer: Uint8Array): Promise<Result<CheckedPixels>> {
  const { width, height } = original;
  const opacity = await readAnswer(answer, (header) =>
    scaled(upright(answer, header).ensureAlpha(), header, width, height).extractChannel(3),
  );
  if (!opacity.ok) return opacity;
  const data = new Uint8Array(original.data);
  const changed = new Uint8Array(width * height);
  for (let pixel = 0, at = 0; pixel < changed.length; pixel++, at += 4) {
    const share = opacity.value[pixel] ?? 0;
    if (share === 255) continue;
    changed[pixel] = 255 - share;
    const alpha = Math.round(((data[at + 3] ?? 0) * share) / 255);
    data[at + 3] = alpha;
    if (alpha === 0) data.fill(0, at, at + 3);
  }
  return checked(original, {
    pixels: { width, height, data },
    at: { left: 0, top: 0 },
    weights: { region: { left: 0, top: 0, width, height }, data: changed },
  });
}

/** Without the pixels: they are not needed once they are encoded, and must not take room while they are decoded again. */
interface WrittenFile extends Omit<CheckedPixels, 'pixels'> {
  readonly bytes: Uint8Array;
}

async function write(made: Result<CheckedPixels>): Promise<Result<WrittenFile>> {
  if (!made.ok) return made;
  const { pixels, at, weights, check } = made.value;
  // The answer, scaled to its area, may be as large as the picture.
  await freeUnusedPictures(Infinity);
  return ok({ bytes: ownBytes(await encodePng(pixels)), at, weights, check });
}

/** The file is what counts: it is decoded again, and compared with the original once more. */
async function readAgain(
  original: RgbaPixels,
  { bytes, at, weights, check }: WrittenFile,
): Promise<Result<Composite>> {
  await freeUnusedPictures(Infinity);
  const header = await readHeader(bytes);
  const pixels = header.ok ? await decode(bytes, header.value) : header;
  if (!pixels.ok) {
    return err({ kind: 'unexpected', cause: new Error(`The result cannot be read: ${pixels.error.reason}`) });
  }
  const again = checked(original, { pixels: pixels.value, at, weights });
  if (!again.ok) return again;
  if (again.value.check.changedPixels !== check.changedPixels) return err({ kind: 'outsideMaskChanged' });
  const { width, height } = pixels.value;
  const { outsidePixels, changedPixels } = check;
  return ok({ bytes, width, height, outsidePixels, changedPixels });
}

function checked(
  original: RgbaPixels,
  { pixels, at, weights }: Omit<CheckedPixels, 'check'>,
): Result<CheckedPixels> {
  const check = checkOutside(original, pixels, at, weights);
  if (check.differingPixels > 0) return err({ kind: 'outsideMaskChanged' });
  return ok({ pixels, at, weights, check });
}

/** @returns raw pixels of the model's answer, as `read` takes them from it */
async function readAnswer(
  answer: Uint8Array,
  read: (header: Header) => ReturnType<typeof upright>,
): Promise<Result<Uint8Array>> {
  const notAnImage: ImageError = { kind: 'notAnImage' };
  const header = await readHeader(answer);
  if (!header.ok) return err(notAnImage);
  try {
    return ok(await read(header.value).raw({ depth: 'uchar' }).toBuffer());
  } catch {
    return err(notAnImage);
  }
}
