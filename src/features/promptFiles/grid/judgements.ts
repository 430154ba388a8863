import * as vscode from 'vscode';
import type { Disposable } from '../../../core/disposable';
import { forEachAtOnce } from '../../../core/gallery/atOnce';
import { sumUsd } from '../../../core/generate/plan';
import { pathInFolder } from '../../../core/promptFiles/paths';
import type { RunItem } from '../../../core/promptFiles/runs/queue';
import type { RecipeJudgement } from '../../../core/recipes/recipe';
import { err, ok, type Result } from '../../../core/result';
import type { JudgedImage } from '../../../platform/lookAtImages';
import type { JudgementView } from '../../../protocol/ask';
import { madeImages } from './cellView';
import type { Grid } from './grid';
import { itemsByKey, itemsOf } from './gridState';
import type { GridDependencies } from './ports';
import type { TableCell } from './table';

const { t } = vscode.l10n;

const AT_ONCE = 8;

const MAX_PICTURE_BYTES = 100_000_000;

/** One image as it is judged. */
interface Candidate {
  readonly sha256: string;
  readonly prompt: string;
  readonly negativePrompt: string | undefined;
  readonly image: JudgedImage;
}

type Dependencies = Pick<GridDependencies, 'recipes' | 'looker' | 'reporter' | 'files' | 'format'>;

/** What judges have said of a grid's images, now and before. */
export class Judgements implements Disposable {
  readonly #grid: Grid;
  readonly #deps: Dependencies;
  readonly #onChange: () => void;
  readonly #known = new Map<string, RecipeJudgement>();
  readonly #looked = new Set<string>();
  #judgement: JudgementView | undefined;
  #improvedPrompt = '';
  #stop: AbortController | undefined;
  #count = 0;

  constructor(grid: Grid, deps: Dependencies, onChange: () => void) {
    this.#grid = grid;
    this.#deps = deps;
    this.#onChange = onChange;
  }

  /** The last one of each image, by its hash. */
  get known(): ReadonlyMap<string, RecipeJudgement> {
    return this.#known;
  }

  get judgement(): JudgementView | undefined {
    return this.#judgement;
  }

  /** Said while a judge looks. */
  get busy(): string | undefined {
    if (!this.#stop) return undefined;
    const { format } = this.#deps;
    return format.isOne(this.#count)
      ? t('Judging {0} image…', format.number(this.#count))
      : t('Judging {0} images…', format.number(this.#count));
  }

  /** From the recipes of all that is made; each is read once. */
  async read(): Promise<void> {
    const { place, queue } = this.#grid.loaded ?? {};
    if (!place || !queue) return;
    const wanted = madeImages(queue.snapshot.items).filter(({ sha256 }) => !this.#looked.has(sha256));
    await forEachAtOnce(wanted, AT_ONCE, async ({ sha256 }) => {
      this.#looked.add(sha256);
      const recipe = await this.#deps.recipes.read(place.folder.toString(), sha256);
      const last = recipe?.judgements?.at(-1);
      if (last) this.#known.set(sha256, last);
    });
    if (wanted.length > 0) this.#onChange();
  }

  /** Each image is held against the prompt it was made from; those of one prompt are compared with each other. */
  async judge(cells: readonly TableCell[]): Promise<void> {
    if (this.#stop) return;
    const groups = this.#groups(cells);
    this.#count = groups.reduce((sum, group) => sum + group.length, 0);
    if (this.#count === 0) {
      this.#grid.announce(t('There is no image to judge yet.'));
      return;
    }
    const stop = new AbortController();
    this.#stop = stop;
    this.#grid.bars.set('judge', undefined);
    this.#onChange();
    try {
      const judged = await this.#judgeGroups(groups, stop.signal);
      if (!judged.ok) {
        const bar = this.#deps.reporter.inPlace(judged.error, { retry: () => this.judge(cells) });
        this.#grid.bars.set('judge', bar);
      }
    } finally {
      this.#stop = undefined;
      this.#onChange();
    }
  }

  /** A button of the judgement. */
  async act(action: string): Promise<void> {
    if (action === 'copy') await vscode.env.clipboard.writeText(this.#improvedPrompt);
    if (action === 'close') {
      this.#judgement = undefined;
      this.#onChange();
    }
  }

  dispose(): void {
    this.#stop?.abort();
  }

  async #judgeGroups(groups: readonly (readonly Candidate[])[], signal: AbortSignal): Promise<Result<void>> {
    const looker = await this.#deps.looker();
    const views: JudgementView[] = [];
    const prices: (number | undefined)[] = [];
    for (const group of groups) {
      // The prompt stands in a file, where it is changed by hand: no button runs a better one.
      const judged = await looker.judge(
        group.map(({ image }) => image),
        undefined,
        signal,
      );
      if (!judged.ok) return judged;
      // The user left a question.
      if (!judged.value) return ok();
      const { view, judgements, improvedPrompt, usd } = judged.value;
      for (const [index, { sha256 }] of group.entries()) {
        const judgement = judgements[index];
        if (judgement) this.#known.set(sha256, judgement);
      }
      views.push(view);
      prices.push(usd);
      this.#improvedPrompt = improvedPrompt;
      this.#judgement = joined(views);
      this.#onChange();
    }
    const price = prices.every((each) => each !== undefined) ? sumUsd(prices) : undefined;
    const { format } = this.#deps;
    this.#grid.announce(
      price === undefined
        ? t('Judged. {0}', this.#judgement?.summary ?? '')
        : t('Judged, {0}. {1}', format.about(price), this.#judgement?.summary ?? ''),
    );
    return ok();
  }

  #groups(cells: readonly TableCell[]): readonly (readonly Candidate[])[] {
    const { queue } = this.#grid.loaded ?? {};
    const items = itemsByKey(queue?.snapshot);
    const groups = new Map<string, Map<string, Candidate>>();
    for (const cell of cells) {
      for (const candidate of this.#candidates(cell, itemsOf(cell, items))) {
        const { prompt, negativePrompt = '', sha256 } = candidate;
        const name = `${prompt}\n${negativePrompt}`;
        const group = groups.get(name) ?? new Map<string, Candidate>();
        if (!group.has(sha256)) group.set(sha256, candidate);
        groups.set(name, group);
      }
    }
    return [...groups.values()].map((group) => [...group.values()]);
  }

  #candidates({ title }: TableCell, items: readonly RunItem[]): readonly Candidate[] {
    const { folder } = this.#grid.loaded?.place ?? {};
    const { files } = this.#deps;
    return items.flatMap((item): Candidate[] => {
      if (item.state.kind !== 'made' || !folder) return [];
      const { wish } = item.cell;
      const negativePrompt = wish.kind === 'image' ? wish.negativePrompt : undefined;
      const { images } = item.state.made;
      return images.flatMap(({ sha256, path }, index): Candidate[] => {
        const inside = path === undefined ? undefined : pathInFolder('', `/${path}`);
        if (inside === undefined) return [];
        const name =
          title === '' ? inside.slice(inside.lastIndexOf('/') + 1) : numbered(title, index, images.length);
        const image: JudgedImage = {
          name,
          made: { prompt: wish.prompt, negativePrompt },
          file: vscode.Uri.joinPath(folder, ...inside.split('/')),
          read: async () => {
            const bytes = await files.read(folder.toString(), inside, MAX_PICTURE_BYTES);
            return bytes ? ok(bytes) : err({ kind: 'notReadable', name, reason: 'gone' });
          },
        };
        return [{ sha256, prompt: wish.prompt, negativePrompt, image }];
      });
    });
  }
}

function numbered(title: string, index: number, count: number): string {
  return count > 1 ? t('{0}, image {1}', title, index + 1) : title;
}

/** Several comparisons read as one; a better prompt is only offered where there was one prompt. */
function joined(views: readonly JudgementView[]): JudgementView | undefined {
  const [first] = views;
  if (!first || views.length === 1) return first;
  return {
    title: first.title,
    summary: views.map(({ summary }) => summary).join(' '),
    images: views.flatMap(({ images }) => images),
    sent: [...new Set(views.map(({ sent }) => sent))].join('; '),
  };
}
