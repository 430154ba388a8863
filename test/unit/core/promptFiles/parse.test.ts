import assert from 'node:assert/strict';
import { itemsOf, parsePromptFile } from '../../../../src/core/promptFiles/promptFile';
import type { PromptFile } from '../../../../src/core/promptFiles/promptFile';
import { Random } from './random';

function kindsOf(file: PromptFile): readonly string[] {
  return file.problems.map(({ kind }) => kind);
}

/** The text that a problem, a name or a value underlines. */
function at(file: PromptFile, range: { readonly start: number; readonly end: number }): string {
  return file.text.slice(range.start, range.end);
}

const hero = `---
model: stability.stable-image-core-v1:1
size: 16:9
seed: 1..4
style: [line-art, photographic]
variables:
  product: [a mug, "a \\"big\\" lamp"]
  tone: {warm|cold}
grid: { columns: style, rows: seed }
accepted: []
---
# Hero

{A photo|A sketch} of {{product}} in {{tone}} light.
<!-- not {sent|at all} -->

## Negative
text, {{ product }}

## Notes
Never sent: {{nothing}}
`;

describe('a prompt file', () => {
  it('falls apart into fields, prompt and sections', () => {
    const file = parsePromptFile(hero);
    assert.deepEqual(file.problems, []);
    assert.equal(file.task, 'textToImage');
    assert.deepEqual(
      itemsOf(file, 'model', 'text').map(({ value }) => value),
      ['stability.stable-image-core-v1:1'],
    );
    assert.deepEqual(
      itemsOf(file, 'style', 'text').map(({ value, range }) => [value, at(file, range)]),
      [
        ['line-art', 'line-art'],
        ['photographic', 'photographic'],
      ],
    );
    assert.deepEqual(
      itemsOf(file, 'seed', 'seeds').map(({ from, to }) => [from, to]),
      [[1, 4]],
    );
    assert.deepEqual(
      file.variables.map(({ name, values }) => [name, values.length]),
      [
        ['product', 2],
        ['tone', 1],
      ],
    );
    assert.equal(file.variables[1]?.values[0]?.template[0]?.kind, 'choice');
    assert.deepEqual(file.grid.columns?.kind === 'named' && file.grid.columns.name, 'style');
    assert.equal(file.parts.title?.name, 'Hero');
  });

  it('knows the very place of each variable, and none in comments and notes', () => {
    const file = parsePromptFile(hero);
    assert.deepEqual(file.references.map(({ nameRange }) => at(file, nameRange)).sort(), [
      'product',
      'product',
      'tone',
    ]);
  });

  it('is read the same with a byte order mark and with line ends of Windows', () => {
    const plain = parsePromptFile(hero);
    const windows = parsePromptFile(`\uFEFF${hero.replaceAll('\n', '\r\n')}`);
    assert.deepEqual(windows.problems, []);
    assert.deepEqual([...windows.fields.keys()], [...plain.fields.keys()]);
    assert.deepEqual(
      windows.references.map(({ nameRange }) => at(windows, nameRange)),
      plain.references.map(({ nameRange }) => at(plain, nameRange)),
    );
  });

  it('without front matter is a prompt', () => {
    const file = parsePromptFile('A red kite');
    assert.deepEqual(file.prompt.template, [{ kind: 'text', text: 'A red kite' }]);
    assert.deepEqual(file.problems, []);
  });

  it('underlines what is wrong at its place, and reads the rest', () => {
    const file = parsePromptFile(
      '---\nmodle: x\nregion: eu-west-1\nsize: wide\ncount: 0\nseed: 7\nstyle: lineart\n---\nA kite',
    );
    assert.deepEqual(
      file.problems.map(({ kind, range }) => [kind, at(file, range)]),
      [
        ['unknownField', 'modle'],
        ['forbiddenField', 'region'],
        ['wrongType', 'wide'],
        ['outOfRange', '0'],
        ['notAChoice', 'lineart'],
      ],
    );
    assert.equal(file.problems[0]?.fixes?.[0]?.label, 'model');
    assert.equal(file.problems[4]?.fixes?.[0]?.label, 'line-art');
    assert.equal(itemsOf(file, 'seed', 'seeds').length, 1);
  });

  it('tells where YAML wants quotes', () => {
    const file = parsePromptFile('---\nseed: 1\nvariables:\n  tone: {warm|cold} light\n---\nA kite');
    const [problem] = file.problems;
    assert.ok(problem?.kind === 'yamlSyntax' && problem.needsQuotes);
    assert.equal(itemsOf(file, 'seed', 'seeds').length, 1);
  });

  it('takes front matter without an end for front matter, and tells it', () => {
    const file = parsePromptFile('---\nseed: 3\n');
    assert.deepEqual(kindsOf(file), ['frontMatterOpen']);
    assert.equal(itemsOf(file, 'seed', 'seeds')[0]?.from, 3);
  });

  it('keeps code of a fence from being read as a heading', () => {
    const file = parsePromptFile('A kite\n```\n## Negative\n```\nin the wind');
    assert.equal(file.negative, undefined);
  });

  it('reads variables of a section as YAML, in a fence, and as a list', () => {
    for (const section of [
      'product: [mug, lamp]\ntone: warm',
      '```yaml\nproduct: [mug, lamp]\ntone: warm\n```',
      '- product: [mug, lamp]\n- tone: warm',
      '- product:\n  - mug\n  - lamp\n- tone: warm',
    ]) {
      const file = parsePromptFile(`{{product}} {{tone}}\n\n## Variables\n\n${section}\n`);
      assert.deepEqual(kindsOf(file), [], section);
      assert.deepEqual(
        file.variables.map(({ name, values, nameRange }) => [name, values.length, at(file, nameRange)]),
        [
          ['product', 2, 'product'],
          ['tone', 1, 'tone'],
        ],
        section,
      );
    }
  });

  it('reads shots below headings, with their pictures', () => {
    const file = parsePromptFile(
      'A film\n\n## Shots\n\n### Start\nA {{thing}} rises\n![](img/a.png)\n\n### End of the day\n\n## Variables\nthing: kite\n',
    );
    assert.equal(file.task, 'multiShotManual');
    assert.deepEqual(
      file.shots.map(({ name, words, image }) => [
        name,
        at(file, words.range).replace(/\s+/g, ' ').trim(),
        image && at(file, image.range),
      ]),
      [
        ['Start', 'A {{thing}} rises ![](img/a.png)', 'img/a.png'],
        ['End of the day', 'End of the day', undefined],
      ],
    );
    assert.deepEqual(
      file.shots[0]?.words.template.some((node) => node.kind === 'text' && node.text.includes('img')),
      false,
    );
  });

  it('reads shots of a list', () => {
    const file = parsePromptFile('## Shots\n1. A kite rises\n2. It falls\n');
    assert.deepEqual(
      file.shots.map(({ words }) => at(file, words.range).trim()),
      ['A kite rises', 'It falls'],
    );
  });

  it('does not let aliases grow', () => {
    const laughs = Array.from({ length: 30 }, (_, index) =>
      index === 0 ? 'a0: &a0 [x, x]' : `a${index}: &a${index} [*a${index - 1}, *a${index - 1}]`,
    );
    const file = parsePromptFile(`---\nseed: 5\n${laughs.join('\n')}\n---\nA kite`);
    assert.ok(kindsOf(file).includes('yamlTooManyValues'));
    assert.equal(itemsOf(file, 'seed', 'seeds')[0]?.from, 5);
  });

  it('refuses tags', () => {
    assert.ok(kindsOf(parsePromptFile('---\nseed: !!js/function "x"\n---\nA')).includes('yamlTag'));
  });
});

describe('any text at all', () => {
  const pieces = [
    '---\n',
    '---',
    '\n',
    '\r\n',
    '\r',
    '\uFEFF',
    '# ',
    '## Negative\n',
    '## Shots\n',
    '### ',
    '## Variables\n',
    '```\n',
    '~~~',
    '<!--',
    '-->',
    '{',
    '}',
    '|',
    '{{',
    '}}',
    '{{a}}',
    '{{> b}}',
    '{1..3}',
    '{9..1..2}',
    '\\',
    '\\{',
    ':',
    ': ',
    '- ',
    '[',
    ']',
    '"',
    "'",
    '&x ',
    '*x',
    '!!int ',
    '#',
    '%',
    '@',
    '`',
    'model: ',
    'seed: 1..4\n',
    'variables:\n  a: [x, y]\n',
    'grid: {rows: a}\n',
    'accepted:\n  - ',
    'options: {',
    'a',
    ' ',
    '\t',
    '\u0000',
    '\u2028',
    '\u202e',
    '😀',
    '\ud800',
    'é',
    'e\u0301',
    '中文',
    '…',
  ];

  it('is read without a throw, with every range inside of it', () => {
    const random = new Random(7);
    for (let round = 0; round < 1500; round++) {
      const text = (random.next() < 0.5 ? '---\n' : '') + random.text(pieces, 60);
      const file = parsePromptFile(text);
      for (const { range } of [...file.problems, ...file.references, ...file.variables]) {
        assert.ok(
          range.start >= 0 && range.start <= range.end && range.end <= text.length,
          JSON.stringify({ text, range }),
        );
      }
    }
  });

  it('of a megabyte is read in one pass', function () {
    this.timeout(20_000);
    for (const piece of [
      '{',
      '{a|',
      '{{',
      '{{a}} ',
      '<!--',
      '# a\n',
      '## Shots\n',
      '```\n',
      '- ',
      '\\',
      ' ',
      '\n',
      '![](',
      '{1..',
    ]) {
      const text = piece.repeat(Math.ceil(1_000_000 / piece.length));
      parsePromptFile(text);
      parsePromptFile(`---\n${text}\n---\nA kite`);
      parsePromptFile(`---\n${text.slice(0, 63_000)}\n---\nA kite`);
    }
  });
});
