import type { ImageError } from '../core/errors';
import { err, ok, type Result } from '../core/result';
import { decode, readHeader, type DecodedPicture, type DecodeFailure } from './decode';
import { freeUnusedPictures } from './memory';
import type { PictureSource } from './protocol';

/** Two photographs of 24 megapixels and some small pictures; a larger one stands alone. */
const MAX_DECODED_BYTES = 256 * 1024 * 1024;

interface HeldPicture {
  decoded: DecodedPicture | undefined;
}

/** What stands for a picture that nobody named, in a sentence. */
const NO_NAME = 'The image';

/** The pictures that are open. Those used last stay decoded, the others are decoded again when they are needed. */
export class HeldPictures {
  /** In the order of their last use. */
  readonly #pictures = new Map<number, HeldPicture>();

  /** Decodes the picture where it is not held decoded: at first, after a crash, or when others took its room. */
  async get(source: PictureSource): Promise<Result<DecodedPicture>> {
    const picture = this.#pictures.get(source.id) ?? { decoded: undefined };
    this.#pictures.delete(source.id);
    if (!picture.decoded) {
      const header = await readHeader(source.bytes, source.svgSidePx);
      if (!header.ok) return err(notReadable(header.error, source.name));
      await this.#makeRoom(header.value.width * header.value.height * 4);
      const decoded = await decode(source.bytes, header.value);
      if (!decoded.ok) return err(notReadable(decoded.error, source.name));
      picture.decoded = decoded.value;
    }
    this.#pictures.set(source.id, picture);
    return ok(picture.decoded);
  }

  close(id: number): void {
    this.#pictures.delete(id);
  }

  async #makeRoom(bytes: number): Promise<void> {
    let sum = bytes;
    for (const { decoded } of this.#pictures.values()) sum += decoded?.data.length ?? 0;
    for (const picture of this.#pictures.values()) {
      if (sum <= MAX_DECODED_BYTES) break;
      sum -= picture.decoded?.data.length ?? 0;
      picture.decoded = undefined;
    }
    await freeUnusedPictures(Infinity);
  }
}

/** A picture that is used once. */
export async function decodeOnce(bytes: Uint8Array): Promise<Result<DecodedPicture>> {
  const header = await readHeader(bytes);
  if (!header.ok) return err(notReadable(header.error, NO_NAME));
  const decoded = await decode(bytes, header.value);
  return decoded.ok ? decoded : err(notReadable(decoded.error, NO_NAME));
}

export function notReadable({ reason }: DecodeFailure, name: string = NO_NAME): ImageError {
  return { kind: 'notReadable', name, reason };
}
