import assert from 'node:assert/strict';
import { createRegistry } from '../../../../src/core/models/known';
import { Expansion } from '../../../../src/core/promptFiles/expand';
import { acceptImage, removeImage } from '../../../../src/core/promptFiles/language/accepted';
import { hoverAt } from '../../../../src/core/promptFiles/language/hover';
import { runLens } from '../../../../src/core/promptFiles/language/lenses';
import { foldsOf, outlineOf, type OutlineItem } from '../../../../src/core/promptFiles/language/outline';
import {
  definitionAt,
  fileLinks,
  renameProblem,
  renameVariable,
} from '../../../../src/core/promptFiles/language/places';
import { factsOfTable } from '../../../../src/core/promptFiles/modelFacts';
import { parsePromptFile } from '../../../../src/core/promptFiles/promptFile';
import { LineIndex, withChanges } from '../../../../src/core/promptFiles/text';
import { videoModels } from '../../../../src/core/video/catalogue';
import { Random } from './random';

const models = factsOfTable(createRegistry(), videoModels, Date.parse('2026-11-21'));

const hero = `---
model: stability.stable-image-core-v1:1
variables:
  product: [mug, "a {{tone}} lamp"]
  tone: warm
  'row':
    file: ../data/rows.csv
grid: { columns: product }
---
# Hero

{A photo|A sketch} of {{product}} in {{ tone }} light, {{row.name}} {{> brand/style}}

## Negative
{{product}} twice

## Shots
### Start
It rises
![](img/a.png)
`;

describe('the language of prompt files', () => {
  it('renames a variable wherever it is named, and nothing else', () => {
    const file = parsePromptFile(hero);
    const renamed = withChanges(hero, renameVariable(file, 'product', 'thing'));
    assert.equal(
      renamed,
      hero
        .replaceAll('{{product}}', '{{thing}}')
        .replace('  product:', '  thing:')
        .replace('columns: product', 'columns: thing'),
    );
    assert.equal(withChanges(hero, renameVariable(file, 'row', 'line')).includes("'line':"), true);
    assert.deepEqual(renameVariable(file, 'nobody', 'x'), []);
    assert.equal(renameProblem(file, 'product', 'tone'), 'taken');
    assert.equal(renameProblem(file, 'product', 'a b'), 'notAName');
    assert.equal(renameProblem(file, 'product', 'größe'), undefined);
  });

  it('leads from a name to its definition', () => {
    const file = parsePromptFile(hero);
    const here = definitionAt(file, hero.indexOf('{{ tone') + 4);
    assert.deepEqual(here?.kind === 'here' && hero.slice(here.range.start, here.range.end), 'tone');
    assert.deepEqual(definitionAt(file, hero.indexOf('brand/style') + 2), {
      kind: 'file',
      path: '.easel/partials/brand/style.md',
    });
    assert.equal(definitionAt(file, hero.indexOf('Hero')), undefined);
  });

  it('links partials, data and pictures', () => {
    const file = parsePromptFile(hero);
    assert.deepEqual(
      fileLinks(file, 'docs/hero.imgprompt.md').map(({ path, range }) => [
        path,
        hero.slice(range.start, range.end),
      ]),
      [
        ['.easel/partials/brand/style.md', 'brand/style'],
        ['data/rows.csv', '../data/rows.csv'],
        ['docs/img/a.png', 'img/a.png'],
      ],
    );
    const outside = parsePromptFile('---\nimage: ../../x.png\n---\n{{> ../x}}');
    assert.deepEqual(fileLinks(outside, 'docs/hero.imgprompt.md'), []);
  });

  it('has an outline with every name inside its range', () => {
    const outline = outlineOf(parsePromptFile(hero));
    const flat = (items: readonly OutlineItem[]): readonly OutlineItem[] =>
      items.flatMap((item) => [item, ...flat(item.children)]);
    assert.deepEqual(
      flat(outline).map(({ kind, name }) => `${kind} ${name}`),
      [
        'frontMatter ',
        'field model',
        'field variables',
        'variable product',
        'variable tone',
        'variable row',
        'field grid',
        'prompt Hero',
        'section Negative',
        'section Shots',
        'shot Start',
      ],
    );
    for (const { range, nameRange } of flat(outline)) {
      assert.ok(range.start <= nameRange.start && nameRange.end <= range.end);
    }
  });

  it('folds front matter and sections', () => {
    assert.deepEqual(
      foldsOf(parsePromptFile(hero)).map(({ kind, startLine, endLine }) => [kind, startLine, endLine]),
      [
        ['frontMatter', 0, 8],
        ['section', 9, 11],
        ['section', 13, 14],
        ['section', 16, 19],
      ],
    );
  });

  it('knows what a lens says', () => {
    const text = '---\nmodel: Stable Image Core\ncount: 2\n---\nA {red|blue} kite';
    const file = parsePromptFile(text);
    const facts = {
      models,
      document: 'hero.imgprompt.md',
      provider: 'bedrock',
      prices: {},
      maxCombinations: 200,
    } as const;
    const { results, priceUsd, hasGrid } = runLens(file, new Expansion(file), facts);
    assert.deepEqual([results, priceUsd, hasGrid], [4, 0.16, true]);
    const film = parsePromptFile('---\nmodel: luma.ray-v2:0\ntask: textToVideo\n---\nA kite');
    const lens = runLens(film, new Expansion(film), facts);
    assert.deepEqual([lens.kind, lens.results, lens.seconds, lens.priceUsd], ['video', 1, 5, 3.75]);
    const bomb = parsePromptFile('{1..999999999}');
    assert.equal(runLens(bomb, new Expansion(bomb), facts).results, undefined);
  });
});

describe('hover', () => {
  it('tells of fields, models and variables', () => {
    const text = '---\nmodel: Stable Image Core\nsize: 1:1\nvariables: { mug: [x, y] }\n---\nA {{mug}}';
    const file = parsePromptFile(text);
    const at = (words: string) =>
      hoverAt(file, text.indexOf(words) + 1, { models, expansion: new Expansion(file) });
    const size = at('size');
    assert.ok(size?.kind === 'field' && size.takes?.values.includes('16:9'));
    const model = at('Stable');
    assert.ok(model?.kind === 'model' && model.found.entry.model.name === 'Stable Image Core');
    const mug = at('mug}}');
    assert.deepEqual(mug?.kind === 'variable' && mug.values, ['x', 'y']);
  });
});

describe('the list of accepted images', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(64)) as [string, string, string];

  function after(text: string, accept: string): string {
    const changed = withChanges(text, acceptImage(parsePromptFile(text), accept));
    const file = parsePromptFile(changed);
    assert.equal(file.accepted[0]?.value, accept, changed);
    assert.deepEqual(
      file.problems.filter(({ severity }) => severity === 'error'),
      [],
      changed,
    );
    return changed;
  }

  it('gets a new one in front, and all else stays', () => {
    assert.equal(after('A kite', a), `---\naccepted:\n  - ${a}\n---\nA kite`);
    assert.equal(after('---\nseed: 1 # why\n---\nA', a), `---\nseed: 1 # why\naccepted:\n  - ${a}\n---\nA`);
    assert.equal(
      after('---\naccepted: [] # none\nseed: 1\n---\nA', a),
      `---\naccepted: [${a}] # none\nseed: 1\n---\nA`,
    );
    assert.equal(
      after(`---\naccepted: [${a}, ${b}]\n---\nA`, c),
      `---\naccepted: [${c}, ${a}, ${b}]\n---\nA`,
    );
    assert.equal(
      after(`---\naccepted:\n  # the best\n  - ${a} # really\nseed: 1\n---\nA`, b),
      `---\naccepted:\n  # the best\n  - ${b}\n  - ${a} # really\nseed: 1\n---\nA`,
    );
    assert.equal(after(`---\naccepted: ${a}\n---\nA`, b), `---\naccepted:\n  - ${b}\n  - ${a}\n---\nA`);
    assert.equal(after('---\naccepted:\nseed: 1\n---\nA', b), `---\naccepted:\n  - ${b}\nseed: 1\n---\nA`);
    assert.equal(
      after('---\r\nseed: 1\r\n---\r\nA', a),
      `---\r\nseed: 1\r\naccepted:\r\n  - ${a}\r\n---\r\nA`,
    );
  });

  it('moves one that is there, and lets go', () => {
    assert.equal(after(`---\naccepted: [${a}, ${b}]\n---\nA`, b), `---\naccepted: [${b}, ${a}]\n---\nA`);
    assert.equal(
      after(`---\naccepted:\n  - ${a}\n  - ${b}\n---\nA`, b),
      `---\naccepted:\n  - ${b}\n  - ${a}\n---\nA`,
    );
    const text = `---\naccepted: [${a}, ${b}]\n---\nA`;
    assert.equal(withChanges(text, removeImage(parsePromptFile(text), a)), `---\naccepted: [${b}]\n---\nA`);
    const one = `---\naccepted:\n  - ${a}\nseed: 1\n---\nA`;
    assert.equal(
      withChanges(one, removeImage(parsePromptFile(one), a)),
      '---\naccepted: []\nseed: 1\n---\nA',
    );
    assert.deepEqual(acceptImage(parsePromptFile(text), a), []);
  });
});

describe('any place of any file', () => {
  it('can be asked about', () => {
    const random = new Random(31);
    const pieces = [
      '---\n',
      'model: ',
      'size: 1:1\n',
      'options:\n  ',
      'accepted:\n  - ',
      'accepted: [',
      'a'.repeat(64),
      ']',
      '\n',
      '- ',
      '{{',
      '}}',
      '{{x}}',
      '{{> p}}',
      'variables:\n  x: [a, b]\n',
      'grid: { rows: x }\n',
      '## Shots\n',
      '### a\n',
      '![](a.png)',
      '<!--',
      '-->',
      '\r\n',
      ' ',
      '😀',
      ':',
    ];
    for (let round = 0; round < 400; round++) {
      const text = (random.next() < 0.7 ? '---\n' : '') + random.text(pieces, 30);
      const file = parsePromptFile(text);
      const expansion = new Expansion(file);
      const offset = random.whole(0, text.length);
      hoverAt(file, offset, { models, expansion });
      definitionAt(file, offset);
      fileLinks(file, 'a.imgprompt.md');
      outlineOf(file);
      foldsOf(file);
      withChanges(text, renameVariable(file, 'x', 'y'));
      withChanges(text, acceptImage(file, 'f'.repeat(64)));
    }
  });

  it('is the same place by line and by offset', () => {
    const random = new Random(33);
    for (let round = 0; round < 200; round++) {
      const text = random.text(['a', '\n', '\r\n', '\r', '😀'], 30);
      const lines = new LineIndex(text);
      for (let offset = 0; offset <= text.length; offset++) {
        assert.equal(lines.offsetAt(lines.positionAt(offset)), offset);
      }
    }
  });
});
