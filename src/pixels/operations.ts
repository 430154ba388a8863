import type { RgbaPixels } from '../core/pixels/port';
import { err, ok, type Result } from '../core/result';
import { compositeFile, cutOutFile } from './composite';
import { readHeader, upright, type DecodedPicture } from './decode';
import { copyPicture } from './copy';
import { differencePicture } from './difference';
import { fromPixels, quickPng } from './encode';
import { fitPicture } from './fit';
import { encodeMask, maskImage, readMaskPixels } from './maskImages';
import { ownBytes } from './transfer';
import { decodeOnce, notReadable, type HeldPictures } from './pictures';
import { shrinkPicture } from './shrink';
import type { OperationName, Operations, PictureSource } from './protocol';

/** Small, and decoded fast; at this size nobody sees the loss. */
const THUMBNAIL = { quality: 80, effort: 2 } as const;
const CONVERTED_QUALITY = 90;

type Handlers = {
  readonly [Name in OperationName]: (
    params: Operations[Name]['params'],
  ) => Promise<Result<Operations[Name]['result']>>;
};

/** Everything the worker can do. What comes back owns its memory, so that it can be moved to the host's thread. */
export function createOperations(pictures: HeldPictures): Handlers {
  return {
    open: ({ picture }) => withPicture(picture, async ({ facts }) => ok(facts)),
    close: async ({ id }) => {
      pictures.close(id);
      return ok(undefined);
    },
    fit: ({ picture: source, order }) =>
      withPicture(source, async (picture) => ok(await fitPicture(picture, order))),
    mask: ({ picture: source, order }) =>
      withPicture(source, async (picture) => ok(await maskImage(picture, order))),
    composite: ({ picture: source, order }) =>
      withPicture(source, (picture) => compositeFile(picture, order)),
    cutOut: ({ picture: source, answer }) => withPicture(source, (picture) => cutOutFile(picture, answer)),
    preview: ({ picture: source, maxSidePx }) =>
      withPicture(source, async (picture) => ok(ownBytes(await quickPng(picture, maxSidePx)))),
    pixels: ({ picture: source, maxSidePx }) =>
      withPicture(source, async (picture) => {
        const { data, info } = await inside(picture, maxSidePx).raw().toBuffer({ resolveWithObject: true });
        return ok({ width: info.width, height: info.height, data: ownBytes(data) });
      }),
    thumbnail: ({ bytes, sidePx }) =>
      fromFile(bytes, sidePx, (image) =>
        image.resize(sidePx, sidePx, { fit: 'inside', withoutEnlargement: true }).webp(THUMBNAIL).toBuffer(),
      ),
    shrink: ({ bytes, order }) => shrinkPicture(bytes, order),
    convert: ({ bytes, to, quality = CONVERTED_QUALITY }) =>
      fromFile(bytes, undefined, (image) =>
        to === 'jpeg'
          ? image.flatten({ background: '#ffffff' }).jpeg({ quality }).toBuffer()
          : to === 'webp'
            ? image.webp({ quality }).toBuffer()
            : image.png().toBuffer(),
      ),
    copy: ({ bytes, order }) => copyPicture(bytes, order),
    difference: async ({ one, other, gain }) => {
      const first = await decodeOnce(one);
      if (!first.ok) return first;
      const second = await decodeOnce(other);
      return second.ok ? ok(await differencePicture(first.value, second.value, gain)) : second;
    },
    readMask: async ({ bytes }) => {
      const pixels = await decodeOnce(bytes);
      return pixels.ok ? ok(readMaskPixels(pixels.value)) : pixels;
    },
    writeMask: async ({ mask }) => ok(await encodeMask(mask)),
  };

  async function withPicture<T>(
    source: PictureSource,
    use: (picture: DecodedPicture) => Promise<Result<T>>,
  ): Promise<Result<T>> {
    const picture = await pictures.get(source);
    return picture.ok ? use(picture.value) : picture;
  }
}

/** The decoded picture, made smaller where it is too large. */
function inside(picture: RgbaPixels, maxSidePx: number): ReturnType<typeof fromPixels> {
  const image = fromPixels(picture);
  return Math.max(picture.width, picture.height) <= maxSidePx
    ? image
    : image.resize(maxSidePx, maxSidePx, { fit: 'inside' });
}

/** Straight from the file: a decoder that scales by itself saves most of the time and memory. */
async function fromFile(
  bytes: Uint8Array,
  svgSidePx: number | undefined,
  encode: (image: ReturnType<typeof upright>) => Promise<Buffer>,
): Promise<Result<Uint8Array>> {
  const header = await readHeader(bytes, svgSidePx);
  if (!header.ok) return err(notReadable(header.error));
  try {
    return ok(ownBytes(await encode(upright(bytes, header.value))));
  } catch {
    return err(notReadable({ reason: 'the file is damaged or incomplete' }));
  }
}
