import * as vscode from 'vscode';
import type { RunItem } from '../../../core/promptFiles/runs/queue';
import type { CommandId } from '../../../platform/ids';
import type { GridCellAction } from '../../../protocol/grid';
import type { Grid } from './grid';
import type { GridImages } from './gridImages';
import { itemsByKey, itemsOf } from './gridState';
import type { GridDependencies } from './ports';
import type { TableCell } from './table';
import { useImage } from './useImage';

const { t } = vscode.l10n;

/** What is done with one cell. */
export class CellActions {
  readonly #grid: Grid;
  readonly #images: GridImages;
  readonly #deps: Pick<GridDependencies, 'reporter' | 'format' | 'files'>;

  constructor(grid: Grid, images: GridImages, deps: Pick<GridDependencies, 'reporter' | 'format' | 'files'>) {
    this.#grid = grid;
    this.#images = images;
    this.#deps = deps;
  }

  /** @param imageId one of the cell's; without it, its first */
  async run(id: string, action: GridCellAction, imageId: string | undefined): Promise<void> {
    const cell = this.#grid.cell(id);
    const { queue } = this.#grid.loaded ?? {};
    if (!cell || !queue) return;
    const items = itemsOf(cell, itemsByKey(queue.snapshot));
    switch (action) {
      case 'use':
        return this.#use(cell, imageId);
      case 'star':
        return this.#star(cell);
      case 'judge':
        return this.#grid.judgements.judge([cell]);
      case 'retry':
        return this.#retry(items);
      case 'repeat':
        return this.#grid.repeat(cell.keys);
      case 'cancel':
        queue.cancel(cell.keys);
        return;
      case 'makeNext':
      case 'makeEarlier':
      case 'makeLater':
      case 'makeLast':
        this.#move(items, action);
        return;
      case 'openImage':
      case 'showRecipe':
        return this.#show(cell, action, imageId);
    }
  }

  async note(id: string, text: string): Promise<void> {
    const cell = this.#grid.cell(id);
    if (cell) await this.#mark(cell, { note: text.trim() });
  }

  async #use(cell: TableCell, imageId: string | undefined): Promise<void> {
    const found = this.#found(cell, imageId);
    if (!found) {
      this.#grid.announce(t('There is no image here yet.'));
      return;
    }
    await useImage(this.#grid, this.#images, found, this.#deps);
  }

  async #star(cell: TableCell): Promise<void> {
    const cells = this.#grid.loaded?.queue.record.cells ?? [];
    const isStarred = cells.some(({ key, isStarred: is }) => cell.keys.includes(key) && is === true);
    await this.#mark(cell, { isStarred: !isStarred });
    this.#grid.announce(isStarred ? t('Star removed.') : t('Starred.'));
  }

  async #mark(
    cell: TableCell,
    mark: { readonly isStarred?: boolean; readonly note?: string },
  ): Promise<void> {
    const { queue } = this.#grid.loaded ?? {};
    for (const key of cell.keys) {
      const written = await queue?.mark(key, mark);
      if (written && !written.ok) {
        this.#deps.reporter.report(written.error);
        return;
      }
    }
  }

  /** What failed or was cancelled is tried again; what is in doubt is made once more. What is made stays. */
  async #retry(items: readonly RunItem[]): Promise<void> {
    const keys = (...kinds: readonly RunItem['state']['kind'][]): readonly string[] =>
      items.flatMap(({ key, state }) => (kinds.includes(state.kind) ? [key] : []));
    const doubtful = keys('inDoubt');
    const failed = keys('failed', 'cancelled');
    if (doubtful.length > 0) await this.#grid.repeat(doubtful);
    if (failed.length > 0) await this.#grid.retry(failed);
    if (doubtful.length + failed.length === 0) this.#grid.announce(t('There is nothing to retry here.'));
  }

  #move(items: readonly RunItem[], action: 'makeNext' | 'makeEarlier' | 'makeLater' | 'makeLast'): void {
    const { queue } = this.#grid.loaded ?? {};
    if (!queue) return;
    const waiting = queue.snapshot.items.flatMap(({ key, state }) => (state.kind === 'waiting' ? [key] : []));
    const own = items.flatMap(({ key, state }) => (state.kind === 'waiting' ? [key] : []));
    const [first] = own;
    if (first === undefined) {
      this.#grid.announce(t('It does not wait.'));
      return;
    }
    const at = waiting.indexOf(first);
    const place = {
      makeNext: 0,
      makeEarlier: Math.max(0, at - 1),
      makeLater: at + 1,
      makeLast: waiting.length,
    }[action];
    for (const [index, key] of own.entries()) queue.move(key, place + index);
    const now = queue.snapshot.items
      .filter(({ state }) => state.kind === 'waiting')
      .findIndex(({ key }) => key === first);
    this.#grid.announce(t('Number {0} in line.', this.#deps.format.number(now + 1)));
  }

  async #show(
    cell: TableCell,
    action: 'openImage' | 'showRecipe',
    imageId: string | undefined,
  ): Promise<void> {
    const found = this.#found(cell, imageId);
    const uri = found && (await this.#images.existing(found.image));
    if (!uri) {
      this.#grid.announce(t('The image is not there.'));
      return;
    }
    const recipe: CommandId = 'easel.showRecipe';
    await vscode.commands.executeCommand(action === 'openImage' ? 'vscode.open' : recipe, uri);
  }

  #found(cell: TableCell, imageId: string | undefined): ReturnType<GridImages['find']> {
    const named = imageId === undefined ? undefined : this.#images.find(imageId);
    if (named && named.cell.id === cell.id) return named;
    const [image] = this.#images.of(cell);
    return image && { cell, image };
  }
}
