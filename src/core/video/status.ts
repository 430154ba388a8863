import * as z from 'zod/mini';

/** Why the service made no film, as a user would act on it. */
export type VideoFailureType = 'filtered' | 'internal' | 'capacity' | 'aborted' | 'unknown';

/** One part of what a job was to make. */
export interface VideoPart {
  readonly isMade: boolean;
  /** The object's name without its prefix: `shot_0001.mp4`; absent where nothing was made. */
  readonly fileName?: string;
  readonly failure?: VideoFailureType;
  /** The service's own sentence. */
  readonly message?: string;
}

export interface VideoStatus {
  readonly film: VideoPart;
  /** In the film's order; empty for a single shot. */
  readonly shots: readonly VideoPart[];
}

const partSchema = z.looseObject({
  status: z.string(),
  location: z.optional(z.nullable(z.string())),
  failureType: z.optional(z.nullable(z.string())),
  failureMessage: z.optional(z.nullable(z.string())),
});

const statusSchema = z.looseObject({
  shots: z.optional(z.nullable(z.array(partSchema))),
  fullVideo: z.optional(z.nullable(partSchema)),
});

/** https://docs.aws.amazon.com/nova/latest/userguide/video-gen-errors.html */
const types: Readonly<Record<string, VideoFailureType>> = {
  INTERNAL_SERVER_EXCEPTION: 'internal',
  RAI_VIOLATION_OUTPUT_VIDEO_DEFLECTION: 'filtered',
  RATE_LIMIT_EXCEEDED: 'capacity',
  ABORTED: 'aborted',
};

/** The fixed sentences of the same page, for jobs that left no status file. */
const sentences: readonly (readonly [RegExp, VideoFailureType])[] = [
  [/^The generated (?:video|content) has been blocked by our content filters\b/, 'filtered'],
  [/^Something went wrong on the server side\b/, 'internal'],
  [/^Service capacity limit has been reached\b/, 'capacity'],
  [/^Request has been aborted\b/, 'aborted'],
];

/** Both names stand in the documentation. */
export const statusFileNames: readonly string[] = ['video-generation-status.json', 'generation-status.json'];

/** @returns undefined for what is no status file; a job without one is judged by its message and its objects */
export function readVideoStatus(text: string): VideoStatus | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = z.safeParse(statusSchema, json);
  if (!parsed.success || (!parsed.data.fullVideo && !parsed.data.shots)) return undefined;
  const { fullVideo, shots } = parsed.data;
  return {
    film: fullVideo ? partOf(fullVideo) : { isMade: false },
    shots: (shots ?? []).map(partOf),
  };
}

/** What a sentence of the service says; `unknown` for one that nobody has documented. */
export function failureOfMessage(message: string | undefined): VideoFailureType {
  return sentences.find(([sentence]) => sentence.test(message ?? ''))?.[1] ?? 'unknown';
}

function partOf(part: z.infer<typeof partSchema>): VideoPart {
  const isMade = part.status === 'SUCCESS';
  const fileName = part.location?.split('/').at(-1);
  const message = part.failureMessage ?? undefined;
  const failure = isMade ? undefined : (typeNamed(part.failureType ?? '') ?? failureOfMessage(message));
  return {
    isMade,
    ...(isMade && fileName !== undefined && fileName !== '' ? { fileName } : {}),
    ...(failure === undefined ? {} : { failure }),
    ...(message === undefined ? {} : { message }),
  };
}

function typeNamed(name: string): VideoFailureType | undefined {
  return Object.hasOwn(types, name) ? types[name] : undefined;
}
