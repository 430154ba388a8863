import type { Disposable } from '../disposable';
import type { Blobs } from '../files/blobs';
import type { OpenPicture, Pixels } from '../pixels/port';
import { err, type Result } from '../result';

/** Decoding a photograph takes longer than using it, and candidates of one image come one after the other. */
const IDLE_MS = 30_000;

/** Decoded pictures by the hash of their file, kept open while they are in use and a little longer. */
export class Pictures implements Disposable {
  readonly #pixels: Pixels;
  readonly #blobs: Blobs;
  readonly #open = new Map<string, { readonly picture: Promise<Result<OpenPicture>>; users: number }>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(pixels: Pixels, blobs: Blobs) {
    this.#pixels = pixels;
    this.#blobs = blobs;
  }

  /** @returns what `work` returns; `notReadable` where the file is gone or no picture */
  async use<T>(
    sha256: string,
    work: (picture: OpenPicture) => Promise<Result<T>>,
    signal?: AbortSignal,
  ): Promise<Result<T>> {
    const entry = this.#open.get(sha256) ?? { picture: this.#load(sha256), users: 0 };
    this.#open.set(sha256, entry);
    clearTimeout(this.#timers.get(sha256));
    entry.users++;
    try {
      const picture = await entry.picture;
      if (!picture.ok) {
        this.#open.delete(sha256);
        return picture;
      }
      if (signal?.aborted) return err({ kind: 'cancelled' });
      return await work(picture.value);
    } finally {
      if (--entry.users === 0) this.#closeLater(sha256);
    }
  }

  dispose(): void {
    for (const sha256 of [...this.#open.keys()]) this.#close(sha256);
  }

  async #load(sha256: string): Promise<Result<OpenPicture>> {
    const bytes = await this.#blobs.read(sha256);
    if (!bytes) return err({ kind: 'notReadable', name: sha256.slice(0, 12), reason: 'gone' });
    return this.#pixels.open(bytes);
  }

  #closeLater(sha256: string): void {
    const timer = setTimeout(() => {
      this.#close(sha256);
    }, IDLE_MS);
    // In Node a waiting timer must not keep a process alive.
    (timer as { unref?: () => void }).unref?.();
    this.#timers.set(sha256, timer);
  }

  #close(sha256: string): void {
    const entry = this.#open.get(sha256);
    clearTimeout(this.#timers.get(sha256));
    this.#timers.delete(sha256);
    this.#open.delete(sha256);
    void entry?.picture.then((picture) => {
      if (picture.ok) picture.value.close();
    });
  }
}
