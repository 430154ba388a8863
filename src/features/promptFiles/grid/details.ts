import type * as vscode from 'vscode';
import { cellDifference } from '../../../core/promptFiles/runs/changes';
import type { RunItem } from '../../../core/promptFiles/runs/queue';
import type { RunCell } from '../../../core/promptFiles/runs/record';
import { gradeWord } from '../../../platform/gradeWord';
import type { Words } from '../../../platform/words';
import type { GridCellAction, GridComparedSide, GridComparison, GridDetails } from '../../../protocol/grid';
import type { Grid } from './grid';
import type { FoundImage, GridImages } from './gridImages';
import { imageId, itemsByKey, itemsOf } from './gridState';
import type { GridDependencies } from './ports';
import type { TableCell } from './table';

type UrlOf = (uri: vscode.Uri) => string;

/** One cell in full, and two beside each other. */
export class CellDetails {
  readonly #grid: Grid;
  readonly #images: GridImages;
  readonly #deps: Pick<GridDependencies, 'words'>;
  readonly #urlOf: UrlOf;

  constructor(grid: Grid, images: GridImages, deps: Pick<GridDependencies, 'words'>, urlOf: UrlOf) {
    this.#grid = grid;
    this.#images = images;
    this.#deps = deps;
    this.#urlOf = urlOf;
  }

  async of(id: string): Promise<GridDetails | undefined> {
    const cell = this.#grid.cell(id);
    const { queue } = this.#grid.loaded ?? {};
    const kept = cell && this.#kept(cell);
    if (!cell || !queue || !kept) return undefined;
    const items = itemsOf(cell, itemsByKey(queue.snapshot));
    const images = await Promise.all(
      this.#images.of(cell).map(async (image) => {
        const uri = await this.#images.existing(image);
        const judgement = this.#grid.judgements.known.get(image.sha256);
        return {
          id: imageId(cell, image.sha256),
          ...(uri ? { url: this.#urlOf(uri) } : {}),
          alt: kept.prompt,
          ...(judgement ? { judgement: judgement.explanation } : {}),
        };
      }),
    );
    return {
      cell: id,
      title: this.#titleOf(cell),
      prompt: kept.prompt,
      ...(kept.negativePrompt === undefined ? {} : { negativePrompt: kept.negativePrompt }),
      facts: this.#facts(kept, items),
      note: kept.note ?? '',
      images,
      actions: cellActions(items, this.#deps.words),
    };
  }

  /** @returns undefined where one of them is gone */
  async compare(left: string, right: string): Promise<GridComparison | undefined> {
    const [one, other] = [this.#images.find(left), this.#images.find(right)];
    if (!one || !other) return undefined;
    const [before, after] = [this.#cellOf(one), this.#cellOf(other)];
    const sides = [await this.#side(one), await this.#side(other)] as const;
    if (!before || !after) return undefined;
    const { prompt, negative, settings } = cellDifference(before, after);
    const { t } = this.#deps.words;
    const values = settings.map(({ name, before: old = '', after: now = '' }) => ({
      name: this.#settingName(name),
      left: this.#settingValue(name, old),
      right: this.#settingValue(name, now),
    }));
    const isSame = prompt.every(({ kind }) => kind === 'same');
    return {
      sides,
      words: [
        ...(isSame ? [] : [t('The prompts differ.')]),
        ...(negative ? [t('The negative prompts differ.')] : []),
        ...values.map((each) => differenceSentence(each, this.#deps.words)),
      ],
      prompt,
      ...(negative ? { negativePrompt: negative } : {}),
      settings: values,
    };
  }

  async #side({ cell, image }: FoundImage): Promise<GridComparedSide> {
    const kept = this.#kept(cell);
    const uri = await this.#images.existing(image);
    const score = this.#grid.judgements.known.get(image.sha256)?.overall;
    const { words } = this.#deps;
    const { accepted } = this.#grid.loaded?.analysis.file ?? {};
    return {
      cell: cell.id,
      image: imageId(cell, image.sha256),
      title: this.#titleOf(cell),
      ...(uri ? { url: this.#urlOf(uri) } : {}),
      alt: kept?.prompt ?? '',
      ...(score === undefined
        ? {}
        : { scoreLabel: words.t('{0} {1}', words.format.number(score), gradeWord(score, words.t)) }),
      isStarred: kept?.isStarred === true,
      isAccepted: accepted?.some(({ value }) => value === image.sha256) === true,
    };
  }

  #titleOf({ title }: TableCell): string {
    return title === '' ? this.#grid.name : title;
  }

  /** What the run keeps of a cell; of several requests the first, which has the same words. */
  #kept(cell: TableCell): RunCell | undefined {
    const cells = this.#grid.loaded?.queue.record.cells ?? [];
    const own = cells.filter(({ key }) => cell.keys.includes(key));
    return own.find(({ note, isStarred }) => note !== undefined || isStarred === true) ?? own[0];
  }

  #cellOf({ cell, image }: FoundImage): RunCell | undefined {
    const cells = this.#grid.loaded?.queue.record.cells ?? [];
    return cells.find(
      ({ key, made }) =>
        cell.keys.includes(key) && made?.images.some(({ sha256 }) => sha256 === image.sha256) === true,
    );
  }

  #facts(cell: RunCell, items: readonly RunItem[]): GridDetails['facts'] {
    const { t, format } = this.#deps.words;
    const prices = items.flatMap(({ state }) => (state.kind === 'made' ? [state.made.priceUsd] : []));
    const price = prices.length === 0 ? undefined : prices.reduce((sum, each) => sum + each, 0);
    const seeds = items.flatMap(({ cell: { seed } }) => seed ?? []);
    const facts: readonly (readonly [string, string | undefined])[] = [
      [t('Model'), this.#settingValue('model', cell.model)],
      [t('Size'), cell.size],
      [t('Seed'), seeds.length === 0 ? undefined : seeds.map(String).join(', ')],
      ...Object.entries(cell.options ?? {}).map(([name, value]) => [name, String(value)] as const),
      [t('Made'), cell.made && format.date(Date.parse(cell.made.madeAt))],
      [t('Price'), price === undefined ? undefined : format.about(price)],
      [t('File'), items.flatMap(({ state }) => pathsOf(state)).join(', ')],
    ];
    return facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [{ name, value }]));
  }

  #settingName(name: string): string {
    const { t } = this.#deps.words;
    switch (name) {
      case 'model':
        return t('Model');
      case 'size':
        return t('Size');
      case 'seed':
        return t('Seed');
      default:
        return name;
    }
  }

  #settingValue(name: string, value: string): string {
    if (value === '') return this.#deps.words.t('none');
    if (name !== 'model') return value;
    const { images } = this.#grid.loaded?.analysis.models ?? {};
    return images?.find(({ model }) => model.id === value)?.model.name ?? value;
  }
}

function pathsOf(state: RunItem['state']): readonly string[] {
  return state.kind === 'made' ? state.made.images.flatMap(({ path }) => path ?? []) : [];
}

/** `Seed: 1 on the left, 2 on the right.` */
function differenceSentence({ name, left, right }: GridComparison['settings'][number], { t }: Words): string {
  return t('{0}: {1} on the left, {2} on the right.', name, left, right);
}

/** What can be done with a cell now, beside the keys. */
function cellActions(items: readonly RunItem[], { t, format }: Words): GridDetails['actions'] {
  const kinds = new Set(items.map(({ state }) => state.kind));
  const prices = items.map(({ cell }) => cell.priceUsd);
  const sum = prices.reduce(
    (all, each) => (all === undefined || each === undefined ? undefined : all + each),
    0,
  );
  const price = sum === undefined ? t('price not known') : format.price(sum);
  const actions: { action: GridCellAction; label: string }[] = [];
  const hasImage = kinds.has('made');
  if (hasImage || kinds.has('inDoubt')) {
    actions.push({ action: 'repeat', label: t('Make Again · {0}', price) });
  }
  if (kinds.has('failed') || kinds.has('cancelled')) {
    actions.push({ action: 'retry', label: t('Retry · {0}', price) });
  }
  if (kinds.has('waiting')) actions.push({ action: 'makeNext', label: t('Make Next') });
  if (kinds.has('waiting') || kinds.has('making')) actions.push({ action: 'cancel', label: t('Cancel') });
  if (hasImage) {
    actions.push({ action: 'openImage', label: t('Open Image') });
    actions.push({ action: 'showRecipe', label: t('Show Recipe') });
  }
  return actions;
}
