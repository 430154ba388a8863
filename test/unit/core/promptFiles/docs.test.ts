import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRegistry } from '../../../../src/core/models/known';
import { checkPromptFile } from '../../../../src/core/promptFiles/check';
import { Expansion } from '../../../../src/core/promptFiles/expand';
import { shippedFields } from '../../../../src/core/promptFiles/fields';
import { factsOfTable } from '../../../../src/core/promptFiles/modelFacts';
import { parsePromptFile } from '../../../../src/core/promptFiles/promptFile';
import { videoModels } from '../../../../src/core/video/catalogue';
import { repositoryFolder } from '../../../host/paths';

describe('docs/prompt-files.md', () => {
  let text = '';
  before(async () => {
    text = await readFile(join(repositoryFolder, 'docs', 'prompt-files.md'), 'utf8');
  });

  it('shows a file with which nothing is wrong', () => {
    const [, example = ''] = /```markdown\n([^]*?)```/.exec(text) ?? [];
    const file = parsePromptFile(example);
    const expansion = new Expansion(file);
    const models = factsOfTable(createRegistry(), videoModels, Date.UTC(2026, 10, 21));
    assert.deepEqual(
      checkPromptFile(file, expansion, { models, maxCombinations: 200 }).map(({ kind }) => kind),
      [],
    );
    assert.equal(expansion.count, 2 * 2 * 2 * 4);
  });

  it('shows YAML that is read as it says', () => {
    for (const [, yaml = ''] of text.matchAll(/```yaml\n([^]*?)```/g)) {
      const file = parsePromptFile(`---\n${yaml}---\nA red kite {{product}} {{tone}}`);
      assert.deepEqual(file.problems, []);
    }
  });

  it('names every field', () => {
    const unnamed = shippedFields.filter(({ name }) => !text.includes(`\`${name}\``));
    assert.deepEqual(
      unnamed.map(({ name }) => name),
      [],
    );
  });
});
