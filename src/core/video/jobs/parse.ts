import * as z from 'zod/mini';
import type { VideoJob } from './job';
import { readStoredError } from './storedError';

/** Loose everywhere: a window with a newer Easel may have written what this one does not know, and it must survive. */
const errorSchema = z.pipe(
  z.looseObject({ kind: z.string(), context: z.optional(z.unknown()) }),
  z.transform((value: { readonly kind: string; readonly context?: unknown }) => readStoredError(value)),
);

const viaSchema = z.union([
  z.looseObject({ provider: z.literal('offline') }),
  z.looseObject({ provider: z.literal('bedrock'), profile: z.optional(z.string()) }),
]);

const destinationSchema = z.looseObject({
  folder: z.string(),
  template: z.string(),
  values: z.looseObject({
    slug: z.string(),
    task: z.string(),
    model: z.string(),
    seed: z.string(),
    date: z.string(),
    n: z.string(),
  }),
});

const facts = {
  id: z.string(),
  token: z.string(),
  label: z.string(),
  place: z.looseObject({ via: viaSchema, region: z.string() }),
  model: z.looseObject({ id: z.string(), name: z.string() }),
  concurrentJobs: z.number(),
  usual: z.looseObject({ fromSeconds: z.number(), toSeconds: z.number() }),
  kind: z.enum(['textToVideo', 'imageToVideo', 'multiShotAutomated', 'multiShotManual']),
  prompt: z.string(),
  durationSeconds: z.number(),
  shots: z.number(),
  size: z.optional(
    z.union([
      z.looseObject({ kind: z.literal('pixels'), width: z.number(), height: z.number() }),
      z.looseObject({
        kind: z.literal('ratio'),
        ratio: z.string(),
        resolution: z.enum(['540p', '720p']),
      }),
    ]),
  ),
  seed: z.optional(z.number()),
  s3Uri: z.string(),
  request: z.optional(
    z.looseObject({
      modelInput: z.record(z.string(), z.unknown()),
      task: z.record(z.string(), z.unknown()),
    }),
  ),
  inputs: z.array(
    z.looseObject({
      role: z.enum(['image', 'mask', 'style', 'garment']),
      sha256: z.string(),
      path: z.optional(z.string()),
    }),
  ),
  destination: z.optional(destinationSchema),
  workspace: z.string(),
  origin: z.optional(z.record(z.string(), z.unknown())),
  priceUsd: z.optional(z.number()),
  booking: z.optional(z.number()),
  cell: z.optional(z.string()),
  promptFile: z.optional(z.string()),
  createdAt: z.number(),
};

const started = { arn: z.string(), startedAt: z.number(), outputUri: z.string() };

const ended = {
  endedAt: z.number(),
  spentUsd: z.number(),
  mayBeCharged: z.boolean(),
  isAnnounced: z.boolean(),
};

const trouble = z.optional(
  z.looseObject({
    error: errorSchema,
    attempts: z.number(),
    since: z.number(),
    nextAt: z.optional(z.number()),
  }),
);

const files = z.array(
  z.looseObject({
    role: z.enum(['film', 'shot']),
    number: z.number(),
    key: z.string(),
    bytes: z.number(),
    etag: z.string(),
    target: z.optional(
      z.looseObject({
        folder: z.string(),
        path: z.string(),
        sha256: z.string(),
        width: z.number(),
        height: z.number(),
        seconds: z.number(),
      }),
    ),
    isPlaced: z.optional(z.boolean()),
  }),
);

const partial = { missing: z.optional(errorSchema), shotsMade: z.optional(z.number()) };

const jobSchema = z.discriminatedUnion('state', [
  z.looseObject({ ...facts, state: z.literal('queued'), trouble }),
  z.looseObject({ ...facts, state: z.literal('starting'), sentAt: z.number(), trouble }),
  z.looseObject({ ...facts, ...started, state: z.literal('running'), trouble }),
  z.looseObject({
    ...facts,
    ...started,
    ...partial,
    state: z.literal('downloading'),
    verdict: z.looseObject({ isCompleted: z.boolean(), message: z.optional(z.string()), at: z.number() }),
    files: z.optional(files),
    receivedBytes: z.number(),
    trouble,
  }),
  z.looseObject({ ...facts, ...started, ...partial, ...ended, state: z.literal('saved'), files }),
  z.looseObject({
    ...facts,
    ...ended,
    state: z.literal('failed'),
    error: errorSchema,
    arn: z.optional(z.string()),
    startedAt: z.optional(z.number()),
    outputUri: z.optional(z.string()),
  }),
]);

/** @returns undefined for what is no record of a job, or one whose state only a newer Easel knows */
export function parseVideoJob(text: string): VideoJob | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = z.safeParse(jobSchema, json);
  // What was read from JSON is JSON; the schema says nothing about values it does not look into.
  return parsed.success ? (parsed.data as unknown as VideoJob) : undefined;
}
