import { findAxis } from './axes';
import type { Dimension } from './dimensions';
import { Expansion, type Combination } from './expand';
import { axisPlaces, type AxisPlace, type GridWish } from './gridField';
import type { PromptFile } from './promptFile';
import { noSources, type PromptSources } from './sources';

/** One axis of a table. */
export interface Axis {
  readonly place: AxisPlace;
  /** As the file calls it. */
  readonly name: string;
  readonly labels: readonly string[];
  /** Place of its dimension in the expansion. */
  readonly dimension: number;
}

/** A table of combinations: across, down, and on tabs. */
export interface GridLayout {
  readonly expansion: Expansion;
  readonly axes: Readonly<Partial<Record<AxisPlace, Axis>>>;
  /** Dimensions with several values that no axis shows: they stay at their usual value. */
  readonly held: readonly { readonly name: string; readonly label: string }[];
  /** Positions in all. */
  readonly count: number;
}

export interface GridPosition {
  readonly column: number;
  readonly row: number;
  readonly tab: number;
}

/** Counted before anything is built; the labels of longer axes are not made. */
const MAX_LABELS = 2000;

/**
 * Lays a file out as a table, as its front matter says or as seems best: what stands first goes across, seeds go down.
 *
 * @param wish in place of the file's own
 */
export function layoutGrid(
  file: PromptFile,
  sources: PromptSources = noSources,
  wish: GridWish = file.grid,
): GridLayout {
  const replaces = axisPlaces.flatMap((place) => {
    const each = wish[place];
    return each?.kind === 'replace' ? [each] : [];
  });
  const expansion = new Expansion(file, sources, replaces);
  const { dimensions } = expansion;
  const chosen = new Map<AxisPlace, Dimension>();
  let replaced = 0;
  for (const place of axisPlaces) {
    const each = wish[place];
    const dimension =
      each?.kind === 'replace' ? dimensions[replaced++] : each && findAxis(dimensions, each.name);
    if (dimension && ![...chosen.values()].includes(dimension)) chosen.set(place, dimension);
  }
  if (Object.keys(wish).length === 0)
    for (const [place, dimension] of usualAxes(dimensions)) chosen.set(place, dimension);
  const axes = [...chosen].map(([place, dimension]): readonly [AxisPlace, Axis] => [
    place,
    {
      place,
      name: dimension.name,
      labels: Array.from({ length: Math.min(dimension.size, MAX_LABELS) }, (_, index) =>
        dimension.label(index),
      ),
      dimension: dimensions.indexOf(dimension),
    },
  ]);
  const shown = new Set(chosen.values());
  return {
    expansion,
    axes: Object.fromEntries(axes),
    held: dimensions
      .filter((dimension) => dimension.size > 1 && !shown.has(dimension))
      .map((dimension) => ({ name: dimension.name, label: dimension.label(dimension.usual) })),
    count: [...shown].reduce((count, { size }) => Math.min(count * size, Number.MAX_SAFE_INTEGER), 1),
  };
}

function usualAxes(dimensions: readonly Dimension[]): readonly (readonly [AxisPlace, Dimension])[] {
  const varied = dimensions.filter(({ size }) => size > 1);
  const seed = varied.find(({ kind }) => kind === 'seed');
  const [first, second, third] = varied.filter((dimension) => dimension !== seed);
  const inOrder = seed ? [first, seed, second] : [first, second, third];
  // One axis alone goes across.
  const [columns, rows, tabs] = first ? inOrder : [seed];
  return (
    [
      ['columns', columns],
      ['rows', rows],
      ['tabs', tabs],
    ] as const
  ).flatMap(([place, dimension]) => (dimension ? [[place, dimension] as const] : []));
}

/** Every position of a table, tab by tab and row by row. @param most no more are made */
export function* positionsOf({ axes }: GridLayout, most: number): Generator<GridPosition> {
  const [columns, rows, tabs] = axisPlaces.map((place) => axes[place]?.labels.length ?? 1);
  let made = 0;
  for (let tab = 0; tab < (tabs ?? 1); tab++) {
    for (let row = 0; row < (rows ?? 1); row++) {
      for (let column = 0; column < (columns ?? 1); column++) {
        if (made++ >= most) return;
        yield { column, row, tab };
      }
    }
  }
}

export function combinationAt(
  { expansion, axes }: GridLayout,
  { column, row, tab }: GridPosition,
): Combination {
  const indices = expansion.dimensions.map(({ usual }) => usual);
  for (const [place, index] of [
    ['columns', column],
    ['rows', row],
    ['tabs', tab],
  ] as const) {
    const axis = axes[place];
    if (axis) indices[axis.dimension] = index;
  }
  return expansion.combine(indices);
}
