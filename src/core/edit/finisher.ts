import type { Blobs } from '../files/blobs';
import { sniffImage } from '../images/sniff';
import { createMask, type Mask } from '../mask/mask';
import type { CropRectangle, OpenPicture, Pixels } from '../pixels/port';
import { err, ok, type Result } from '../result';
import type { FinishOrder } from './finish';
import type { Pictures } from './pictures';

/** A result that was made of an answer. */
export interface FinishedImage {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Pixels beyond mask and feather; each was checked and equals the original's. */
  readonly outsidePixels?: number;
}

/** Carries out finish orders. */
export class Finisher {
  readonly #pictures: Pictures;
  readonly #pixels: Pixels;
  readonly #blobs: Blobs;

  constructor(pictures: Pictures, pixels: Pixels, blobs: Blobs) {
    this.#pictures = pictures;
    this.#pixels = pixels;
    this.#blobs = blobs;
  }

  /**
   * @param answer the model's image, encoded; not changed
   * @returns a PNG; `outsideMaskChanged` where the check failed, and then nothing may be written
   */
  finish(order: FinishOrder, answer: Uint8Array): Promise<Result<FinishedImage>> {
    return this.#pictures.use(order.source, async (picture) => {
      switch (order.kind) {
        case 'composite':
          return this.#composite(order, picture, answer);
        case 'cutOut': {
          const cropped = await this.#cropToPicture(order.area, picture, answer);
          return cropped.ok ? picture.cutOut(cropped.value.bytes) : cropped;
        }
        case 'crop':
          return this.#cropToPicture(order.area, picture, answer);
      }
    });
  }

  async #composite(
    order: FinishOrder & { readonly kind: 'composite' },
    picture: OpenPicture,
    answer: Uint8Array,
  ): Promise<Result<FinishedImage>> {
    const mask = await this.#maskOf(order.mask);
    if (!mask.ok) return mask;
    const { area, featherPx, matchColor, extend } = order;
    return picture.composite({
      mask: mask.value,
      area,
      answer,
      featherPx,
      matchColor,
      ...(extend ? { extend } : {}),
    });
  }

  async #maskOf(sha256: string | undefined): Promise<Result<Mask>> {
    if (sha256 === undefined) return ok(createMask(1, 1));
    const bytes = await this.#blobs.read(sha256);
    if (!bytes) return err({ kind: 'notReadable', name: sha256.slice(0, 12), reason: 'gone' });
    const read = await this.#pixels.readMask(bytes);
    return read.ok ? ok(read.value.gray) : read;
  }

  /** The part of the answer that shows the image itself; the answer whole where nothing was padded. */
  async #cropToPicture(
    area: CropRectangle,
    { facts }: OpenPicture,
    answer: Uint8Array,
  ): Promise<Result<FinishedImage>> {
    const size = sniffImage(answer);
    if (!size) return err({ kind: 'notAnImage' });
    const { width, height } = size;
    const isWhole =
      area.left === 0 && area.top === 0 && area.width === facts.width && area.height === facts.height;
    if (isWhole) return ok({ bytes: answer, width, height });
    const across = width / area.width;
    const down = height / area.height;
    const part = {
      left: Math.round((0 - area.left) * across),
      top: Math.round((0 - area.top) * down),
      width: Math.max(1, Math.round(facts.width * across)),
      height: Math.max(1, Math.round(facts.height * down)),
    };
    const opened = await this.#pixels.open(answer);
    if (!opened.ok) return opened;
    try {
      const cropped = await opened.value.fit({
        area: part,
        width: part.width,
        height: part.height,
        format: 'png',
      });
      return cropped.ok
        ? ok({ bytes: cropped.value.bytes, width: part.width, height: part.height })
        : cropped;
    } finally {
      opened.value.close();
    }
  }
}
