/** Lets work hold so many bytes at once; what is larger than all of them has the room to itself. */
export class ByteGate {
  readonly #most: number;
  #held = 0;
  readonly #waiting: { readonly bytes: number; readonly go: () => void }[] = [];

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** The most that was held at any time would be this. */
  get held(): number {
    return this.#held;
  }

  /** @returns gives the bytes back; later calls change nothing */
  async take(bytes: number): Promise<() => void> {
    const wanted = Math.min(bytes, this.#most);
    if (this.#waiting.length > 0 || this.#held + wanted > this.#most) {
      await new Promise<void>((resolve) => this.#waiting.push({ bytes: wanted, go: resolve }));
    } else this.#held += wanted;
    let isHeld = true;
    return () => {
      if (!isHeld) return;
      isHeld = false;
      this.#held -= wanted;
      this.#admit();
    };
  }

  #admit(): void {
    for (
      let next = this.#waiting[0];
      next && this.#held + next.bytes <= this.#most;
      next = this.#waiting[0]
    ) {
      this.#waiting.shift();
      this.#held += next.bytes;
      next.go();
    }
  }
}
