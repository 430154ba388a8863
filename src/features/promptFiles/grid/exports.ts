import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import {
  exportCsv,
  exportedCells,
  exportHtml,
  exportJson,
  type ExportTexts,
} from '../../../core/promptFiles/runs/exportRun';
import type { MadeImage, RunRecord } from '../../../core/promptFiles/runs/record';
import { sumUsd } from '../../../core/generate/plan';
import type { GridAction } from '../../../protocol/grid';
import { countsOf } from './counts';
import type { Grid } from './grid';
import type { GridImages } from './gridImages';
import type { LoadedGrid } from './loadGrid';
import type { GridDependencies } from './ports';

const { t } = vscode.l10n;

export type ExportKind = Extract<GridAction, 'exportHtml' | 'exportCsv' | 'exportJson'>;

const endings = { exportHtml: 'html', exportCsv: 'csv', exportJson: 'json' } as const;
const names = { exportHtml: 'HTML', exportCsv: 'CSV', exportJson: 'JSON' } as const;

/** Saves a grid where the user says. @returns false where they left */
export async function exportGrid(
  grid: Grid,
  images: GridImages,
  kind: ExportKind,
  deps: Pick<GridDependencies, 'recipes' | 'format' | 'clock'>,
): Promise<boolean> {
  const { loaded } = grid;
  if (!loaded) return false;
  const ending = endings[kind];
  const uri = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(grid.uri, '..', `${grid.name}.grid.${ending}`),
    filters: { [names[kind]]: [ending] },
    title: t('Export {0}', grid.name),
  });
  if (!uri) return false;
  const text = await exportText(grid, loaded, images, kind, deps);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  grid.announce(t('Saved {0}.', uri.path.slice(uri.path.lastIndexOf('/') + 1)));
  return true;
}

async function exportText(
  grid: Grid,
  loaded: LoadedGrid,
  images: GridImages,
  kind: ExportKind,
  deps: Pick<GridDependencies, 'recipes' | 'format' | 'clock'>,
): Promise<string> {
  const run = wholeRun(loaded);
  const made = new Map<string, MadeImage>(
    run.cells.flatMap((cell) => (cell.made?.images ?? []).map((image) => [image.sha256, image])),
  );
  const accepted = loaded.analysis.file.accepted.map(({ value }) => value);
  const cells = await exportedCells(run, accepted, {
    thumbnail: async (sha256) => {
      // The tables of the other two have no pictures in them.
      const image = kind === 'exportHtml' ? made.get(sha256) : undefined;
      const path = image && (await images.thumbnail(image));
      return path === undefined
        ? undefined
        : `data:image/webp;base64,${(await readFile(path)).toString('base64')}`;
    },
    recipe: (sha256) => deps.recipes.read(loaded.place.folder.toString(), sha256),
  });
  if (kind === 'exportCsv') return exportCsv(run, cells);
  if (kind === 'exportJson') return exportJson(run, cells);
  return exportHtml(run, cells, texts(grid, loaded, deps));
}

/** The run with each place of its table, also those that have one request together. */
export function wholeRun({ queue, table }: Pick<LoadedGrid, 'queue' | 'table'>): RunRecord {
  const { record } = queue;
  const cells = new Map(record.cells.map((cell) => [cell.key, cell]));
  return {
    ...record,
    cells: table.cells.flatMap(({ keys, column, row, tab }) =>
      keys.flatMap((key) => {
        const cell = cells.get(key);
        return cell ? [{ ...cell, at: { column, row, tab } }] : [];
      }),
    ),
  };
}

function texts(
  grid: Grid,
  { queue }: LoadedGrid,
  { format, clock }: Pick<GridDependencies, 'format' | 'clock'>,
): ExportTexts {
  const { made, all } = countsOf(queue.snapshot.items);
  const paid = queue.record.cells.flatMap((cell) => cell.made?.priceUsd ?? []);
  return {
    title: grid.name,
    language: vscode.env.language,
    prompt: t('Prompt'),
    negativePrompt: t('Negative prompt'),
    model: t('Model'),
    size: t('Size'),
    seed: t('Seed'),
    options: t('Options'),
    score: t('Score'),
    note: t('Note'),
    price: t('Price'),
    accepted: t('In use'),
    starred: t('Starred'),
    recipe: t('Recipe'),
    notMade: t('Not made'),
    summary: [
      t('{0} of {1} images', format.number(made), format.number(all)),
      format.about(sumUsd(paid)),
      format.date(clock.now()),
    ].join(' · '),
  };
}
