import assert from 'node:assert/strict';
import { mergeRecipes, serializeRecipe } from '../../../../src/core/recipes/merge';
import { parseRecipe, parseRecipeText } from '../../../../src/core/recipes/parse';
import type { Recipe } from '../../../../src/core/recipes/recipe';
import { sampleRecipe, sampleRun } from './sampleRecipe';

/** The sample with some fields set, or taken away where undefined. */
function changed(fields: Record<string, unknown>): unknown {
  return JSON.parse(JSON.stringify({ ...sampleRecipe, ...fields }));
}

describe('parseRecipe', () => {
  it('reads what is written', () => {
    assert.deepEqual(parseRecipeText(serializeRecipe(sampleRecipe)), sampleRecipe);
  });

  it('reads a recipe of another tool, without what may be absent', () => {
    const { path: _path, ...run } = sampleRun;
    const { negativePrompt: _negativePrompt, seed: _seed, settings: _settings, ...recipe } = sampleRecipe;
    assert.deepEqual(parseRecipe({ ...recipe, runs: [run] }), { ...recipe, runs: [run] });
  });

  it('keeps fields of a newer version at every level', () => {
    const newer = {
      ...sampleRecipe,
      schemaVersion: '1.7',
      parent: { sha256: 'aa' },
      model: { ...sampleRecipe.model, provider: 'Stability AI' },
      image: { ...sampleRecipe.image, colorSpace: 'srgb' },
      settings: {
        ...sampleRecipe.settings,
        size: { kind: 'pixels', width: 24, height: 15, density: 2 },
        mask: null,
      },
      runs: [{ ...sampleRun, upload: { kept: true } }],
    };
    assert.deepEqual(parseRecipe(newer), newer);
  });

  const notRecipes: Readonly<Record<string, unknown>> = {
    nothing: null,
    'a list': [],
    'another first version': changed({ schemaVersion: '2.0' }),
    'no version': changed({ schemaVersion: undefined }),
    'a hash in capitals': changed({ sha256: 'AB'.repeat(32) }),
    'a hash that is a path': changed({ sha256: '../../etc/passwd' }),
    'no prompt': changed({ prompt: undefined }),
    'a prompt that is no text': changed({ prompt: 7 }),
    'an image of another type': changed({ image: { ...sampleRecipe.image, type: 'svg' } }),
    'half a pixel': changed({ image: { ...sampleRecipe.image, width: 1.5 } }),
    'a request that is no object': changed({ request: 'prompt' }),
    'a negative index': changed({ index: -1 }),
    'a seed that is text': changed({ seed: '0' }),
    'no runs': changed({ runs: [] }),
    'a run by somebody else': changed({ runs: [{ ...sampleRun, provider: 'other' }] }),
    'an option that is a list': changed({ settings: { count: 1, options: { style: [] } } }),
  };
  for (const [name, value] of Object.entries(notRecipes)) {
    it(`refuses ${name}`, () => assert.equal(parseRecipe(value), undefined));
  }

  it('refuses text that is cut short or has a merge conflict in it', () => {
    const text = serializeRecipe(sampleRecipe);
    assert.equal(parseRecipeText(text.slice(0, -10)), undefined);
    assert.equal(parseRecipeText(`<<<<<<< HEAD\n${text}=======\n${text}>>>>>>> branch\n`), undefined);
    assert.equal(parseRecipeText(''), undefined);
  });

  it('reads text behind a byte order mark', () => {
    assert.deepEqual(parseRecipeText(`\uFEFF${serializeRecipe(sampleRecipe)}`), sampleRecipe);
  });
});

describe('mergeRecipes', () => {
  const later = { ...sampleRun, madeAt: '2026-11-21T08:00:00.000Z', path: 'generated-images/kite-2.png' };

  it('adds the new run behind the others', () => {
    const merged = mergeRecipes(sampleRecipe, { ...sampleRecipe, runs: [later] });
    assert.deepEqual(merged, { ...sampleRecipe, runs: [sampleRun, later] });
  });

  it('keeps what was written first, with fields it does not know', () => {
    const kept = { ...sampleRecipe, schemaVersion: '1.3', note: 'mine' } as Recipe;
    const merged = mergeRecipes(kept, { ...sampleRecipe, prompt: 'other words', runs: [later] });
    assert.deepEqual(merged, { ...kept, runs: [sampleRun, later] });
  });

  it('counts a making once, however often it is finished', () => {
    const again = { ...sampleRecipe, runs: [{ ...sampleRun, path: 'elsewhere/kite.png' }] };
    assert.deepEqual(mergeRecipes(sampleRecipe, again), sampleRecipe);
  });
});

describe('serializeRecipe', () => {
  it('writes two spaces and a line end', () => {
    const text = serializeRecipe(sampleRecipe);
    assert.ok(text.startsWith('{\n  "schemaVersion": "1.0",\n  "sha256": "0f'));
    assert.ok(text.endsWith('\n}\n'));
  });

  it('writes what was read in the order in which it was written', () => {
    const text = serializeRecipe({ ...sampleRecipe, note: 'newer' } as Recipe);
    const read = parseRecipeText(text);
    assert.ok(read);
    assert.equal(serializeRecipe(read), text);
  });
});
