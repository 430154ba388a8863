import { createRegistry } from '../../src/core/models/known';
import { checkPromptFile } from '../../src/core/promptFiles/check';
import { Expansion } from '../../src/core/promptFiles/expand';
import { factsOfTable } from '../../src/core/promptFiles/modelFacts';
import { parsePromptFile } from '../../src/core/promptFiles/promptFile';
import { videoModels } from '../../src/core/video/catalogue';
import { summarize, type Bench } from './measure';

const WARM_UP_RUNS = 10;
const RUNS = 50;

/** Each of four variables has ten values: ten thousand combinations. */
const TEN_THOUSAND = 10_000;

/** Everything that a key press in a file of 200 lines costs, and every one of 10,000 combinations as text. */
export const promptFiles: Bench = {
  names: ['prompt_diagnostics_ms', 'prompt_expand_10k_ms'],
  run: async () => {
    const models = factsOfTable(createRegistry(), videoModels, Date.UTC(2026, 10, 21));
    const text = longFile();
    const diagnostics: number[] = [];
    for (let run = 0; run < WARM_UP_RUNS + RUNS; run++) {
      // A key press makes another text.
      const typed = text.replace('light', `light ${run}`);
      const startedAt = performance.now();
      const file = parsePromptFile(typed);
      const problems = checkPromptFile(file, new Expansion(file), { models, maxCombinations: 200 });
      if (run >= WARM_UP_RUNS) diagnostics.push(performance.now() - startedAt);
      if (problems.length === 0) throw new Error('The file has mistakes, and none was found.');
    }
    const expansions: number[] = [];
    const wide = parsePromptFile(wideFile());
    for (let run = 0; run < WARM_UP_RUNS + RUNS; run++) {
      const startedAt = performance.now();
      let built = 0;
      for (const { texts } of new Expansion(wide).first(TEN_THOUSAND))
        if (texts['prompt'] !== undefined) built++;
      if (run >= WARM_UP_RUNS) expansions.push(performance.now() - startedAt);
      if (built !== TEN_THOUSAND) throw new Error(`Built ${built}`);
    }
    return {
      prompt_diagnostics_ms: summarize(diagnostics, 'ms'),
      prompt_expand_10k_ms: summarize(expansions, 'ms'),
    };
  },
};

/** Two hundred lines, as long files are: many variables, a long prompt, some mistakes. */
function longFile(): string {
  const variables = Array.from(
    { length: 60 },
    (_, index) => `  thing${index}: [mug ${index}, lamp, "a {big|small} kite"]`,
  );
  const prompt = Array.from({ length: 110 }, (_, index) =>
    index % 10 === 0
      ? `A photo of {{thing${index % 60}}} in warm light.`
      : 'It stands on a table of oak, seen from the side.',
  );
  return [
    '---',
    'model: stability.stable-image-core-v1:1',
    'size: [16:9, 7:3]',
    'seed: 1..4',
    'style: line-art',
    'modle: x',
    'options:',
    '  outputFormat: webp',
    'grid: { columns: thing0, rows: seed }',
    'variables:',
    ...variables,
    '---',
    '# Hero',
    '',
    ...prompt,
    '',
    '## Negative',
    '',
    ...Array.from({ length: 12 }, () => 'text, watermark, {{unknown}}'),
  ].join('\n');
}

function wideFile(): string {
  const values = Array.from({ length: 10 }, (_, index) => `value ${index}`).join(', ');
  const variables = ['a', 'b', 'c', 'd'].map((name) => `  ${name}: [${values}]`);
  return [
    '---',
    'variables:',
    ...variables,
    '---',
    'A photo of {{a}} beside {{b}},',
    'in {{c}} light, {{d}} style.',
  ].join('\n');
}
