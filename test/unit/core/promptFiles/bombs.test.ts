import assert from 'node:assert/strict';
import { createRegistry } from '../../../../src/core/models/known';
import { checkPromptFile } from '../../../../src/core/promptFiles/check';
import { Expansion, type Combination } from '../../../../src/core/promptFiles/expand';
import { layoutGrid } from '../../../../src/core/promptFiles/grid';
import { runLens } from '../../../../src/core/promptFiles/language/lenses';
import { factsOfTable } from '../../../../src/core/promptFiles/modelFacts';
import { parsePromptFile } from '../../../../src/core/promptFiles/promptFile';
import { noSources } from '../../../../src/core/promptFiles/sources';
import { videoModels } from '../../../../src/core/video/catalogue';

const models = factsOfTable(createRegistry(), videoModels, Date.UTC(2026, 10, 21));

/** Counts what is built: time would say less, and something else on each machine. */
class CountedExpansion extends Expansion {
  built = 0;

  override combine(indices: readonly number[]): Combination {
    this.built++;
    return super.combine(indices);
  }
}

const nested = (depth: number): string => (depth === 0 ? 'x' : `{${nested(depth - 1)}|y}`);
const chain = Array.from({ length: 30 }, (_, index) => `  v${index}: ["{{v${index + 1}}}", b, c]\n`).join('');

const bombs: readonly (readonly [name: string, text: string])[] = [
  ['many alternatives', `${'{a|b|c|d}'.repeat(500)}\n`],
  ['a long range', 'A kite {1..999999999999}\n'],
  ['ranges in alternatives', `${'{{1..999999}|{1..999999}}'.repeat(20)}\n`],
  ['alternatives in alternatives', `${nested(30)} ${'{a|b}'.repeat(100)}\n`],
  ['variables of variables', `---\nvariables:\n${chain}  v30: [x, y]\n---\n\n{{v0}} {{v1}} {{v2}}\n`],
  ['seeds', '---\nseed: 0..4294967295\n---\n\nA kite {a|b}\n'],
  [
    'fields',
    `---\nstyle: [${'photographic, anime, '.repeat(400)}]\nsize: [${'1:1, '.repeat(400)}]\n---\n\n{1..999999}\n`,
  ],
];

describe('a bomb of alternatives', () => {
  for (const [name, text] of bombs) {
    it(`is counted, and hardly any of it built: ${name}`, () => {
      const file = parsePromptFile(text);
      const expansion = new CountedExpansion(file, noSources);
      assert.ok(expansion.count > 100_000, String(expansion.count));
      const problems = checkPromptFile(file, expansion, { models, maxCombinations: 200, sources: noSources });
      assert.ok(
        problems.some(({ severity }) => severity === 'error'),
        'it cannot be run',
      );
      const lens = runLens(file, expansion, {
        models,
        document: 'bomb.imgprompt.md',
        provider: 'bedrock',
        prices: {},
        maxCombinations: 200,
      });
      assert.equal(lens.results, undefined);
      assert.equal([...expansion.first(10)].length, 10);
      assert.ok(layoutGrid(file).count >= 0);
      // The longest reading of each text, and the ten that are shown.
      assert.ok(expansion.built < 60, String(expansion.built));
    });
  }
});
