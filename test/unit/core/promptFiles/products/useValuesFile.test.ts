import assert from 'node:assert/strict';
import { parsePromptFile } from '../../../../../src/core/promptFiles/promptFile';
import { useValuesFile, variableFor } from '../../../../../src/core/promptFiles/products/useValuesFile';
import { withChanges } from '../../../../../src/core/promptFiles/text';

const reference = { path: 'hero.prompts.csv', column: 'prompt' };

function changed(text: string, name: string, path = reference.path): string {
  const file = parsePromptFile(text);
  const result = withChanges(text, useValuesFile(file, name, { ...reference, path }));
  const after = parsePromptFile(result);
  assert.deepEqual(after.problems, [], result);
  const variable = after.variables.find((each) => each.name === name);
  assert.equal(variable?.file?.path, path, result);
  assert.equal(variable.file.column, 'prompt');
  assert.equal(after.variables.length, Math.max(file.variables.length, after.variables.length));
  return result;
}

const entry = '{ file: hero.prompts.csv, column: prompt }';

describe('a variable that takes its values from a file', () => {
  for (const [what, before, after] of [
    ['a list in brackets', 'product: [mug, lamp] # all\n', `product: ${entry} # all\n`],
    ['one value', 'product: mug\n', `product: ${entry}\n`],
    ['a list of lines', 'product:\n    - mug\n    - lamp\n', `product: ${entry}\n`],
    ['a file', 'product: { file: old.csv, column: name }\n', `product: ${entry}\n`],
    [
      'a map with a default',
      'product:\n    values: [mug, lamp]\n    default: "a, b"\n',
      'product: { file: hero.prompts.csv, column: prompt, default: "a, b" }\n',
    ],
    [
      'a bare default',
      'product: { values: [x], default: {a|b} }\n',
      'product: { file: hero.prompts.csv, column: prompt, default: "{a|b}" }\n',
    ],
  ] as const) {
    it(`had ${what} before, and nothing else changes`, () => {
      const around = (middle: string): string =>
        `---\nsize: 1:1 # keep\nvariables:\n  other: [a, b]\n  ${middle}  last: c\n---\n\nA {{product}} {{other}} {{last}}.\n`;
      assert.equal(changed(around(before), 'product'), around(after));
    });
  }

  it('was in a section of the file, where it stays', () => {
    const text = 'A {{product}}.\n\n## Variables\n\n- product: [mug, lamp]\n- other: x\n';
    assert.equal(
      changed(text, 'product'),
      `A {{product}}.\n\n## Variables\n\n- product: ${entry}\n- other: x\n`,
    );
  });

  for (const [what, before, after] of [
    [
      'without front matter',
      'A {{product}}.\n',
      `---\nvariables:\n  product: ${entry}\n---\n\nA {{product}}.\n`,
    ],
    [
      'without variables',
      '---\nsize: 1:1\n---\nA.\n',
      `---\nsize: 1:1\nvariables:\n  product: ${entry}\n---\nA.\n`,
    ],
    ['with empty front matter', '---\n---\nA.\n', `---\nvariables:\n  product: ${entry}\n---\nA.\n`],
    [
      'with other variables',
      '---\nvariables:\n    a: [x, y]\n    b: z # last\n\nsize: 1:1\n---\nA.\n',
      `---\nvariables:\n    a: [x, y]\n    b: z # last\n    product: ${entry}\n\nsize: 1:1\n---\nA.\n`,
    ],
    [
      'with variables in braces',
      '---\nvariables: { a: [x, y] }\n---\nA.\n',
      `---\nvariables: { a: [x, y], product: ${entry} }\n---\nA.\n`,
    ],
    [
      'with empty braces',
      '---\nvariables: {}\n---\nA.\n',
      `---\nvariables: { product: ${entry} }\n---\nA.\n`,
    ],
    [
      'with an empty field',
      '---\nvariables: # none\n---\nA.\n',
      `---\nvariables: # none\n  product: ${entry}\n---\nA.\n`,
    ],
    [
      'with CRLF and a byte order mark',
      '\uFEFF---\r\nsize: 1:1\r\n---\r\nA.\r\n',
      `\uFEFF---\r\nsize: 1:1\r\nvariables:\r\n  product: ${entry}\r\n---\r\nA.\r\n`,
    ],
  ] as const) {
    it(`is added to a file ${what}`, () => {
      assert.equal(changed(before, 'product'), after);
    });
  }

  it('names files that need quotes', () => {
    assert.equal(
      changed('A {{product}}.\n', 'product', 'my list, "new".csv'),
      '---\nvariables:\n  product: { file: "my list, \\"new\\".csv", column: prompt }\n---\n\nA {{product}}.\n',
    );
  });
});

describe('the variable that a list is for', () => {
  it('is the one that the prompt names and nobody defines', () => {
    const file = parsePromptFile('---\nvariables: { style: [a, b] }\n---\nA {{style}} {{product}}.\n');
    assert.equal(variableFor(file), 'product');
  });

  it('is the one that has the file already', () => {
    const file = parsePromptFile(
      '---\nvariables: { item: { file: ../p.csv } }\n---\nA {{item}} {{product}}.\n',
    );
    assert.equal(variableFor(file, '../p.csv'), 'item');
  });

  it('is a new one that does not take the place of another', () => {
    const file = parsePromptFile('---\nvariables: { description: [a, b] }\n---\nA {{description}}.\n');
    assert.equal(variableFor(file), 'description2');
  });
});
