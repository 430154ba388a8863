import * as z from 'zod/mini';
import { pictureNotes } from '../pixels/port';
import { taskKinds } from '../tasks/task';
import { filmTasks } from './film';
import { newSession, type StudioSession } from './session';

const text = z.string();
const count = z.int().check(z.gte(0));
const image = z.object({
  sha256: text,
  name: text,
  path: z.optional(text),
  width: count,
  height: count,
  hasAlpha: z.boolean(),
  isLossy: z.boolean(),
  shownAs: text,
  notes: z.optional(z.array(z.enum(pictureNotes))),
  uri: z.optional(text),
  home: z.optional(text),
});

const sessionSchema = z.object({
  image: z.optional(image),
  taskChoice: z.enum(['automatic', ...taskKinds]),
  prompt: text,
  negativePrompt: text,
  count: z.int().check(z.gte(1), z.lte(10)),
  seed: z.optional(count),
  size: z.optional(
    z.union([
      z.object({ kind: z.literal('pixels'), width: z.number(), height: z.number() }),
      z.object({ kind: z.literal('aspectRatio'), ratio: text }),
    ]),
  ),
  options: z.record(text, z.union([text, z.number(), z.boolean()])),
  models: z.record(text, text),
  area: z.enum(['mask', 'words']),
  words: text,
  separateAreas: z.boolean(),
  garmentClass: z.optional(text),
  structure: z.enum(['edges', 'segments', 'sketch']),
  upscale: z.enum(['fast', 'conservative', 'creative']),
  colors: z.array(text),
  margins: z.object({ left: count, right: count, up: count, down: count }),
  contextPx: z.optional(count),
  featherPx: z.optional(count),
  flattenOn: text,
  moreImages: z.array(image),
  style: z.optional(image),
  garment: z.optional(image),
  film: z.object({
    task: z.optional(z.enum(filmTasks)),
    models: z.record(text, text),
    durationSeconds: z.optional(z.number()),
    size: z.optional(text),
    loop: z.boolean(),
    fill: z.enum(['crop', 'pad']),
    at: z.number().check(z.gte(0), z.lte(1)),
    end: z.optional(image),
    shots: z.array(z.object({ id: text, text, image: z.optional(image) })),
  }),
  candidates: z.array(
    z.object({
      id: text,
      number: count,
      inboxId: text,
      width: count,
      height: count,
      prompt: text,
      sent: text,
      seed: z.optional(count),
      isAreaChosenByModel: z.boolean(),
      margins: z.optional(z.object({ left: count, right: count, up: count, down: count })),
      preview: text,
      savedAs: z.optional(text),
      judgement: z.optional(
        z.object({
          judgedAt: text,
          model: z.object({ id: text, name: text }),
          overall: z.number(),
          scores: z.record(text, z.number()),
          explanation: text,
          suggestions: z.array(text),
          comparedWith: z.number(),
        }),
      ),
    }),
  ),
  nextNumber: count,
  spentUsd: z.number(),
});

/**
 * A session as it was written, perhaps by an older version: what it does not say is as in a new session.
 *
 * @returns undefined for what is no session
 */
export function parseSession(id: string, value: unknown): StudioSession | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const parsed = z.safeParse(sessionSchema, { ...newSession(id), ...value });
  // What was read from JSON has no member that is there and undefined.
  return parsed.success ? ({ ...parsed.data, id } as StudioSession) : undefined;
}
