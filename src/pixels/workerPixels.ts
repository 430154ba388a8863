import type { Disposable } from '../core/disposable';
import type { Log } from '../core/log';
import type { Mask } from '../core/mask/mask';
import type {
  Composite,
  CompositeOrder,
  CopyOrder,
  Difference,
  FitOrder,
  FittedImage,
  MaskOrder,
  OpenOptions,
  OpenPicture,
  PictureCopy,
  PictureFacts,
  PictureShrinker,
  Pixels,
  ReadMask,
  RgbaPixels,
  ShrinkOrder,
  ShrunkPicture,
} from '../core/pixels/port';
import { err, ok, type Result } from '../core/result';
import type { PictureSource, OperationName, Operations } from './protocol';
import { PixelThread } from './thread';
import { ownBytes } from './transfer';

const NO_NAME = 'The image';

/** Pixel work in a worker of its own, which is started at the first call. Thumbnails let everything else go first. */
export class WorkerPixels implements Pixels, PictureShrinker {
  readonly #thread: PixelThread;
  #lastId = 0;

  /** @param program path of the built worker entry, `pixels/worker.js` beside the extension's bundle */
  constructor(program: string, log: Log, idleMs?: number) {
    this.#thread = new PixelThread(program, log, idleMs);
  }

  /** The worker is running; it ends by itself a minute after the last picture was closed. */
  get isRunning(): boolean {
    return this.#thread.isRunning;
  }

  async open(
    bytes: Uint8Array,
    options: OpenOptions = {},
    signal?: AbortSignal,
  ): Promise<Result<OpenPicture>> {
    const picture: PictureSource = {
      id: ++this.#lastId,
      bytes: shared(bytes),
      svgSidePx: options.svgSidePx,
      name: options.name ?? NO_NAME,
    };
    const hold = this.#thread.hold();
    const facts = await this.#thread.run('open', () => ({ picture }), 'now', signal);
    if (facts.ok) return ok(new HeldOpen(this.#thread, picture, facts.value, hold));
    // It may have been opened after the user turned away.
    if (facts.error.kind === 'cancelled') closeIn(this.#thread, picture.id);
    hold.dispose();
    return facts;
  }

  thumbnail(bytes: Uint8Array, sidePx: number, signal?: AbortSignal): Promise<Result<Uint8Array>> {
    return this.#thread.run('thumbnail', () => ({ bytes: ownBytes(bytes), sidePx }), 'later', signal);
  }

  shrink(bytes: Uint8Array, order: ShrinkOrder, signal?: AbortSignal): Promise<Result<ShrunkPicture>> {
    return this.#thread.run('shrink', () => ({ bytes: ownBytes(bytes), order }), 'later', signal);
  }

  convert(
    bytes: Uint8Array,
    to: 'jpeg' | 'png' | 'webp',
    quality?: number,
    signal?: AbortSignal,
  ): Promise<Result<Uint8Array>> {
    return this.#thread.run('convert', () => ({ bytes: ownBytes(bytes), to, quality }), 'now', signal);
  }

  copy(bytes: Uint8Array, order: CopyOrder, signal?: AbortSignal): Promise<Result<PictureCopy>> {
    return this.#thread.run('copy', () => ({ bytes: ownBytes(bytes), order }), 'later', signal);
  }

  difference(
    one: Uint8Array,
    other: Uint8Array,
    gain: 1 | 4 | 16,
    signal?: AbortSignal,
  ): Promise<Result<Difference>> {
    const params = () => ({ one: ownBytes(one), other: ownBytes(other), gain });
    return this.#thread.run('difference', params, 'now', signal);
  }

  readMask(bytes: Uint8Array, signal?: AbortSignal): Promise<Result<ReadMask>> {
    return this.#thread.run('readMask', () => ({ bytes: ownBytes(bytes) }), 'now', signal);
  }

  writeMask(mask: Mask, signal?: AbortSignal): Promise<Result<Uint8Array>> {
    return this.#thread.run('writeMask', () => ({ mask: ownMask(mask) }), 'now', signal);
  }

  dispose(): void {
    this.#thread.dispose();
  }
}

class HeldOpen implements OpenPicture {
  readonly facts: PictureFacts;
  readonly #thread: PixelThread;
  readonly #picture: PictureSource;
  readonly #hold: Disposable;
  #isClosed = false;

  constructor(thread: PixelThread, picture: PictureSource, facts: PictureFacts, hold: Disposable) {
    this.#thread = thread;
    this.#picture = picture;
    this.facts = facts;
    this.#hold = hold;
  }

  get id(): number {
    return this.#picture.id;
  }

  fit(order: FitOrder, signal?: AbortSignal): Promise<Result<FittedImage>> {
    return this.#run('fit', (picture) => ({ picture, order }), signal);
  }

  mask(order: MaskOrder, signal?: AbortSignal): Promise<Result<Uint8Array>> {
    return this.#run(
      'mask',
      (picture) => ({ picture, order: { ...order, mask: ownMask(order.mask) } }),
      signal,
    );
  }

  composite(order: CompositeOrder, signal?: AbortSignal): Promise<Result<Composite>> {
    return this.#run(
      'composite',
      (picture) => ({
        picture,
        order: { ...order, mask: ownMask(order.mask), answer: ownBytes(order.answer) },
      }),
      signal,
    );
  }

  cutOut(answer: Uint8Array, signal?: AbortSignal): Promise<Result<Composite>> {
    return this.#run('cutOut', (picture) => ({ picture, answer: ownBytes(answer) }), signal);
  }

  preview(maxSidePx: number, signal?: AbortSignal): Promise<Result<Uint8Array>> {
    return this.#run('preview', (picture) => ({ picture, maxSidePx }), signal);
  }

  pixels(maxSidePx: number, signal?: AbortSignal): Promise<Result<RgbaPixels>> {
    return this.#run('pixels', (picture) => ({ picture, maxSidePx }), signal);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    closeIn(this.#thread, this.id);
    this.#hold.dispose();
  }

  #run<Name extends OperationName>(
    name: Name,
    params: (picture: PictureSource) => Operations[Name]['params'],
    signal: AbortSignal | undefined,
  ): Promise<Result<Operations[Name]['result']>> {
    if (this.#isClosed) {
      return Promise.resolve(err({ kind: 'notReadable', name: this.#picture.name, reason: 'it was closed' }));
    }
    return this.#thread.run(name, () => params(this.#picture), 'now', signal);
  }
}

function closeIn(thread: PixelThread, id: number): void {
  if (thread.isRunning) void thread.run('close', () => ({ id }), 'now');
}

/** In memory that both threads see: it is neither copied nor lost when the worker crashes. */
function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

function ownMask({ width, height, data }: Mask): Mask {
  return { width, height, data: ownBytes(data) };
}
