import type { MaskSummary } from '../../src/protocol/studio';
import type { CanvasController } from './canvas/controller';

const packAfterMs = 400;

/** Keeps the host's copy of the mask like the one on the canvas, past the reducer: bytes are no state of the page. */
export class MaskSync {
  /** Filled by the canvas. */
  readonly controllerRef: { current: CanvasController | undefined } = { current: undefined };
  readonly #tell: (summary: MaskSummary, packed?: Uint8Array) => Promise<void>;
  #known: CanvasController | undefined;
  /** From the host, for a canvas that is not there yet. */
  #pending: { readonly packed: Uint8Array | undefined } | undefined;
  #unsent: { readonly summary: MaskSummary; readonly timer: ReturnType<typeof setTimeout> } | undefined;

  /** @param tell never rejects */
  constructor(tell: (summary: MaskSummary, packed?: Uint8Array) => Promise<void>) {
    this.#tell = tell;
  }

  /** The host's mask replaces the one on the canvas. */
  load(packed: Uint8Array | undefined): void {
    const isLoaded = this.controllerRef.current?.load(packed) === true;
    this.#pending = isLoaded ? undefined : { packed };
  }

  /** Takes what the canvas says after every change. */
  changed(summary: MaskSummary): void {
    const controller = this.controllerRef.current;
    if (controller !== this.#known) {
      // A new canvas begins empty; that is no change of the user's, and the host may have a mask for it.
      this.#known = controller;
      this.#drop();
      const pending = this.#pending;
      this.#pending = undefined;
      if (pending?.packed !== undefined) queueMicrotask(() => this.load(pending.packed));
      return;
    }
    this.#drop();
    const timer = setTimeout(() => void this.flush(), packAfterMs);
    this.#unsent = { summary, timer };
    void this.#tell(summary);
  }

  /** Sends the pixels of the last change, when they were not sent yet. */
  async flush(): Promise<void> {
    const unsent = this.#unsent;
    const packed = this.controllerRef.current?.packed();
    if (unsent === undefined || packed === undefined) return;
    this.#drop();
    await this.#tell(unsent.summary, packed);
  }

  #drop(): void {
    clearTimeout(this.#unsent?.timer);
    this.#unsent = undefined;
  }
}
