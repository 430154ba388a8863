import type { ImageError } from '../../../../src/core/errors';
import { Pictures } from '../../../../src/core/edit/pictures';
import type { Blobs } from '../../../../src/core/files/blobs';
import { createMask, type Mask } from '../../../../src/core/mask/mask';
import type {
  Composite,
  CompositeOrder,
  Difference,
  FitOrder,
  FittedImage,
  MaskOrder,
  OpenPicture,
  PictureFacts,
  PictureCopy,
  Pixels,
  ReadMask,
  RgbaPixels,
} from '../../../../src/core/pixels/port';
import { err, ok, type Result } from '../../../../src/core/result';
import { sha256Hex } from '../../../../src/core/sha256';

export const text = (content: string): Uint8Array => new TextEncoder().encode(content);

export class FakeBlobs implements Blobs {
  readonly kept = new Map<string, Uint8Array>();
  putError: ImageError | undefined;

  async put(bytes: Uint8Array): Promise<Result<string>> {
    if (this.putError) return err(this.putError);
    const sha256 = await sha256Hex(Uint8Array.from(bytes));
    this.kept.set(sha256, bytes);
    return ok(sha256);
  }

  async read(sha256: string): Promise<Uint8Array | undefined> {
    return this.kept.get(sha256);
  }
}

/** Keeps what it is asked for, and answers with bytes that say what they are. */
export class FakePicture implements OpenPicture {
  readonly id = 1;
  readonly facts: PictureFacts;
  readonly fits: FitOrder[] = [];
  readonly masks: MaskOrder[] = [];
  readonly composites: CompositeOrder[] = [];
  readonly cutOuts: Uint8Array[] = [];
  isClosed = false;
  error: ImageError | undefined;
  /** Length of a PNG that is fitted. */
  pngBytes = 8;

  constructor(width: number, height: number) {
    this.facts = { type: 'png', width, height, hasAlpha: false, isLossy: false, bytes: 1, notes: [] };
  }

  async fit(order: FitOrder): Promise<Result<FittedImage>> {
    this.fits.push(order);
    const { format, width, height } = order;
    const bytes = new Uint8Array(format === 'png' ? this.pngBytes : 4);
    return this.#answer({ bytes, format, width, height });
  }

  async mask(order: MaskOrder): Promise<Result<Uint8Array>> {
    this.masks.push(order);
    return this.#answer(text('mask as sent'));
  }

  async composite(order: CompositeOrder): Promise<Result<Composite>> {
    this.composites.push(order);
    const { width, height } = this.facts;
    return this.#answer({ bytes: text('composite'), width, height, outsidePixels: 7, changedPixels: 3 });
  }

  async cutOut(answer: Uint8Array): Promise<Result<Composite>> {
    this.cutOuts.push(answer);
    const { width, height } = this.facts;
    return this.#answer({ bytes: text('cut out'), width, height, outsidePixels: 5, changedPixels: 3 });
  }

  async preview(): Promise<Result<Uint8Array>> {
    return this.#answer(text('preview'));
  }

  async pixels(): Promise<Result<RgbaPixels>> {
    return this.#answer({ width: 1, height: 1, data: new Uint8Array(4) });
  }

  close(): void {
    this.isClosed = true;
  }

  #answer<T>(value: T): Result<T> {
    return this.error ? err(this.error) : ok(value);
  }
}

/** Opens the pictures that a test has put there, by their bytes as text. */
export class FakePixels implements Pixels {
  readonly pictures = new Map<string, FakePicture>();
  readonly written: Mask[] = [];
  opened = 0;

  async open(bytes: Uint8Array): Promise<Result<OpenPicture>> {
    this.opened++;
    const picture = this.pictures.get(new TextDecoder().decode(bytes));
    return picture ? ok(picture) : err({ kind: 'notReadable', name: '', reason: 'no picture' });
  }

  async thumbnail(): Promise<Result<Uint8Array>> {
    return ok(text('thumbnail'));
  }

  async convert(bytes: Uint8Array): Promise<Result<Uint8Array>> {
    return ok(bytes);
  }

  async copy(bytes: Uint8Array): Promise<Result<PictureCopy>> {
    return ok({ bytes, width: 1, height: 1 });
  }

  async difference(): Promise<Result<Difference>> {
    return ok({ bytes: text('difference'), changedPixels: 0 });
  }

  /** Two by one, the left edited. */
  async readMask(bytes: Uint8Array): Promise<Result<ReadMask>> {
    if (new TextDecoder().decode(bytes) !== 'mask') {
      return err({ kind: 'notReadable', name: '', reason: 'no mask' });
    }
    const gray = createMask(2, 1);
    gray.data[0] = 255;
    return ok({ gray, alpha: undefined });
  }

  async writeMask(mask: Mask): Promise<Result<Uint8Array>> {
    this.written.push(mask);
    return ok(text('mask'));
  }

  dispose(): void {
    this.pictures.clear();
  }
}

/** Blobs and pixels, and what works on them. */
export class Bench {
  readonly pixels = new FakePixels();
  readonly blobs = new FakeBlobs();
  readonly pictures = new Pictures(this.pixels, this.blobs);

  /** A picture among the blobs. */
  async add(
    name: string,
    width: number,
    height: number,
  ): Promise<{ readonly sha256: string; readonly picture: FakePicture }> {
    const picture = new FakePicture(width, height);
    this.pixels.pictures.set(name, picture);
    const kept = await this.blobs.put(text(name));
    if (!kept.ok) throw new Error(kept.error.kind);
    return { sha256: kept.value, picture };
  }
}
