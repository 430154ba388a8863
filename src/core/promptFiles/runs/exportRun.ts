import type { Recipe } from '../../recipes/recipe';
import { escapeHtml } from './escape';
import type { RunCell, RunRecord } from './record';

/** What an export needs beside the run itself. */
export interface ExportPorts {
  /** @returns a small picture as a `data:` URI of an image; undefined where there is none */
  thumbnail(sha256: string): Promise<string | undefined>;
  recipe(sha256: string): Promise<Recipe | undefined>;
}

/** The words of a page, in the user's language. */
export interface ExportTexts {
  readonly title: string;
  /** BCP 47. */
  readonly language: string;
  readonly prompt: string;
  readonly negativePrompt: string;
  readonly model: string;
  readonly size: string;
  readonly seed: string;
  readonly options: string;
  readonly score: string;
  readonly note: string;
  readonly price: string;
  readonly accepted: string;
  readonly starred: string;
  readonly recipe: string;
  readonly notMade: string;
  /** For example `12 of 48 images · about $1.44 · November 21, 2026`. */
  readonly summary: string;
}

/** One cell with everything that is said of it. */
export interface ExportedCell {
  readonly cell: RunCell;
  readonly images: readonly {
    readonly sha256: string;
    readonly path?: string;
    readonly thumbnail?: string;
    readonly recipe?: Recipe;
    /** From 1 to 10: the last judgement. */
    readonly score?: number;
    readonly isAccepted: boolean;
  }[];
}

/** Gathers what all exports show. @param accepted images that won */
export async function exportedCells(
  run: RunRecord,
  accepted: readonly string[],
  ports: ExportPorts,
): Promise<readonly ExportedCell[]> {
  const winners = new Set(accepted);
  const exported: ExportedCell[] = [];
  for (const cell of run.cells) {
    const images: ExportedCell['images'][number][] = [];
    for (const { sha256, path } of cell.made?.images ?? []) {
      const [thumbnail, recipe] = await Promise.all([ports.thumbnail(sha256), ports.recipe(sha256)]);
      const score = recipe?.judgements?.at(-1)?.overall;
      images.push({
        sha256,
        ...(path === undefined ? {} : { path }),
        ...(thumbnail !== undefined && isPicture(thumbnail) ? { thumbnail } : {}),
        ...(recipe ? { recipe } : {}),
        ...(score === undefined ? {} : { score }),
        isAccepted: winners.has(sha256),
      });
    }
    exported.push({ cell, images });
  }
  return exported;
}

/** Anything but plain base64 of a raster image could carry more than a picture. */
function isPicture(uri: string): boolean {
  return /^data:image\/(?:png|jpeg|webp|gif|avif);base64,[A-Za-z0-9+/]+={0,2}$/.test(uri);
}

const style = `
:root{color-scheme:light dark;font:14px/1.45 system-ui,sans-serif}
body{margin:16px;max-width:1600px}
h1{font-size:1.4em;margin:0}h2{font-size:1.1em}
.table{overflow-x:auto}
table{border-collapse:collapse}
th,td{border:1px solid #8886;padding:8px;vertical-align:top;text-align:left}
thead th{position:sticky;top:0;background:Canvas}
figure{margin:0 0 8px;max-width:320px}figcaption{overflow-wrap:anywhere}
img{display:block;max-width:256px;max-height:256px;object-fit:contain}
dl{display:grid;grid-template-columns:max-content 1fr;gap:0 8px;margin:4px 0;max-width:320px}
dt{opacity:.75}dd{margin:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;max-width:320px;max-height:240px;overflow:auto;font-size:12px}
.badge{font-weight:600}
`;

/**
 * One page that needs nothing else: pictures inside, no scripts, nothing from elsewhere. All that stands in it is escaped,
 * because prompts, notes and paths come from anybody.
 */
export function exportHtml(run: RunRecord, cells: readonly ExportedCell[], texts: ExportTexts): string {
  const tabs = run.axes?.tabs?.labels ?? [''];
  const tables = tabs.map((label, tab) => {
    const own = cells.filter(({ cell }) => (cell.at?.tab ?? 0) === tab);
    const heading = label === '' ? '' : `<h2>${escapeHtml(label)}</h2>`;
    return `<section>${heading}<div class="table">${run.axes ? table(run, own, texts) : list(own, texts)}</div></section>`;
  });
  return [
    '<!DOCTYPE html>',
    `<html lang="${escapeHtml(texts.language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    // Only what stands in the page itself is shown, and nothing is ever run or sent.
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="referrer" content="no-referrer">',
    '<meta name="viewport" content="width=device-width">',
    `<title>${escapeHtml(texts.title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<h1>${escapeHtml(texts.title)}</h1>`,
    `<p>${escapeHtml(texts.summary)}</p>`,
    ...tables,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function table({ axes }: RunRecord, cells: readonly ExportedCell[], texts: ExportTexts): string {
  const columns = axes?.columns?.labels ?? [''];
  const rows = axes?.rows?.labels ?? [''];
  const byPlace = new Map<string, ExportedCell[]>();
  for (const each of cells) {
    const place = `${each.cell.at?.row ?? 0}:${each.cell.at?.column ?? 0}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), each]);
  }
  const corner = [axes?.rows?.name, axes?.columns?.name].filter((name) => name !== undefined).join(' / ');
  const head = [corner, ...columns].map((label) => `<th scope="col">${escapeHtml(label)}</th>`).join('');
  const body = rows.map((label, row) => {
    const data = columns.map((_, column) => {
      const own = byPlace.get(`${row}:${column}`) ?? [];
      return `<td>${own.map((each) => cellHtml(each, texts)).join('')}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(label)}</th>${data.join('')}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join('\n')}</tbody></table>`;
}

function list(cells: readonly ExportedCell[], texts: ExportTexts): string {
  const rows = cells.map((each) => `<tr><td>${cellHtml(each, texts)}</td></tr>`);
  return `<table><tbody>${rows.join('\n')}</tbody></table>`;
}

function cellHtml({ cell, images }: ExportedCell, texts: ExportTexts): string {
  const pictures = images.map(({ thumbnail, path, sha256, isAccepted, score, recipe }) =>
    [
      '<figure>',
      thumbnail === undefined ? '' : `<img src="${escapeHtml(thumbnail)}" alt="${escapeHtml(cell.prompt)}">`,
      '<figcaption>',
      isAccepted ? `<span class="badge">${escapeHtml(texts.accepted)}</span> ` : '',
      cell.isStarred === true ? `<span class="badge">${escapeHtml(texts.starred)}</span> ` : '',
      score === undefined ? '' : `${escapeHtml(texts.score)} ${escapeHtml(String(score))} `,
      escapeHtml(path ?? sha256.slice(0, 12)),
      '</figcaption>',
      recipe === undefined
        ? ''
        : `<details><summary>${escapeHtml(texts.recipe)}</summary><pre>${escapeHtml(JSON.stringify(recipe, undefined, 2))}</pre></details>`,
      '</figure>',
    ].join(''),
  );
  const facts = factsOf(cell, texts).map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  );
  const empty = images.length === 0 ? `<p>${escapeHtml(texts.notMade)}</p>` : '';
  return `${pictures.join('')}${empty}<dl>${facts.join('')}</dl>`;
}

function factsOf(cell: RunCell, texts: ExportTexts): readonly (readonly [string, string])[] {
  const options = Object.entries(cell.options ?? {}).map(([name, value]) => `${name} ${String(value)}`);
  return (
    [
      [texts.prompt, cell.prompt],
      [texts.negativePrompt, cell.negativePrompt],
      [texts.model, cell.model],
      [texts.size, cell.size],
      [texts.seed, cell.seed === undefined ? undefined : String(cell.seed)],
      [texts.options, options.length === 0 ? undefined : options.join(', ')],
      [texts.price, priceText(cell)],
      [texts.note, cell.note],
    ] as const
  ).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value] as const]));
}

/** Nothing where it was free. */
function priceText({ made }: RunCell): string | undefined {
  const { priceUsd = 0 } = made ?? {};
  if (priceUsd === 0) return undefined;
  return priceUsd < 0.01 ? '< $0.01' : `$${priceUsd.toFixed(2)}`;
}

/** One row for each image, and one for each cell without any. */
export function exportCsv(run: RunRecord, cells: readonly ExportedCell[]): string {
  const values = [...new Set(run.cells.flatMap((cell) => Object.keys(cell.values)))];
  const header = [
    ...values,
    'prompt',
    'negativePrompt',
    'model',
    'size',
    'seed',
    'options',
    'state',
    'priceUsd',
    'path',
    'sha256',
    'score',
    'accepted',
    'starred',
    'note',
    'key',
  ];
  const rows = cells.flatMap(({ cell, images }) =>
    (images.length === 0 ? [undefined] : images).map((image) => [
      ...values.map((name) => cell.values[name] ?? ''),
      cell.prompt,
      cell.negativePrompt ?? '',
      cell.model,
      cell.size ?? '',
      cell.seed ?? '',
      Object.entries(cell.options ?? {})
        .map(([name, value]) => `${name}=${String(value)}`)
        .join('; '),
      cell.state,
      cell.made?.priceUsd ?? '',
      image?.path ?? '',
      image?.sha256 ?? '',
      image?.score ?? '',
      image?.isAccepted === true ? 'yes' : '',
      cell.isStarred === true ? 'yes' : '',
      cell.note ?? '',
      cell.key,
    ]),
  );
  return `${[header, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
}

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe before it.
 *
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  // Blanks and invisible signs before the sign do not stop every spreadsheet.
  const safe = /^[\s\p{Cf}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20|]|^[\t\r\n]/u.test(value) ? `'${value}` : value;
  return /[",;\t\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The run with what was said of its images: for other programs. */
export function exportJson(run: RunRecord, cells: readonly ExportedCell[]): string {
  const value = {
    ...run,
    cells: cells.map(({ cell, images }) => ({
      ...cell,
      results: images.map(({ thumbnail: _thumbnail, ...image }) => image),
    })),
  };
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
