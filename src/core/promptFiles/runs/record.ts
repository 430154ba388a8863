import * as z from 'zod/mini';
import type { ImageError } from '../../errors';
import type { AxisPlace } from '../gridField';

/** The version this code writes. A reader accepts any with the same first number. */
export const RUN_SCHEMA_VERSION = '1.0';

/** An image that a cell made, by its recipe. */
export interface MadeImage {
  readonly sha256: string;
  /** Relative to the workspace folder, with `/`, when it was made; absent while it waits in the inbox. */
  readonly path?: string;
}

/** What came of a cell. */
export interface MadeCell {
  /** A video that is being made has none yet. */
  readonly images: readonly MadeImage[];
  /** Id of the job of a video. */
  readonly job?: string;
  /** ISO 8601, UTC. */
  readonly madeAt: string;
  /** Estimated, in USD; 0 offline. */
  readonly priceUsd: number;
}

/** One cell of a run as it is kept. */
export interface RunCell {
  readonly key: string;
  readonly state: 'waiting' | 'made' | 'failed' | 'cancelled' | 'inDoubt';
  /** Where it stands in the table; several cells of one position are the images of one combination. */
  readonly at?: { readonly column: number; readonly row: number; readonly tab: number };
  /** The value of each dimension that has several. */
  readonly values: Readonly<Record<string, string>>;
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly model: string;
  readonly size?: string;
  readonly seed?: number;
  readonly options?: Readonly<Record<string, string | number | boolean>>;
  readonly made?: MadeCell;
  /** True where an earlier run had made it, so that this one paid nothing. */
  readonly wasMadeBefore?: boolean;
  readonly error?: ImageError['kind'];
  readonly isStarred?: boolean;
  readonly note?: string;
}

/** One run of a prompt file. Lies in `.easel/runs`, one file each, so that two people's runs never conflict. */
export interface RunRecord {
  readonly schemaVersion: string;
  /** Begins with its time, so that names sort by age. */
  readonly id: string;
  /** Of the prompt file, relative to the workspace folder, with `/`. */
  readonly file: string;
  readonly kind: 'run' | 'grid';
  readonly provider: 'bedrock' | 'offline';
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly endedAt?: string;
  readonly status: 'running' | 'paused' | 'stopped' | 'finished' | 'cancelled';
  /** The prompt file's text as it was. */
  readonly source: string;
  readonly axes?: Readonly<
    Partial<Record<AxisPlace, { readonly name: string; readonly labels: readonly string[] }>>
  >;
  readonly cells: readonly RunCell[];
}

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const place = z.number().check(z.multipleOf(1), z.gte(0));
const axis = z.optional(z.looseObject({ name: z.string(), labels: z.array(z.string()) }));
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** What is asked of a made cell on reading. */
export const madeCellSchema = z.looseObject({
  images: z.array(z.looseObject({ sha256: hash, path: z.optional(z.string()) })),
  job: z.optional(z.string()),
  madeAt: z.string(),
  priceUsd: z.number(),
});

/** Loose everywhere: fields of a newer version are not understood here, and must survive. */
const runSchema = z.looseObject({
  schemaVersion: z.string().check(z.regex(/^1\.\d+$/)),
  id: z.string().check(z.regex(/^[0-9A-Za-z-]{1,80}$/)),
  file: z.string(),
  kind: z.enum(['run', 'grid']),
  provider: z.enum(['bedrock', 'offline']),
  startedAt: z.string(),
  endedAt: z.optional(z.string()),
  status: z.enum(['running', 'paused', 'stopped', 'finished', 'cancelled']),
  source: z.string(),
  axes: z.optional(z.looseObject({ columns: axis, rows: axis, tabs: axis })),
  cells: z.array(
    z.looseObject({
      key: hash,
      state: z.enum(['waiting', 'made', 'failed', 'cancelled', 'inDoubt']),
      at: z.optional(z.looseObject({ column: place, row: place, tab: place })),
      values: z.record(z.string(), z.string()),
      prompt: z.string(),
      negativePrompt: z.optional(z.string()),
      model: z.string(),
      size: z.optional(z.string()),
      seed: z.optional(z.number()),
      options: z.optional(z.record(z.string(), scalar)),
      made: z.optional(madeCellSchema),
      wasMadeBefore: z.optional(z.boolean()),
      error: z.optional(z.string()),
      isStarred: z.optional(z.boolean()),
      note: z.optional(z.string()),
    }),
  ),
});

/** @returns the run with all its fields, also those we do not know; undefined for what is not one */
export function parseRunText(text: string): RunRecord | undefined {
  try {
    const parsed = z.safeParse(runSchema, JSON.parse(text.replace(/^\uFEFF/, '')));
    return parsed.success ? (parsed.data as RunRecord) : undefined;
  } catch {
    // Cut short, or with the marks of a merge conflict in it.
    return undefined;
  }
}

/** Two spaces and a line end: small differences in version control, and easy to read. */
export function serializeRun(run: RunRecord): string {
  return `${JSON.stringify(run, undefined, 2)}\n`;
}

/** @param suffix tells two runs of one millisecond apart: letters and digits */
export function runId(startedAt: number, suffix: string): string {
  return `${new Date(startedAt).toISOString().replace(/[:.]/g, '-')}-${suffix}`;
}

const stateRank: Readonly<Record<RunCell['state'], number>> = {
  made: 0,
  inDoubt: 1,
  failed: 2,
  cancelled: 3,
  waiting: 4,
};

/** Two copies of one run, for instance of two branches: what either of them made or noted stays. */
export function mergeRuns(one: RunRecord, other: RunRecord): RunRecord {
  const others = new Map(other.cells.map((cell) => [cell.key, cell]));
  const known = new Set(one.cells.map(({ key }) => key));
  const cells = one.cells.map((cell) => {
    const twin = others.get(cell.key);
    if (!twin) return cell;
    const better = stateRank[twin.state] < stateRank[cell.state] ? twin : cell;
    const note = cell.note ?? twin.note;
    return {
      ...better,
      ...(cell.isStarred === true || twin.isStarred === true ? { isStarred: true } : {}),
      ...(note === undefined ? {} : { note }),
    };
  });
  return { ...other, ...one, cells: [...cells, ...other.cells.filter(({ key }) => !known.has(key))] };
}
