import { combinationAt, positionsOf, type Axis, type GridLayout } from '../../../core/promptFiles/grid';
import { axisPlaces, type AxisPlace } from '../../../core/promptFiles/gridField';
import { findModel, type ModelFacts } from '../../../core/promptFiles/modelFacts';
import type { PromptFile } from '../../../core/promptFiles/promptFile';
import type { RunRecord } from '../../../core/promptFiles/runs/record';
import { ok, type Result } from '../../../core/result';
import type { Words } from '../../../platform/words';
import { cellsOfCombination, type FileCell, type FileCellFacts } from '../run/cellsOfFile';

/** One place of the table: one combination, and the requests it takes. */
export interface TableCell {
  readonly id: string;
  readonly column: number;
  readonly row: number;
  readonly tab: number;
  /** Its values along the axes: `flat, seed 2`. */
  readonly title: string;
  /** Two places whose combinations read the same have the same ones. */
  readonly keys: readonly string[];
}

export interface TableAxis {
  readonly name: string;
  readonly labels: readonly string[];
}

/** A prompt file as a table of requests. */
export interface Table {
  readonly axes: Readonly<Partial<Record<AxisPlace, TableAxis>>>;
  /** `quality: premium`: what has several values and no axis. */
  readonly held: readonly string[];
  readonly cells: readonly TableCell[];
  /** Each request once. */
  readonly requests: readonly FileCell[];
}

/** Builds every request of a table that was counted before. @returns the first reason why one cannot be sent */
export async function tableOf(
  file: PromptFile,
  layout: GridLayout,
  facts: FileCellFacts,
  words: Words,
): Promise<Result<Table>> {
  const axes = Object.fromEntries(
    axisPlaces.flatMap((place) => {
      const axis = layout.axes[place];
      return axis ? [[place, headed(axis, layout, facts.models, words)]] : [];
    }),
  ) as Table['axes'];
  const cells: TableCell[] = [];
  const requests = new Map<string, FileCell>();
  for (const at of positionsOf(layout, layout.count)) {
    const combination = combinationAt(layout, at);
    const own = await cellsOfCombination(file, layout.expansion, combination, facts);
    if (!own.ok) return own;
    for (const each of own.value) {
      const { key } = each.cell;
      if (!requests.has(key)) requests.set(key, { ...each, kept: { ...each.kept, at } });
    }
    const labels = [axes.tabs?.labels[at.tab], axes.columns?.labels[at.column], axes.rows?.labels[at.row]];
    cells.push({
      id: `${at.tab}:${at.row}:${at.column}`,
      ...at,
      title: labels.filter((label) => label !== undefined && label !== '').join(', '),
      keys: own.value.map(({ cell }) => cell.key),
    });
  }
  return ok({
    axes,
    held: layout.held.map(({ name, label }) => words.t('{0}: {1}', name, label)),
    cells,
    requests: [...requests.values()],
  });
}

/** The axes as a run keeps them. */
export function keptAxes({ axes }: Table): NonNullable<RunRecord['axes']> {
  return axes;
}

/** A number alone says nothing above a column: `seed 2`; a model is known by its name. */
function headed(axis: Axis, { expansion }: GridLayout, models: ModelFacts, { t }: Words): TableAxis {
  const kind = expansion.dimensions[axis.dimension]?.kind;
  return {
    name: axis.name,
    labels: axis.labels.map((label) => {
      if (kind === 'seed') return t('seed {0}', label);
      if (kind === 'model') return findModel(label, models)?.entry.model.name ?? label;
      return label === '' ? t('(empty)') : label;
    }),
  };
}
