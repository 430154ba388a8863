import assert from 'node:assert/strict';
import { parsePromptFile } from '../../../../src/core/promptFiles/promptFile';
import { Expansion } from '../../../../src/core/promptFiles/expand';
import type { Recipe } from '../../../../src/core/recipes/recipe';
import { fileOfRecipe, promptFileText } from '../../../../src/features/promptFiles/create/fileText';

const recipe: Recipe = {
  schemaVersion: '1.0',
  sha256: 'a'.repeat(64),
  task: 'textToImage',
  prompt: 'A {red|blue} kite with a \\ in it',
  model: { id: 'amazon.titan-image-generator-v2:0', name: 'Titan', invokedAs: 'x' },
  seed: 0,
  image: { type: 'png', width: 1, height: 1, bytes: 1 },
  request: {},
  index: 0,
  runs: [],
  settings: {
    size: { kind: 'pixels', width: 1024, height: 512 },
    count: 2,
    options: { stylePreset: 'line-art', guidanceScale: 7.5, quality: 'premium' },
  },
};

describe('the text of a new prompt file', () => {
  it('says all that a recipe knows, and reads back as the same prompt', () => {
    const text = promptFileText(fileOfRecipe({ ...recipe, negativePrompt: 'text, {marks}' }));
    assert.equal(
      text,
      [
        '---',
        'model: amazon.titan-image-generator-v2:0',
        'size: 1024x512',
        'count: 2',
        'seed: 0',
        'style: line-art',
        'options: { guidanceScale: 7.5, quality: premium }',
        '---',
        '',
        'A \\{red\\|blue\\} kite with a \\\\ in it',
        '',
        '## Negative',
        '',
        'text, \\{marks\\}',
        '',
      ].join('\n'),
    );
    const file = parsePromptFile(text);
    assert.deepEqual(file.problems, []);
    const [only, ...others] = [...new Expansion(file).first(10)];
    assert.equal(others.length, 0);
    assert.equal(only?.texts['prompt'], recipe.prompt);
    assert.equal(only.texts['negative'], 'text, {marks}');
    assert.equal(only.settings['seed'], 0);
  });

  it('names the files of an edit from the workspace folder on', () => {
    const { fields } = parsePromptFile(
      promptFileText(
        fileOfRecipe({
          ...recipe,
          task: 'inpaint',
          inputs: [
            { role: 'image', sha256: 'b'.repeat(64), path: 'img/my lamp.jpg' },
            { role: 'mask', sha256: 'c'.repeat(64) },
          ],
          settings: { count: 1, options: {}, task: { area: 'mask', featherPx: 4, flattenOn: '#101010' } },
        }),
      ),
    );
    const path = (name: string): unknown => {
      const [item] = fields.get(name)?.items ?? [];
      return item?.kind === 'words' ? item.words.template : item;
    };
    assert.deepEqual(path('image'), [{ kind: 'text', text: '/img/my lamp.jpg' }]);
    assert.deepEqual(path('mask'), [{ kind: 'text', text: `/.easel/masks/${'c'.repeat(64)}.png` }]);
    assert.ok(fields.has('feather') && fields.has('background'));
    assert.ok(!fields.has('area'), 'a field that prompt files do not have');
  });
});
