/** Counts the texts in lists of a JSON text while it arrives in pieces, to show how far it has come. */
export class WrittenTexts {
  #count = 0;
  readonly #open: string[] = [];
  #isInText = false;
  #isEscaped = false;

  get count(): number {
    return this.#count;
  }

  add(piece: string): void {
    for (const sign of piece) this.#read(sign);
  }

  #read(sign: string): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (this.#isInText) {
      if (sign === '\\') this.#isEscaped = true;
      else if (sign === '"') {
        this.#isInText = false;
        if (this.#open.at(-1) === '[') this.#count++;
      }
    } else if (sign === '"') this.#isInText = true;
    else if (sign === '[' || sign === '{') this.#open.push(sign);
    else if (sign === ']' || sign === '}') this.#open.pop();
  }
}
