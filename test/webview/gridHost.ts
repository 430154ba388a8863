import sharp from 'sharp';
import type {
  GridCellState,
  GridCellView,
  GridComparison,
  GridDetails,
  GridMethods,
  GridSnapshot,
} from '../../src/protocol/grid';
import { gridCheckers } from '../../src/protocol/grid';
import { promptDiff } from '../../src/core/vision/judge/promptDiff';
import { gridTexts } from '../../webview-ui/grid/texts';
import { fileUrl, openWebview, type Webview, type WebviewOptions } from './harness';

/** How the grid is opened, and what its host answers. */
export interface GridOptions extends Pick<
  WebviewOptions,
  'width' | 'height' | 'theme' | 'zoom' | 'language' | 'bodyClasses' | 'prefersReducedMotion'
> {
  readonly snapshot?: Partial<GridSnapshot>;
  readonly texts?: Readonly<Record<string, string>>;
  /** How many pictures differ; twelve where it is not given. */
  readonly differentPictures?: number;
  /** Ids of images whose file is gone. */
  readonly gone?: readonly string[];
  /** Of each cell, in the enlarged view. */
  readonly details?: Partial<GridDetails>;
  readonly comparison?: Partial<GridComparison>;
}

/** The page with a host that answers as the real one does. */
export interface OpenGrid {
  readonly view: Webview;
  requests(method: keyof GridMethods): readonly unknown[];
  /** Waits until the page has sent this. */
  sent(method: keyof GridMethods, params: unknown): Promise<void>;
  /** @param without of the fields that may be absent, those that now are */
  send(changes: Partial<GridSnapshot>, without?: readonly ('main' | 'toGo')[]): Promise<void>;
  focusFirst(): Promise<void>;
  /** Once what the last key did is drawn. */
  focusedId(): Promise<string | undefined>;
  picturesInView(): Promise<void>;
}

export const styles = ['flat', 'line', 'photo', 'clay', 'watercolor', 'pixel art'] as const;

/** A table of so many columns and rows; what is not named is made. */
export function tableOf(
  columns: number,
  rows: number,
  stateOf: (column: number, row: number, tab: number) => Partial<GridCellView> = () => ({}),
  tabs = 1,
): Pick<GridSnapshot, 'columns' | 'rows' | 'cells'> {
  const cells = Array.from({ length: tabs * rows * columns }, (_, index) => {
    const tab = Math.floor(index / (rows * columns));
    const row = Math.floor(index / columns) % rows;
    const column = index % columns;
    return cellAt(column, row, tab, stateOf(column, row, tab));
  });
  return {
    columns: { name: 'style', labels: Array.from({ length: columns }, (_, column) => labelOf(column)) },
    rows: { name: 'seed', labels: Array.from({ length: rows }, (_, row) => String(row + 1)) },
    cells,
  };
}

function labelOf(column: number): string {
  const style = styles[column % styles.length] ?? '';
  return column < styles.length ? style : `${style} ${Math.floor(column / styles.length) + 1}`;
}

export function cellAt(
  column: number,
  row: number,
  tab: number,
  changes: Partial<GridCellView> = {},
): GridCellView {
  const id = `c${column}.${row}.${tab}`;
  const state: GridCellState = changes.state ?? { kind: 'made', wasMadeBefore: false };
  return {
    id,
    column,
    row,
    tab,
    label: `${labelOf(column)}, seed ${row + 1}, ${state.kind}`,
    state,
    images: state.kind === 'made' ? [image(`${id}:i`)] : [],
    isStarred: false,
    hasNote: false,
    ...changes,
  };
}

export function image(
  id: string,
  changes: Partial<GridCellView['images'][number]> = {},
): GridCellView['images'][number] {
  return { id, name: `${id}.png`, isBest: false, isAccepted: false, ...changes };
}

export const retry = { id: 'retry', label: 'Retry' } as const;

/** 48 cells over two models: made, made before, waiting, being made, failed, with marks of every kind. */
export function mixedTable(): Partial<GridSnapshot> {
  const failures: Readonly<Record<string, string>> = {
    '2.1': 'The content filter held the image back. It may be charged (about $0.04).',
    '4.1': 'No answer within 300 s. Easel does not repeat it by itself. It may be charged (about $0.04).',
    '1.2': 'Amazon Bedrock still limits Stable Image Core after 5 tries. Nothing was charged.',
  };
  return {
    ...tableOf(
      6,
      4,
      (column, row, tab): Partial<GridCellView> => {
        const id = `c${column}.${row}.${tab}:i`;
        const failure = failures[`${column}.${row}`];
        if (tab === 1) return { state: { kind: 'waiting', place: row * 6 + column + 8 } };
        if (failure !== undefined) return { state: { kind: 'failed', text: failure, actions: [retry] } };
        if (row === 2 && column > 2)
          return { state: { kind: 'making', since: Date.now() - 12_000 - column * 900 } };
        if (row === 3) return { state: { kind: 'waiting', place: column + 1 } };
        if (row === 0 && column === 0) {
          return {
            images: [image(id, { isAccepted: true, score: 9, scoreLabel: '9 excellent', isBest: true })],
          };
        }
        if (row === 0 && column < 4) {
          return {
            images: [image(id, { score: 8 - column, scoreLabel: `${8 - column} good` })],
            isStarred: column === 2,
            hasNote: column === 1,
          };
        }
        if (row === 1 && column === 0) return { state: { kind: 'made', wasMadeBefore: true } };
        if (row === 1 && column === 1) return { images: [image(id), image(`${id}2`), image(`${id}3`)] };
        return {};
      },
      2,
    ),
    tabs: { name: 'model', labels: ['Stable Image Core', 'Stable Image Ultra'] },
  };
}

export async function openGrid(options: GridOptions = {}): Promise<OpenGrid> {
  let revision = 1;
  let current: GridSnapshot = {
    revision,
    title: 'hero: Grid',
    isOffline: false,
    isLoading: false,
    held: [],
    ...(options.snapshot?.cells ? { cells: [] } : tableOf(6, 8)),
    status: 'running',
    made: '12 of 48 made',
    toGo: '36 to go',
    progress: 0.25,
    main: { action: 'make', label: 'Make 36 · $1.44' },
    menu: [
      [{ action: 'cancel', label: 'Cancel the Rest' }],
      [
        { action: 'judgeAll', label: 'Judge All' },
        { action: 'sortByScore', label: 'Sort by Score' },
        { action: 'heatmap', label: 'Heatmap' },
      ],
      [
        { action: 'exportHtml', label: 'Export as HTML…' },
        { action: 'exportCsv', label: 'Export as CSV…' },
        { action: 'exportJson', label: 'Export as JSON…' },
      ],
      [{ action: 'openFile', label: 'Open Prompt File' }],
    ],
    notices: [],
    lines: [],
    ...options.snapshot,
  };
  const different = options.differentPictures ?? 12;
  const files = Object.fromEntries(
    await Promise.all(
      Array.from({ length: different }, async (_, index) => [`${index}.webp`, await picture(index)]),
    ),
  ) as Record<string, Uint8Array>;
  const urlOf = (id: string): string => {
    const [column = 0, row = 0, tab = 0, of = 0] = (id.match(/\d+/g) ?? []).map(Number);
    return fileUrl(`${(column + row * 5 + tab * 7 + of * 3) % different}.webp`);
  };
  const isGone = (id: string): boolean => options.gone?.includes(id) === true;
  const cellOf = (id: string): GridCellView | undefined => current.cells.find((cell) => cell.id === id);
  const imageCell = (id: string): GridCellView | undefined =>
    current.cells.find(({ images }) => images.some((each) => each.id === id));

  const heard: { readonly method: string; readonly params: unknown }[] = [];
  const refused: string[] = [];
  let onHeard = (): void => undefined;
  const answer = (method: string, params: Record<string, unknown>): unknown => {
    switch (method) {
      case 'ready':
        return { snapshot: current, texts: options.texts ?? gridTexts };
      case 'thumbnails': {
        const ids = (params as GridMethods['thumbnails']['params']).ids;
        return { urls: Object.fromEntries(ids.filter((id) => !isGone(id)).map((id) => [id, urlOf(id)])) };
      }
      case 'details': {
        const cell = cellOf(String(params['id']));
        return cell ? { details: { ...detailsOf(cell, urlOf, isGone), ...options.details } } : {};
      }
      case 'compare': {
        const { left, right } = params as GridMethods['compare']['params'];
        const [one, other] = [imageCell(left), imageCell(right)];
        return one && other
          ? { comparison: { ...comparisonOf([one, left], [other, right], urlOf), ...options.comparison } }
          : {};
      }
      default:
        return undefined;
    }
  };
  const view = await openWebview({
    entry: 'grid',
    files,
    rootData: { file: 'prompts/hero.imgprompt.md' },
    ...options,
    onMessage: async (message, post) => {
      const { id, method, params } = message as {
        id: number;
        method: string;
        params: Record<string, unknown>;
      };
      const checker = gridCheckers[method as keyof GridMethods] as
        { safeParse(value: unknown): { success: boolean } } | undefined;
      if (checker?.safeParse(params).success !== true) refused.push(method);
      heard.push({ method, params });
      await post({ kind: 'reply', id, isOk: true, value: answer(method, params) });
      onHeard();
    },
  });
  const { page } = view;
  await page.locator('[role=gridcell], .empty, .loading').first().waitFor();

  const requests = (method: string): readonly unknown[] =>
    heard.filter((request) => request.method === method).map(({ params }) => params);
  const settle = async (): Promise<void> => {
    await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))');
  };
  return {
    view: { ...view, problems: view.problems },
    requests,
    sent: async (method, params) => {
      const wanted = JSON.stringify(params);
      const isThere = (): boolean => requests(method).some((each) => JSON.stringify(each) === wanted);
      if (isThere()) return;
      await new Promise<void>((resolve) => {
        onHeard = () => {
          if (isThere()) resolve();
        };
      });
      if (refused.length > 0) throw new Error(`The host refuses: ${refused.join()}`);
    },
    send: async (changes, without = []) => {
      revision += 1;
      const { main, toGo, ...rest } = current;
      current = {
        ...rest,
        ...(main && !without.includes('main') ? { main } : {}),
        ...(toGo !== undefined && !without.includes('toGo') ? { toGo } : {}),
        ...changes,
        revision,
      };
      await view.tell('snapshot', current);
      await settle();
    },
    focusFirst: async () => {
      await page.locator('[role=gridcell][tabindex="0"]').focus();
    },
    focusedId: async () => {
      await settle();
      return await page.evaluate<string | undefined>('document.activeElement?.dataset.id');
    },
    picturesInView: async () => {
      await untilTrue(
        page,
        `(() => {
          const box = document.querySelector('[role=grid]').getBoundingClientRect();
          const cells = [...document.querySelectorAll('[role=gridcell]')].filter((cell) => {
            const { top, bottom, left, right } = cell.getBoundingClientRect();
            return bottom > box.top && top < box.bottom && right > box.left && left < box.right;
          });
          return cells.length > 0 && cells.every((cell) => {
            const image = cell.querySelector('img');
            return (image?.complete && image.naturalWidth > 0) || cell.querySelector('.state');
          });
        })()`,
      );
    },
  };
}

/** Waits in the page itself, frame by frame: its policy refuses the functions that Playwright would make there. */
export async function untilTrue(page: Webview['page'], condition: string): Promise<void> {
  const isMet = await page.evaluate(`new Promise((resolve) => {
    const start = performance.now();
    const look = () => {
      if (${condition}) resolve(true);
      else if (performance.now() - start > 10000) resolve(false);
      else requestAnimationFrame(look);
    };
    look();
  })`);
  if (isMet !== true) throw new Error(`never true: ${condition}`);
}

const prompt =
  'A small fox sits on a mossy stone at the edge of a forest at dawn, soft light from the left, in the style of {0}, three colors, no text.';

function detailsOf(
  cell: GridCellView,
  urlOf: (id: string) => string,
  isGone: (id: string) => boolean,
): GridDetails {
  const style = labelOf(cell.column);
  return {
    cell: cell.id,
    title: `${style}, seed ${cell.row + 1}`,
    prompt: prompt.replace('{0}', style),
    negativePrompt: 'blurry, watermark',
    facts: [
      { name: 'Model', value: 'Stable Image Core' },
      { name: 'Size', value: '16:9' },
      { name: 'Seed', value: String(cell.row + 1) },
      { name: 'Price', value: 'about $0.04' },
      { name: 'Made', value: 'November 21, 2026, 3:41 PM' },
    ],
    note: cell.hasNote ? 'The fox looks the wrong way, but the light is right.' : '',
    images: cell.images.map(({ id, scoreLabel }) => ({
      id,
      alt: prompt.replace('{0}', style),
      ...(isGone(id) ? {} : { url: urlOf(id) }),
      ...(scoreLabel === undefined
        ? {}
        : { judgement: 'The stone and the moss are there; the light comes from the right.' }),
    })),
    actions:
      cell.state.kind === 'made'
        ? [
            { action: 'openImage', label: 'Open Image' },
            { action: 'showRecipe', label: 'Show Recipe' },
            { action: 'repeat', label: 'Make Again · $0.04' },
          ]
        : [],
  };
}

function comparisonOf(
  [one, left]: readonly [GridCellView, string],
  [other, right]: readonly [GridCellView, string],
  urlOf: (id: string) => string,
): GridComparison {
  const [before, after] = [labelOf(one.column), labelOf(other.column)];
  const sides = [
    { cell: one, image: left },
    { cell: other, image: right },
  ].map(({ cell, image: id }) => {
    const found = cell.images.find((each) => each.id === id);
    return {
      cell: cell.id,
      image: id,
      title: `${labelOf(cell.column)}, seed ${cell.row + 1}`,
      url: urlOf(id),
      alt: prompt.replace('{0}', labelOf(cell.column)),
      isStarred: cell.isStarred,
      isAccepted: found?.isAccepted === true,
      ...(found?.scoreLabel === undefined ? {} : { scoreLabel: found.scoreLabel }),
    };
  }) as unknown as GridComparison['sides'];
  return {
    sides,
    words: one.row === other.row ? [] : [`Seed: ${one.row + 1} on the left, ${other.row + 1} on the right.`],
    prompt: promptDiff(prompt.replace('{0}', before), prompt.replace('{0}', after)),
    settings:
      one.row === other.row
        ? []
        : [{ name: 'Seed', left: String(one.row + 1), right: String(other.row + 1) }],
  };
}

/** A picture of 16 to 9 with something on it, so that it takes as long to decode as others do. */
async function picture(index: number): Promise<Uint8Array> {
  const hue = (index * 47) % 360;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="352" height="198" viewBox="0 0 352 198">
    <defs><linearGradient id="g" x2="0" y2="1"><stop stop-color="hsl(${hue},60%,75%)"/><stop offset="1" stop-color="hsl(${hue + 50},50%,38%)"/></linearGradient></defs>
    <rect width="352" height="198" fill="url(#g)"/>
    <circle cx="${60 + ((index * 61) % 230)}" cy="52" r="26" fill="hsl(${hue + 180},80%,78%)"/>
    <path d="M0 150 L70 ${90 + ((index * 13) % 40)} L140 145 L215 ${80 + ((index * 29) % 50)} L352 150 V198 H0Z" fill="hsl(${hue + 90},35%,30%)"/>
    ${Array.from({ length: 8 }, (_, dot) => `<circle cx="${(dot * 83 + index * 31) % 352}" cy="${150 + ((dot * 59 + index * 17) % 48)}" r="${4 + dot}" fill="hsl(${hue + dot * 30},60%,55%)"/>`).join('')}
  </svg>`;
  return new Uint8Array(await sharp(Buffer.from(svg)).webp({ quality: 82 }).toBuffer());
}
