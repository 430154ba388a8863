import * as z from 'zod/mini';

/** Why a part of a film was not made. */
export type FailureType = z.infer<typeof failureSchema>;

const failureSchema = z.enum([
  'INTERNAL_SERVER_EXCEPTION',
  'RAI_VIOLATION_OUTPUT_VIDEO_DEFLECTION',
  'RATE_LIMIT_EXCEEDED',
  'ABORTED',
]);

/** What becomes of a job, decided when it starts. */
const endingSchema = z.object({
  /** Absent where all goes well. */
  failure: z.optional(failureSchema),
  /** The shots that fail, counted from 1; the whole film where none is named. */
  shots: z.optional(z.array(z.int())),
  /** It never ends. */
  isStuck: z.optional(z.boolean()),
  /** It ends without the file that says how. */
  isSilent: z.optional(z.boolean()),
});

export type Ending = z.infer<typeof endingSchema>;

export const jobSchema = z.object({
  id: z.string(),
  region: z.string(),
  modelId: z.string(),
  token: z.string(),
  /** Of everything that was asked for, so that a repeated request is known from another one with the same token. */
  fingerprint: z.string(),
  /** Where the job's own folder is made. */
  s3Uri: z.string(),
  kmsKeyId: z.optional(z.string()),
  submittedAt: z.number(),
  dueAt: z.number(),
  ending: endingSchema,
  status: z.enum(['InProgress', 'Completed', 'Failed']),
  failureMessage: z.optional(z.string()),
  modifiedAt: z.number(),
  endedAt: z.optional(z.number()),
});

export type Job = z.infer<typeof jobSchema>;

const shotSchema = z.object({
  prompt: z.string(),
  seed: z.number(),
  seconds: z.number(),
  isLoop: z._default(z.boolean(), false),
  /** Picture files in base64. */
  start: z.optional(z.string()),
  end: z.optional(z.string()),
});

/** What is to be filmed. Kept apart from the job, for it may hold pictures and is read once. */
export const planSchema = z.object({
  width: z.number(),
  height: z.number(),
  fps: z.number(),
  modelName: z.string(),
  shots: z.array(shotSchema).check(z.minLength(1)),
  /** Whether each shot also gets a file of its own. */
  hasShotFiles: z.boolean(),
});

export type FilmPlan = z.infer<typeof planSchema>;

export function arnOf({ region, id }: Job, accountId: string): string {
  return `arn:aws:bedrock:${region}:${accountId}:async-invoke/${id}`;
}

/** The bucket and the key prefix of the job's folder, with its slash. */
export function folderOf({ s3Uri, id }: Job): { readonly bucket: string; readonly prefix: string } {
  const [, bucket = '', path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(s3Uri) ?? [];
  const parent = path === '' || path.endsWith('/') ? path : `${path}/`;
  return { bucket, prefix: `${parent}${id}/` };
}
