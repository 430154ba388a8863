import * as vscode from 'vscode';
import type { ImageError } from '../../../core/errors';
import { layoutGrid } from '../../../core/promptFiles/grid';
import { copyWishOf } from '../../../core/promptFiles/copies';
import { isVideoTask } from '../../../core/promptFiles/fields';
import { RunQueue, type QueuedCell } from '../../../core/promptFiles/runs/queue';
import {
  RUN_SCHEMA_VERSION,
  runId,
  type RunCell,
  type RunRecord,
} from '../../../core/promptFiles/runs/record';
import { nameOf } from '../../../platform/documentLink';
import { folderReader } from '../../../platform/folderReader';
import { ok, type Result } from '../../../core/result';
import type { Words } from '../../../platform/words';
import type { Analysis, PromptPlace } from '../analysis';
import type { FileCellFacts } from '../run/cellsOfFile';
import { sha256Of } from '../run/prepareEdit';
import { runPorts } from '../run/runPorts';
import type { GridDependencies } from './ports';
import { keptAxes, tableOf, type Table } from './table';

/** A grid that can be run. */
export interface LoadedGrid {
  readonly analysis: Analysis;
  readonly place: PromptPlace;
  readonly isOffline: boolean;
  readonly region: string;
  readonly table: Table;
  readonly queue: RunQueue;
  /** Some of it was started before, in this window or another. */
  readonly hasBegun: boolean;
  /** A window that was closed or has died left it in the middle. */
  readonly wasInterrupted: boolean;
}

export type LoadOutcome =
  | { readonly kind: 'loaded'; readonly grid: LoadedGrid }
  /** Why this file makes no grid; a sentence or two. */
  | { readonly kind: 'refused'; readonly text: string }
  | { readonly kind: 'failed'; readonly error: ImageError };

const SERVICE_TIMEOUT_MS = 15_000;

/**
 * Reads a prompt file as a table, and finds out what of it was made before. Sends nothing that costs.
 *
 * @param before the grid as it is shown: where its requests are still the same, its queue goes on
 */
export async function loadGrid(
  document: vscode.TextDocument,
  deps: GridDependencies,
  before: LoadedGrid | undefined,
): Promise<LoadOutcome> {
  if (!vscode.workspace.isTrusted) return failed({ kind: 'untrustedWorkspace' });
  const { analyses, engine, settings, words } = deps;
  const analysis = await analyses.of(document);
  const { place, file, models } = analysis;
  if (place?.folder.scheme !== 'file') return failed({ kind: 'noFolder' });
  const layout = layoutGrid(file, analysis.sources);
  const { maxCombinations } = settings.resource(document.uri);
  const refusal = refusalOf(analysis, layout.count, maxCombinations, words);
  if (refusal !== undefined) return { kind: 'refused', text: refusal };
  if (!(await engine.service.isConnected())) return failed({ kind: 'notConnected' });
  const state = await engine.service.current(AbortSignal.timeout(SERVICE_TIMEOUT_MS));
  if (!state.ok) return failed(state.error);
  const { provider, region } = state.value;
  const reader = folderReader(place.folder);
  const facts: FileCellFacts = {
    path: place.path,
    models: { ...models, images: state.value.models },
    adapters: engine.adapters,
    inputs: { sha256: (path) => sha256Of(reader, path) },
    provider,
    prices: settings.window().prices,
    random: Math.random,
  };
  const tableFor = (run: string): Promise<Result<Table>> => tableOf(file, layout, { ...facts, run }, words);
  const isOffline = provider === 'offline';
  const common = { analysis, place, isOffline, region };
  // A key press changes what is not sent, most of the time; elsewhere, the queue would go on where it was.
  if (before?.region === region && before.isOffline === isOffline) {
    const { record } = before.queue;
    const table = await tableFor(record.id);
    if (table.ok && isSame(record, table.value)) {
      return { kind: 'loaded', grid: { ...before, ...common, table: table.value } };
    }
  }
  const runs = (await engine.folderPorts(place.folder.toString()).store.list(place.path)).filter(
    ({ kind }) => kind === 'grid',
  );
  const found = await recordFor(runs, provider, tableFor, () => newRecord(place, provider, deps));
  if (!found.ok) return failed(found.error);
  const { record, table, isEarlier } = found.value;
  const ports = runPorts(engine, deps, {
    folder: place.folder,
    document: document.uri,
    state: state.value,
    cells: table.requests,
    reader,
    copies: copyWishOf(file),
  });
  const queue = new RunQueue(
    { ...record, source: file.text, axes: keptAxes(table) },
    withMarks(table.requests, marksOf(runs)),
    ports,
  );
  const prepared = await queue.prepare();
  if (!prepared.ok) return failed(prepared.error);
  return {
    kind: 'loaded',
    grid: {
      ...common,
      table,
      queue,
      // A star alone writes a run down as well.
      hasBegun:
        isEarlier && (record.status !== 'paused' || record.cells.some((cell) => cell.state !== 'waiting')),
      wasInterrupted: isEarlier && record.status === 'running' && prepared.value.toGo > 0,
    },
  };
}

interface RecordAndTable {
  readonly record: Omit<RunRecord, 'source'>;
  readonly table: Table;
  readonly isEarlier: boolean;
}

/** The last run of the file where it holds the same requests, else a new one. */
async function recordFor(
  runs: readonly RunRecord[],
  provider: RunRecord['provider'],
  tableFor: (run: string) => Promise<Result<Table>>,
  create: () => Omit<RunRecord, 'source'>,
): Promise<Result<RecordAndTable>> {
  const last = runs.find((run) => run.provider === provider);
  if (last) {
    const table = await tableFor(last.id);
    if (!table.ok) return table;
    if (isSame(last, table.value)) return ok({ record: last, table: table.value, isEarlier: true });
  }
  const record = create();
  const table = await tableFor(record.id);
  return table.ok ? ok({ record, table: table.value, isEarlier: false }) : table;
}

function failed(error: ImageError): LoadOutcome {
  return { kind: 'failed', error };
}

function newRecord(
  { path }: PromptPlace,
  provider: RunRecord['provider'],
  { clock, engine }: GridDependencies,
): Omit<RunRecord, 'source'> {
  return {
    schemaVersion: RUN_SCHEMA_VERSION,
    id: runId(clock.now(), engine.runSuffix()),
    file: path,
    kind: 'grid',
    provider,
    startedAt: new Date(clock.now()).toISOString(),
    status: 'paused',
    cells: [],
  };
}

/** Whether a run holds these requests and no others. */
function isSame(run: RunRecord, { requests }: Table): boolean {
  const keys = new Set(run.cells.map(({ key }) => key));
  return keys.size === requests.length && requests.every(({ cell }) => keys.has(cell.key));
}

type Marks = ReadonlyMap<string, Pick<RunCell, 'isStarred' | 'note'>>;

/** Stars and notes follow the request: also to a table that was changed since. @param runs newest first */
function marksOf(runs: readonly RunRecord[]): Marks {
  const marks = new Map<string, Pick<RunCell, 'isStarred' | 'note'>>();
  for (const { cells } of runs) {
    for (const { key, isStarred, note } of cells) {
      if (marks.has(key)) continue;
      marks.set(key, {
        ...(isStarred === undefined ? {} : { isStarred }),
        ...(note === undefined ? {} : { note }),
      });
    }
  }
  return marks;
}

function withMarks(requests: Table['requests'], marks: Marks): readonly QueuedCell[] {
  return requests.map(({ cell, kept }) => ({ cell, kept: { ...kept, ...marks.get(cell.key) } }));
}

function refusalOf(
  { document, file, problems }: Analysis,
  count: number,
  most: number,
  { t, format }: Words,
): string | undefined {
  const name = nameOf(document.uri);
  if (isVideoTask(file.task)) return t('{0} asks for a video. A grid makes images.', name);
  if (count > most) {
    return t(
      '{0} makes {1} combinations, and a grid has at most {2}. Nothing was built or sent.',
      name,
      format.number(count),
      format.number(most),
    );
  }
  // The file as a whole may make more than its table shows.
  const errors = problems.filter(
    ({ severity, kind }) => severity === 'error' && kind !== 'tooManyCombinations',
  ).length;
  if (errors === 0) return undefined;
  return format.isOne(errors)
    ? t('{0} has an error, which is underlined. Nothing was sent.', name)
    : t('{0} has {1} errors, which are underlined. Nothing was sent.', name, format.number(errors));
}
