import type { Cell } from '../../../../../src/core/promptFiles/cells';
import type { ItemState, RunSnapshot } from '../../../../../src/core/promptFiles/runs/queue';
import { planOf } from '../../../../../src/core/promptFiles/runs/plan';
import type { RecipeJudgement } from '../../../../../src/core/recipes/recipe';
import type { GridState } from '../../../../../src/features/promptFiles/grid/gridState';
import type { Table } from '../../../../../src/features/promptFiles/grid/table';
import { manyCells } from '../../../core/promptFiles/runs/world';

/** Cells of one image each for four cents, two across and as many down as it takes. */
export const cells: readonly Cell[] = manyCells(6);

export const table: Table = {
  axes: {
    columns: { name: 'style', labels: ['flat', 'line'] },
    rows: { name: 'seed', labels: ['seed 1', 'seed 2', 'seed 3'] },
  },
  held: [],
  cells: cells.map(({ key }, index) => ({
    id: `0:${Math.floor(index / 2)}:${index % 2}`,
    column: index % 2,
    row: Math.floor(index / 2),
    tab: 0,
    title: `${['flat', 'line'][index % 2] ?? ''}, seed ${Math.floor(index / 2) + 1}`,
    keys: [key],
  })),
  requests: cells.map((cell) => ({ cell, kept: { values: {} }, template: undefined })),
};

/** An image named by a digit. */
export const shaOf = (digit: number): string => String(digit).repeat(64);

export function made(digit: number, wasMadeBefore = false): ItemState {
  const path = `made/${digit}.png`;
  return {
    kind: 'made',
    wasMadeBefore,
    made: { images: [{ sha256: shaOf(digit), path }], madeAt: '2026-11-21T13:00:00.000Z', priceUsd: 0.04 },
  };
}

export const waiting: ItemState = { kind: 'waiting' };
export const making: ItemState = { kind: 'making' };
export const failed: ItemState = {
  kind: 'failed',
  error: { kind: 'contentFiltered', stage: 'prompt', count: 1 },
  mayBeCharged: true,
};
export const cancelled: ItemState = { kind: 'cancelled', mayBeCharged: false };
export const inDoubt: ItemState = { kind: 'inDoubt' };

export function run(status: RunSnapshot['status'], states: readonly ItemState[]): RunSnapshot {
  return {
    status,
    items: cells.flatMap((cell, index) => {
      const state = states[index];
      return state ? [{ key: cell.key, cell, state }] : [];
    }),
    plan: planOf(cells, new Map()),
    spentUsd: 0,
    mayBeCharged: false,
  };
}

export function judgement(overall: number): RecipeJudgement {
  return {
    judgedAt: '2026-11-21T13:00:00.000Z',
    model: { id: 'judge', name: 'Judge' },
    overall,
    scores: {},
    explanation: 'Because.',
    suggestions: [],
    comparedWith: 2,
  };
}

export function stateOf(own: Partial<GridState> = {}): GridState {
  return {
    revision: 1,
    name: 'hero',
    isOffline: false,
    isLoading: false,
    table,
    marks: new Map(),
    accepted: [],
    judgements: new Map(),
    since: new Map(),
    failures: new Map(),
    hasBegun: true,
    isSortedByScore: false,
    notices: [],
    ...own,
  };
}
