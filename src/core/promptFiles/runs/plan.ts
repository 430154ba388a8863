import { sumUsd } from '../../generate/plan';
import type { Result } from '../../result';
import type { Cell } from '../cells';
import type { CellKnowledge, CellBook, CellMaker, Provider } from './ports';
import type { MadeCell } from './record';

/** "12 of 48 already made; 36 to go, about $1.44", as numbers. */
export interface RunPlan {
  readonly cells: number;
  readonly made: number;
  /** Sent once, and nothing came of it that could be found. */
  readonly inDoubt: number;
  readonly toGo: number;
  /** Images of the cells to go. */
  readonly imagesToGo: number;
  /** Of the cells to go, in USD; undefined where the price of one of them is not known. */
  readonly priceUsd: number | undefined;
}

export type KnownCells = ReadonlyMap<string, CellKnowledge>;

export function planOf(cells: readonly Cell[], known: KnownCells): RunPlan {
  const unique = [...new Map(cells.map((cell) => [cell.key, cell])).values()];
  const count = (kind: CellKnowledge['kind']): number =>
    unique.filter(({ key }) => known.get(key)?.kind === kind).length;
  const toGo = unique.filter(({ key }) => {
    const kind = known.get(key)?.kind;
    return kind === undefined || kind === 'left';
  });
  const prices = toGo.map(({ priceUsd }) => priceUsd);
  return {
    cells: unique.length,
    made: count('made'),
    inDoubt: count('inDoubt'),
    toGo: toGo.length,
    imagesToGo: toGo.reduce((sum, { images }) => sum + images, 0),
    priceUsd: prices.every((price) => price !== undefined) ? sumUsd(prices) : undefined,
  };
}

/**
 * What is known of these cells: by the book, and where it knows nothing, by what lies in the project, because a colleague
 * or another computer may have made it. What was made counts as not made only where image and recipe are both gone.
 */
export async function knownCells(
  keys: readonly string[],
  provider: Provider,
  {
    book,
    maker,
  }: { readonly book: CellBook; readonly maker: Pick<CellMaker, 'recover' | 'areThere' | 'current'> },
): Promise<Result<KnownCells>> {
  const distinct = [...new Set(keys)];
  const found = book.find(provider, distinct);
  if (!found.ok) return found;
  const known = new Map(found.value);
  const made = [...known].flatMap(([key, each]): readonly (readonly [string, MadeCell])[] =>
    each.kind === 'made' ? [[key, each.made]] : [],
  );
  const areThere = await maker.areThere(made.map(([, each]) => each));
  const gone = new Set(made.flatMap(([key], index) => (areThere[index] === false ? [key] : [])));
  for (const [key, each] of made) {
    if (gone.has(key)) known.delete(key);
    else if (maker.current) known.set(key, { kind: 'made', made: maker.current(each) });
  }
  const wanted = distinct.filter((key) => {
    const kind = known.get(key)?.kind;
    return kind === undefined || kind === 'left' || kind === 'inDoubt';
  });
  const recovered = wanted.length === 0 ? new Map<string, MadeCell>() : await maker.recover(wanted);
  for (const key of wanted) {
    const each = recovered.get(key);
    if (each) {
      known.set(key, { kind: 'made', made: each });
      // A book that cannot be written is told at the first paid call; what lies in the project is found again.
      book.made(provider, key, each);
    } else if (known.get(key)?.kind === 'left') {
      known.set(key, { kind: 'inDoubt' });
      book.doubt(provider, key);
    } else if (gone.has(key)) {
      // What was never in the book needs no word there: each is a write to the disk.
      book.release(provider, key);
    }
  }
  return { ok: true, value: known };
}
