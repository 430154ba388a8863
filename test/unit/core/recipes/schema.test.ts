import assert from 'node:assert/strict';
import { toJSONSchema } from 'zod/mini';
import published from '../../../../media/schemas/recipe.schema.json';
import ofFile from '../../../../media/schemas/recipeFile.schema.json';
import ofVideo from '../../../../media/schemas/videoRecipe.schema.json';
import { recipeSchema } from '../../../../src/core/recipes/parse';
import { videoRecipeSchema } from '../../../../src/core/recipes/video';
import { RECIPE_SCHEMA_VERSION } from '../../../../src/core/recipes/recipe';

/** The schema without its explanations. */
function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, inner]) => !(['title', 'description'].includes(key) && typeof inner === 'string'),
  );
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutTexts(inner)]));
}

/** Paths of properties that nobody explains. */
function unexplained(schema: unknown, path = ''): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties, items } = schema as { properties?: object; items?: unknown };
  const inner = Object.entries(properties ?? {}).flatMap(([name, value]: [string, unknown]) => {
    const isExplained = typeof value === 'object' && value !== null && 'description' in value;
    return [...(isExplained ? [] : [`${path}/${name}`]), ...unexplained(value, `${path}/${name}`)];
  });
  return [...inner, ...unexplained(items, `${path}[]`)];
}

describe('recipe.schema.json', () => {
  it('asks for exactly what the reader asks for', () => {
    const checked: unknown = toJSONSchema(recipeSchema, { target: 'draft-7' });
    assert.deepEqual(withoutTexts(published), withoutTexts(checked));
  });

  it('explains every field', () => {
    assert.deepEqual(unexplained(published), []);
  });

  it('has a sister for videos, of which the same is true', () => {
    const checked: unknown = toJSONSchema(videoRecipeSchema, { target: 'draft-7' });
    assert.deepEqual(withoutTexts(ofVideo), withoutTexts(checked));
    assert.deepEqual(unexplained(ofVideo), []);
    // One file name stands for both kinds, so the editor is told which of the two it has before it.
    assert.deepEqual(
      [ofFile.if, ofFile.then.$ref, ofFile.else.$ref],
      [{ required: ['video'] }, './videoRecipe.schema.json', './recipe.schema.json'],
    );
  });

  it('is of the version that is written', () => {
    assert.match(RECIPE_SCHEMA_VERSION, new RegExp(published.properties.schemaVersion.pattern));
  });
});
