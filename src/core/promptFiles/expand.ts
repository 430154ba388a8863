import { MANY, times, type Piece } from './counting';
import { Compiler, partOf, type ReplaceWish, type Slot, type SlotPart } from './compile';
import type { Dimension, SettingDimension, TextDimension } from './dimensions';
import type { PromptProblem } from './problems';
import type { PromptFile } from './promptFile';
import { noSources, type PromptSources } from './sources';
import { tidy } from './tidy';

/** One of all the readings of a prompt file: its texts and settings, all decided. */
export interface Combination {
  /** The value of each dimension. */
  readonly indices: readonly number[];
  /** By the field's name; `prompt`, and `shots.0`, `shots.0.image` for the shots. Tidied, and none of them empty. */
  readonly texts: Readonly<Record<string, string>>;
  /** By the field's name: `model`, `size`, `seed` (a number or `random`), `options.quality`. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
}

const MAX_VALUES_MEASURED = 10_000;

/**
 * All readings of a prompt file, counted at once and built one by one. The order is fixed: the dimension that is named
 * first changes last, and seeds change first.
 */
export class Expansion {
  readonly dimensions: readonly Dimension[];
  /** How many combinations there are; at least this many where `isExact` is false. */
  readonly count: number;
  readonly isExact: boolean;
  readonly problems: readonly PromptProblem[];
  readonly #slots: ReadonlyMap<string, Slot>;
  readonly #text: ReadonlyMap<number, TextDimension>;
  readonly #settings: readonly (readonly [number, string, SettingDimension])[];
  readonly #replaces: readonly (readonly [number, ReplaceWish])[];
  readonly #byName: ReadonlyMap<string, number>;

  constructor(file: PromptFile, sources: PromptSources = noSources, replaces: readonly ReplaceWish[] = []) {
    const compiled = new Compiler(file, sources).compile(replaces);
    const { dimensions, slots, settings, problems, byName } = compiled;
    this.dimensions = dimensions;
    this.#slots = slots;
    this.#byName = byName;
    this.#settings = settings;
    this.#text = new Map(
      dimensions.flatMap((dimension, index) => (isText(dimension) ? [[index, dimension] as const] : [])),
    );
    this.#replaces = replaces.map((wish, index) => [index, wish] as const);
    this.problems = problems;
    this.count = dimensions.reduce((count, { size }) => times(count, size), 1);
    this.isExact = this.count < MANY;
  }

  /** The place of a combination in the order. @throws RangeError for one that is not there */
  indicesAt(index: number): number[] {
    if (!(index >= 0 && index < this.count)) throw new RangeError(`No combination ${index}`);
    const indices: number[] = [];
    let rest = index;
    for (let place = this.dimensions.length - 1; place >= 0; place--) {
      const size = this.dimensions[place]?.size ?? 1;
      indices[place] = rest % size;
      rest = Math.floor(rest / size);
    }
    return indices;
  }

  at(index: number): Combination {
    return this.combine(this.indicesAt(index));
  }

  /** The first of all combinations, in order; not one more is built than is asked for. */
  *first(most: number): Generator<Combination> {
    const total = Math.min(most, this.count);
    if (total <= 0) return;
    const indices = this.dimensions.map(() => 0);
    for (let built = 0; built < total; built++) {
      yield this.combine([...indices]);
      for (let place = indices.length - 1; place >= 0; place--) {
        const next = (indices[place] ?? 0) + 1;
        if (next < (this.dimensions[place]?.size ?? 1)) {
          indices[place] = next;
          break;
        }
        indices[place] = 0;
      }
    }
  }

  /** @param indices one for each dimension, each below its size */
  combine(indices: readonly number[]): Combination {
    const texts: Record<string, string> = {};
    for (const [name, slot] of this.#slots) {
      let text = tidy(this.#render(slot, indices));
      for (const [place, { search, values }] of this.#replaces) {
        const value = values[(indices[place] ?? 0) - 1]?.value;
        if (name === 'prompt' && value !== undefined) text = text.replaceAll(search, () => value);
      }
      if (text !== '') texts[name] = text;
    }
    const settings: Record<string, string | number | boolean> = {};
    for (const [place, name, dimension] of this.#settings)
      settings[name] = dimension.value(indices[place] ?? 0);
    return { indices, texts, settings };
  }

  /** The longest reading of a text, with the usual values of all that does not stand in it. */
  longest(name: string): string {
    const usual = this.dimensions.map((each) => each.usual);
    const lengths = new Map<number, Float64Array>();
    for (const { part, times: count } of distinctParts(this.#slots.get(name) ?? [])) {
      const size = Math.min(this.#text.get(part.dimension)?.size ?? 0, MAX_VALUES_MEASURED);
      const byIndex = lengths.get(part.dimension) ?? new Float64Array(size);
      lengths.set(part.dimension, byIndex);
      const before = usual[part.dimension] ?? 0;
      for (let index = 0; index < size; index++) {
        usual[part.dimension] = index;
        byIndex[index] = (byIndex[index] ?? 0) + count * this.#renderPart(part, usual).length;
      }
      usual[part.dimension] = before;
    }
    const indices = this.dimensions.map(({ usual }) => usual);
    for (const [place, byIndex] of lengths) {
      let best = -1;
      for (const [index, length] of byIndex.entries()) {
        if (length <= best) continue;
        best = length;
        indices[place] = index;
      }
    }
    return this.combine(indices).texts[name] ?? '';
  }

  #render(slot: Slot, indices: readonly number[]): string {
    let text = '';
    for (const part of slot) text += typeof part === 'string' ? part : this.#renderPart(part, indices);
    return text;
  }

  #renderPart({ dimension, member, fallback }: SlotPart, indices: readonly number[]): string {
    const found = this.#text.get(dimension)?.pieces(indices[dimension] ?? 0, member) ?? [];
    const [only] = found;
    const text =
      found.length === 1 && typeof only === 'string'
        ? only
        : found.map((piece) => this.#renderPiece(piece, indices)).join('');
    return text === '' ? (fallback ?? '') : text;
  }

  /** Variables in values end somewhere: who names itself was left out when the dimensions were made. */
  #renderPiece(piece: Piece, indices: readonly number[]): string {
    if (typeof piece === 'string') return piece;
    const dimension = this.#byName.get(piece.name);
    return dimension === undefined
      ? (piece.fallback ?? piece.written)
      : this.#renderPart({ ...partOf(piece), dimension }, indices);
  }
}

function isText(dimension: Dimension): dimension is TextDimension {
  return dimension.kind === 'alternative' || dimension.kind === 'variable';
}

/** The same variable may stand in a text a thousand times. */
function distinctParts(slot: Slot): readonly { readonly part: SlotPart; readonly times: number }[] {
  const found = new Map<string, { readonly part: SlotPart; times: number }>();
  for (const part of slot) {
    if (typeof part === 'string') continue;
    const key = JSON.stringify([part.dimension, part.member, part.fallback]);
    const known = found.get(key);
    if (known) known.times++;
    else found.set(key, { part, times: 1 });
  }
  return [...found.values()];
}
