import type { RunItem } from '../../../core/promptFiles/runs/queue';
import type { Words } from '../../../platform/words';
import type { GridActionView, GridCellView, GridSnapshot } from '../../../protocol/grid';
import { planLines } from '../run/runText';
import { cellView, type CellContext } from './cellView';
import { countsOf, type Count, type GridCounts } from './counts';
import { itemsByKey, type GridState } from './gridState';

/** Prompts that are shown before anything is made. */
const MOST_PROMPTS = 10;

/** A grid in words. */
export function gridSnapshot(state: GridState, words: Words): GridSnapshot {
  const { t } = words;
  const { table, run, notices, empty, judgement, judging, isLoading, isOffline, revision } = state;
  const items = run?.items ?? [];
  const counts = countsOf(items);
  const status = !run || !state.hasBegun ? 'notStarted' : run.status;
  const context = contextOf(state, items);
  const cells = table?.cells.map((cell) => cellView(cell, context, words)) ?? [];
  const main = run && mainAction(status, counts, words);
  const toGo = run && toGoText(counts, words);
  const preview = status === 'notStarted' ? previewOf(items, counts, words) : undefined;
  const { columns, rows, tabs } = table?.axes ?? {};
  const ratio = lowestRatio(items);
  return {
    revision,
    title: t('{0}: Grid', state.name),
    isOffline,
    isLoading,
    ...(columns ? { columns } : {}),
    ...(rows ? { rows } : {}),
    ...(tabs ? { tabs } : {}),
    held: table?.held ?? [],
    cells,
    ...(ratio === undefined ? {} : { ratio }),
    ...(state.isSortedByScore ? { ranking: rankingOf(cells) } : {}),
    status,
    made: run ? t('{0} of {1} made', words.format.number(counts.made), words.format.number(counts.all)) : '',
    ...(toGo === undefined ? {} : { toGo }),
    progress: counts.all === 0 ? 0 : counts.made / counts.all,
    ...(main ? { main } : {}),
    menu: run ? menuOf(state, status, counts, words) : [[openFile(words)]],
    ...(preview ? { preview } : {}),
    notices,
    lines: run ? planLines({ made: counts.madeBefore, inDoubt: counts.inDoubt.cells }, words) : [],
    ...(judgement ? { judgement } : {}),
    ...(judging === undefined ? {} : { judging }),
    ...(empty ? { empty } : {}),
  };
}

/** Width over height of the tallest image; undefined where no size is said. */
function lowestRatio(items: readonly RunItem[]): number | undefined {
  const ratios = items.flatMap(({ cell: { wish } }) => {
    if (!wish.size) return [];
    if (wish.size.kind === 'pixels') return [wish.size.width / wish.size.height];
    const [width = 1, height = 1] = wish.size.ratio.split(':').map(Number);
    return [width / height];
  });
  return ratios.length === 0 ? undefined : Math.min(...ratios);
}

/** What all cells are shown with. */
export function contextOf(state: GridState, items: readonly RunItem[]): CellContext {
  const waiting = items.filter(({ state: { kind } }) => kind === 'waiting');
  const shas = items.flatMap(({ state: each }) =>
    each.kind === 'made' ? each.made.images.map(({ sha256 }) => sha256) : [],
  );
  const scored = [...new Set(shas)].flatMap((sha256) => {
    const score = state.judgements.get(sha256)?.overall;
    return score === undefined ? [] : [{ sha256, score }];
  });
  const highest = Math.max(...scored.map(({ score }) => score));
  return {
    ...state,
    items: itemsByKey(state.run),
    queued: new Map(waiting.map(({ key }, index) => [key, index + 1])),
    // One alone is the best of nothing.
    best: new Set(
      scored.length < 2 ? [] : scored.filter(({ score }) => score === highest).map(({ sha256 }) => sha256),
    ),
  };
}

/** `12 of 48 made`, the numbers of what is left, and their price, as the one button that is pressed next. */
function mainAction(
  status: GridSnapshot['status'],
  { waiting, failed, cancelled }: GridCounts,
  words: Words,
): GridActionView | undefined {
  const { t } = words;
  if (status === 'running') return { action: 'pause', label: t('Pause') };
  if (waiting.cells > 0) {
    return status === 'notStarted'
      ? {
          action: 'make',
          label: t('Make {0} · {1}', words.format.number(waiting.images), priceOf(waiting, words)),
        }
      : { action: 'resume', label: t('Resume · {0}', priceOf(waiting, words)) };
  }
  if (cancelled.cells > 0) {
    return { action: 'resume', label: t('Resume · {0}', priceOf(cancelled, words)) };
  }
  return failed.cells > 0 ? retryFailed(failed, words) : undefined;
}

function menuOf(
  { isSortedByScore, judgements, judging }: GridState,
  status: GridSnapshot['status'],
  counts: GridCounts,
  words: Words,
): readonly (readonly GridActionView[])[] {
  const { t, format } = words;
  const { failed, waiting, inDoubt, toGo, made } = counts;
  const isStarted = status !== 'notStarted';
  const groups: readonly (readonly GridActionView[])[] = [
    [
      ...(isStarted && toGo.cells > 0 && status !== 'cancelled'
        ? [{ action: 'cancel' as const, label: t('Cancel the Rest') }]
        : []),
      ...(failed.cells > 0 && (waiting.cells > 0 || status === 'running')
        ? [retryFailed(failed, words)]
        : []),
      ...(inDoubt.cells > 0
        ? [
            {
              action: 'repeatDoubtful' as const,
              label: t(
                'Make {0} in Doubt Again · {1}',
                format.number(inDoubt.images),
                priceOf(inDoubt, words),
              ),
            },
          ]
        : []),
    ],
    [
      ...(made > 0 && judging === undefined ? [{ action: 'judgeAll' as const, label: t('Judge All') }] : []),
      ...(isSortedByScore
        ? [{ action: 'sortAsTable' as const, label: t('Show as Table') }]
        : judgements.size > 0
          ? [{ action: 'sortByScore' as const, label: t('Sort by Score') }]
          : []),
      ...(made > 1 ? [{ action: 'heatmap' as const, label: t('Heatmap') }] : []),
    ],
    made > 0
      ? [
          { action: 'exportHtml', label: t('Export as HTML…') },
          { action: 'exportCsv', label: t('Export as CSV…') },
          { action: 'exportJson', label: t('Export as JSON…') },
        ]
      : [],
    [openFile(words)],
  ];
  return groups.filter((group) => group.length > 0);
}

function retryFailed(failed: Count, words: Words): GridActionView {
  const { t, format } = words;
  return {
    action: 'retryFailed',
    label: t('Retry {0} Failed · {1}', format.number(failed.images), priceOf(failed, words)),
  };
}

function openFile({ t }: Words): GridActionView {
  return { action: 'openFile', label: t('Open Prompt File') };
}

/** Best score first; of equal ones the earlier place. Those that nobody judged come last. */
function rankingOf(cells: readonly GridCellView[]): readonly string[] {
  const scoreOf = ({ images }: GridCellView): number => Math.max(0, ...images.map(({ score = 0 }) => score));
  return cells
    .filter(({ images }) => images.length > 0)
    .toSorted((one, other) => scoreOf(other) - scoreOf(one))
    .map(({ id }) => id);
}

function toGoText(
  { toGo, failed, cancelled, inDoubt }: GridCounts,
  { t, format }: Words,
): string | undefined {
  const said = [
    ...(toGo.cells > 0 ? [t('{0} to go', format.number(toGo.images))] : []),
    ...(failed.cells > 0 ? [t('{0} failed', format.number(failed.images))] : []),
    ...(cancelled.cells > 0 ? [t('{0} cancelled', format.number(cancelled.images))] : []),
    ...(inDoubt.cells > 0 ? [t('{0} in doubt', format.number(inDoubt.images))] : []),
  ];
  return said.length === 0 ? undefined : said.join(', ');
}

function previewOf(
  items: readonly RunItem[],
  { waiting }: GridCounts,
  { t, format }: Words,
): GridSnapshot['preview'] {
  if (waiting.cells === 0) return undefined;
  const all = items.flatMap(({ state, cell }) => (state.kind === 'waiting' ? [cell.wish.prompt] : []));
  const distinct = [...new Set(all)];
  const prompts = distinct.slice(0, MOST_PROMPTS);
  const images = format.number(waiting.images);
  const price = waiting.priceUsd === undefined ? t('price not known') : format.about(waiting.priceUsd);
  const rest = distinct.length - prompts.length;
  return {
    summary: format.isOne(waiting.images)
      ? t('{0} image, {1}', images, price)
      : t('{0} images, {1}', images, price),
    prompts,
    ...(rest > 0
      ? {
          more: format.isOne(rest)
            ? t('and {0} more prompt', format.number(rest))
            : t('and {0} more prompts', format.number(rest)),
        }
      : {}),
  };
}

function priceOf({ priceUsd }: Count, { t, format }: Words): string {
  return priceUsd === undefined ? t('price not known') : format.price(priceUsd);
}
