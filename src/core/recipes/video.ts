import * as z from 'zod/mini';
import type { JsonObject } from '../json';
import type { Result } from '../result';
import type { VideoSize } from '../video/task';
import type { Recipe, RecipeInput } from './recipe';
import { recipeSchema } from './parse';

/**
 * How a video was made. It has `video` where the recipe of an image has `image`, and all else in common; so who knows only
 * images passes it over, and keeps it.
 */
export interface VideoRecipe extends Pick<
  Recipe,
  | 'schemaVersion'
  | 'sha256'
  | 'task'
  | 'prompt'
  | 'model'
  | 'seed'
  | 'request'
  | 'cell'
  | 'promptFile'
  | 'runs'
> {
  readonly video: {
    readonly type: 'mp4';
    readonly width: number;
    readonly height: number;
    readonly seconds: number;
    readonly bytes: number;
  };
  /** Which shot of the film this is, from 1; 0 for the whole film. */
  readonly index: number;
  readonly inputs?: readonly RecipeInput[];
  readonly settings: {
    readonly size?: VideoSize;
    readonly durationSeconds: number;
    readonly loop?: boolean;
    /** The words of each shot, where the user wrote them. */
    readonly shots?: readonly string[];
  };
}

/** Recipes of videos lie among those of images, in `.easel/recipes`. */
export interface VideoRecipeStore {
  /** As `RecipeStore.write`. */
  writeVideo(folder: string | undefined, recipe: VideoRecipe): Promise<Result<void>>;
  readVideo(folder: string | undefined, sha256: string): Promise<VideoRecipe | undefined>;
}

const { schemaVersion, sha256, task, prompt, model, seed, request, index, inputs, cell, promptFile, runs } =
  recipeSchema.shape;

/** What is asked of a recipe of a video on reading. `media/schemas/videoRecipe.schema.json` says the same, with explanations. */
export const videoRecipeSchema = z.looseObject({
  schemaVersion,
  sha256,
  task,
  prompt,
  model,
  seed,
  request,
  index,
  inputs,
  cell,
  promptFile,
  runs,
  video: z.looseObject({
    type: z.literal('mp4'),
    width: z.number(),
    height: z.number(),
    seconds: z.number(),
    bytes: z.number(),
  }),
  settings: z.looseObject({
    size: z.optional(
      z.union([
        z.looseObject({ kind: z.literal('pixels'), width: z.number(), height: z.number() }),
        z.looseObject({ kind: z.literal('ratio'), ratio: z.string(), resolution: z.enum(['540p', '720p']) }),
      ]),
    ),
    durationSeconds: z.number(),
    loop: z.optional(z.boolean()),
    shots: z.optional(z.array(z.string())),
  }),
});

/** @returns the recipe with all its fields, also those we do not know; undefined for what is no recipe of a video */
export function parseVideoRecipe(value: unknown): VideoRecipe | undefined {
  const parsed = z.safeParse(videoRecipeSchema, value);
  if (!parsed.success) return undefined;
  return { ...parsed.data, request: parsed.data.request as JsonObject } as VideoRecipe;
}

/** @param text of a recipe's file; other tools may have put a byte order mark before it */
export function parseVideoRecipeText(text: string): VideoRecipe | undefined {
  try {
    return parseVideoRecipe(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    // Cut short, or with the marks of a merge conflict in it.
    return undefined;
  }
}
