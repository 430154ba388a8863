import type { RunItem } from '../../../core/promptFiles/runs/queue';
import type { MadeImage } from '../../../core/promptFiles/runs/record';
import { gradeWord } from '../../../platform/gradeWord';
import type { Words } from '../../../platform/words';
import type { GridCellState, GridCellView, GridImageView } from '../../../protocol/grid';
import { imageId, itemsOf, type GridState } from './gridState';
import type { TableCell } from './table';

type Facts = Pick<GridState, 'failures' | 'since' | 'judgements' | 'accepted' | 'marks' | 'hasBegun'>;

export interface CellContext extends Facts {
  readonly items: ReadonlyMap<string, RunItem>;
  /** Place of each waiting request among those that wait, from 1. */
  readonly queued: ReadonlyMap<string, number>;
  /** Hashes of the images that no other of those that were judged has more points than. */
  readonly best: ReadonlySet<string>;
}

export function cellView(cell: TableCell, context: CellContext, words: Words): GridCellView {
  const items = itemsOf(cell, context.items);
  const state = stateOf(items, context, words);
  const images = madeImages(items).map((image) => imageView(cell, image, context, words));
  const marks = cell.keys.map((key) => context.marks.get(key));
  const isStarred = marks.some((mark) => mark?.isStarred === true);
  const hasNote = marks.some((mark) => mark?.note !== undefined);
  return {
    id: cell.id,
    column: cell.column,
    row: cell.row,
    tab: cell.tab,
    label: labelOf(cell, { state, images, isStarred, hasNote }, words),
    state,
    images,
    isStarred,
    hasNote,
  };
}

/** Everything that has arrived of a cell. */
export function madeImages(items: readonly RunItem[]): readonly MadeImage[] {
  const images = items.flatMap(({ state }) => (state.kind === 'made' ? state.made.images : []));
  return [...new Map(images.map((image) => [image.sha256, image])).values()];
}

/** A cell of several requests shows what the user should know first. */
function stateOf(
  items: readonly RunItem[],
  { failures, since, queued, hasBegun }: CellContext,
  { t }: Words,
): GridCellState {
  const making = items.find(({ state }) => state.kind === 'making');
  if (making) return { kind: 'making', since: since.get(making.key) ?? 0 };
  const failed = items.find(({ state }) => state.kind === 'failed');
  if (failed) {
    const { text = t('It could not be made.'), buttons = [] } = failures.get(failed.key) ?? {};
    return {
      kind: 'failed',
      text,
      actions: buttons.map((label, index) => ({ id: `${failed.key}:${index}`, label })),
    };
  }
  if (items.some(({ state }) => state.kind === 'inDoubt')) {
    return {
      kind: 'inDoubt',
      text: t('It was sent before and nothing came of it; it may have been charged.'),
    };
  }
  const waiting = items.find(({ state }) => state.kind === 'waiting');
  if (waiting) {
    const place = hasBegun ? queued.get(waiting.key) : undefined;
    return { kind: 'waiting', ...(place === undefined ? {} : { place }) };
  }
  const cancelled = items.find(({ state }) => state.kind === 'cancelled');
  if (cancelled?.state.kind === 'cancelled') {
    return {
      kind: 'cancelled',
      text: cancelled.state.mayBeCharged
        ? t('Cancelled. The request already sent may be charged.')
        : t('Cancelled. Nothing was sent.'),
    };
  }
  return {
    kind: 'made',
    wasMadeBefore: items.every(({ state }) => state.kind === 'made' && state.wasMadeBefore),
  };
}

function imageView(
  cell: TableCell,
  { sha256, path }: MadeImage,
  { judgements, accepted, best }: CellContext,
  { t, format }: Words,
): GridImageView {
  const score = judgements.get(sha256)?.overall;
  return {
    id: imageId(cell, sha256),
    name: path?.slice(path.lastIndexOf('/') + 1) ?? sha256.slice(0, 12),
    ...(score === undefined
      ? {}
      : { score, scoreLabel: t('{0} {1}', format.number(score), gradeWord(score, t)) }),
    isBest: best.has(sha256),
    isAccepted: accepted.includes(sha256),
  };
}

function labelOf(
  { title }: TableCell,
  { state, images, isStarred, hasNote }: Pick<GridCellView, 'state' | 'images' | 'isStarred' | 'hasNote'>,
  words: Words,
): string {
  const { t } = words;
  const scores = images.flatMap(({ scoreLabel }) => scoreLabel ?? []);
  const said = [
    title,
    stateWord(state, images.length, words),
    ...(scores.length === 0 ? [] : [t('score {0}', scores.join(', '))]),
    ...(images.some(({ isBest }) => isBest) ? [t('best')] : []),
    ...(images.some(({ isAccepted }) => isAccepted) ? [t('in use')] : []),
    ...(isStarred ? [t('starred')] : []),
    ...(hasNote ? [t('has a note')] : []),
  ];
  return said.filter((part) => part !== '').join(', ');
}

function stateWord(state: GridCellState, images: number, { t, format }: Words): string {
  switch (state.kind) {
    case 'waiting':
      return state.place === undefined
        ? t('not made yet')
        : t('waiting, number {0} in line', format.number(state.place));
    case 'making':
      return t('being made');
    case 'made': {
      const made = state.wasMadeBefore ? t('made before') : t('made');
      return images > 1 ? t('{0}, {1} images', made, format.number(images)) : made;
    }
    case 'failed':
      return t('failed: {0}', state.text);
    case 'cancelled':
      return t('cancelled');
    case 'inDoubt':
      return t('in doubt');
  }
}
