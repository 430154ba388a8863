import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { promptFromSelection } from '../../../../src/core/prompts/selection';

describe('promptFromSelection', () => {
  const cases: readonly (readonly [languageId: string, selected: string, prompt: string])[] = [
    ['markdown', ' A red kite\r\n  over a hill. \n', 'A red kite over a hill.'],
    ['markdown', '- a **red** kite\n- a *blue* one', 'a red kite a blue one'],
    ['markdown', '# Kites\n\n> fly', 'Kites fly'],
    ['markdown', '***very*** red, __so__ ~~not~~ blue', 'very red, so not blue'],
    ['markdown', '![a kite](k.png) [hill][1]', 'a kite hill'],
    ['markdown', 'snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
    ['markdown', '--ar 16:9 {color} kite', '--ar 16:9 {color} kite'],
    ['markdown', '', ''],
    ['markdown', ' \n ', ''],
    ['typescript', '// a red kite\n  // over a hill', 'a red kite over a hill'],
    ['typescript', '/**\n * A red kite\n * over a hill.\n */', 'A red kite over a hill.'],
    ['typescript', '/* a kite */', 'a kite'],
    ['typescript', '"a \\"red\\" kite"', 'a "red" kite'],
    ['typescript', '`a\n kite`', 'a kite'],
    ['typescript', '"a" + "b"', '"a" + "b"'],
    ['typescriptreact', '{/* a kite */}', 'a kite'],
    ['typescript', ' * over a hill', 'over a hill'],
    ['typescript', 'a kite // over', 'a kite // over'],
    ['python', '"""A kite\n    over."""', 'A kite over.'],
    ['python', '# a kite\n# over', 'a kite over'],
    ['sql', '-- a kite\n', 'a kite'],
    ['sql', "'it''s'", "it's"],
    ['html', '<p>A <b>red</b> kite &lt;3</p>', 'A red kite <3'],
    ['html', '<!-- a kite -->', 'a kite'],
    ['asciidoc', '* a kite', 'a kite'],
    ['latex', '% a \\textbf{red} kite', 'a red kite'],
    ['plaintext', '• a\tkite', 'a kite'],
    ['nobody knows', 'a # kite', 'a # kite'],
  ];
  for (const [languageId, selected, prompt] of cases) {
    it(`reads ${JSON.stringify(prompt)} from ${JSON.stringify(selected)} in ${languageId}`, () => {
      assert.equal(promptFromSelection(selected, languageId), prompt);
    });
  }
});
