import * as z from 'zod/mini';
import type { JsonObject } from '../json';
import type { Recipe } from './recipe';

const wholeNumber = z.number().check(z.multipleOf(1), z.gte(0));

/** Loose everywhere: fields of a newer version are not understood here, and must survive. */
const sizeSchema = z.union([
  z.looseObject({ kind: z.literal('pixels'), width: z.number(), height: z.number() }),
  z.looseObject({ kind: z.literal('aspectRatio'), ratio: z.string() }),
]);

/** What is asked of a recipe on reading. `media/schemas/recipe.schema.json` says the same, with explanations. */
export const recipeSchema = z.looseObject({
  schemaVersion: z.string().check(z.regex(/^1\.\d+$/)),
  sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  task: z.string(),
  prompt: z.string(),
  negativePrompt: z.optional(z.string()),
  model: z.looseObject({ id: z.string(), name: z.string(), invokedAs: z.string() }),
  seed: z.optional(z.number()),
  image: z.looseObject({
    type: z.enum(['png', 'jpeg', 'webp', 'gif']),
    width: wholeNumber,
    height: wholeNumber,
    bytes: wholeNumber,
  }),
  request: z.record(z.string(), z.unknown()),
  index: wholeNumber,
  settings: z.optional(
    z.looseObject({
      size: z.optional(sizeSchema),
      count: z.number(),
      options: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
      task: z.optional(z.record(z.string(), z.unknown())),
    }),
  ),
  inputs: z.optional(
    z.array(
      z.looseObject({
        role: z.enum(['image', 'mask', 'style', 'garment']),
        sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
        path: z.optional(z.string()),
      }),
    ),
  ),
  edit: z.optional(
    z.looseObject({
      area: z.looseObject({ left: z.number(), top: z.number(), width: z.number(), height: z.number() }),
      sentWidth: wholeNumber,
      sentHeight: wholeNumber,
      featherPx: z.optional(z.number()),
      answer: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
      outsidePixels: z.optional(wholeNumber),
    }),
  ),
  cell: z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  promptFile: z.optional(z.string()),
  copies: z.optional(
    z.array(
      z.looseObject({
        sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
        path: z.string(),
        type: z.enum(['png', 'jpeg', 'webp', 'avif']),
        width: z.number(),
        height: z.number(),
      }),
    ),
  ),
  runs: z
    .array(
      z.looseObject({
        madeAt: z.string(),
        provider: z.enum(['bedrock', 'offline']),
        region: z.string(),
        priceUsd: z.number(),
        durationMs: z.number(),
        extensionVersion: z.string(),
        path: z.optional(z.string()),
      }),
    )
    .check(z.minLength(1)),
  judgements: z.optional(
    z.array(
      z.looseObject({
        judgedAt: z.string(),
        model: z.looseObject({ id: z.string(), name: z.string() }),
        overall: z.number(),
        scores: z.record(z.string(), z.number()),
        explanation: z.string(),
        suggestions: z.array(z.string()),
        comparedWith: z.number(),
      }),
    ),
  ),
});

/** @returns the recipe with all its fields, also those we do not know; undefined for what is not one */
export function parseRecipe(value: unknown): Recipe | undefined {
  const parsed = z.safeParse(recipeSchema, value);
  if (!parsed.success) return undefined;
  // What was read from JSON is JSON; the schema says nothing about values it does not look into.
  return { ...parsed.data, request: parsed.data.request as JsonObject } as Recipe;
}

/** @param text of a recipe's file; other tools may have put a byte order mark before it */
export function parseRecipeText(text: string): Recipe | undefined {
  try {
    return parseRecipe(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    // Cut short, or with the marks of a merge conflict in it.
    return undefined;
  }
}
