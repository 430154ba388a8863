import assert from 'node:assert/strict';
import { MANY } from '../../../../src/core/promptFiles/counting';
import { Expansion } from '../../../../src/core/promptFiles/expand';
import { parsePromptFile } from '../../../../src/core/promptFiles/promptFile';
import { loadSources, noSources, partialTemplate } from '../../../../src/core/promptFiles/sources';
import type { FolderReader, PromptSources } from '../../../../src/core/promptFiles/sources';
import { parseTemplate, type Template } from '../../../../src/core/promptFiles/template';
import { tidy } from '../../../../src/core/promptFiles/tidy';
import { Random } from './random';

function expand(text: string, sources: PromptSources = noSources): Expansion {
  return new Expansion(parsePromptFile(text), sources);
}

function prompts(text: string, sources: PromptSources = noSources): readonly string[] {
  return [...expand(text, sources).first(1000)].map(({ texts }) => texts['prompt'] ?? '');
}

function kinds(expansion: Expansion): readonly string[] {
  return expansion.problems.map(({ kind }) => kind);
}

function readerOf(files: Readonly<Record<string, string>>): FolderReader {
  return {
    read: async (path) => (Object.hasOwn(files, path) ? new TextEncoder().encode(files[path]) : undefined),
  };
}

async function expandWith(text: string, files: Readonly<Record<string, string>>): Promise<Expansion> {
  const file = parsePromptFile(text);
  return new Expansion(file, await loadSources(file, 'docs/hero.imgprompt.md', readerOf(files)));
}

describe('an expansion', () => {
  it('goes through alternatives and ranges, the last one first', () => {
    assert.deepEqual(prompts('{a|b} cat {1..2}'), ['a cat 1', 'a cat 2', 'b cat 1', 'b cat 2']);
    assert.deepEqual(prompts('{3..1} {01..10..9}'), ['3 01', '3 10', '2 01', '2 10', '1 01', '1 10']);
    assert.deepEqual(prompts('{-1..1}'), ['-1', '0', '1']);
    assert.deepEqual(prompts('{a|{b|c} {d|e}}'), ['a', 'b d', 'b e', 'c d', 'c e']);
    assert.deepEqual(prompts('a {very |}big cat'), ['a very big cat', 'a big cat']);
  });

  it('gives a variable one value wherever it stands', () => {
    assert.deepEqual(prompts('---\nvariables: { x: [a, b] }\n---\n{{x}} and {{ x }}'), [
      'a and a',
      'b and b',
    ]);
  });

  it('knows variables and alternatives in values', () => {
    assert.deepEqual(
      prompts('---\nvariables:\n  x: ["{small|big} {{y}}", z]\n  y: [cat, dog]\n---\nA {{x}}.'),
      ['A small cat.', 'A big cat.', 'A z.', 'A small dog.', 'A big dog.', 'A z.'],
    );
  });

  it('takes defaults where nothing else is there', () => {
    assert.deepEqual(prompts('{{mug|a mug}}'), ['a mug']);
    assert.deepEqual(prompts('---\nvariables: { x: { default: warm } }\n---\n{{x}}'), ['warm']);
    assert.deepEqual(prompts('---\nvariables: { x: ["", cold] }\n---\n{{x|warm}}'), ['warm', 'cold']);
  });

  it('leaves weights, escapes and braces without a bar as they are', () => {
    assert.deepEqual(prompts('(red kite:1.3) \\{a\\|b\\} {json} \\{{name}} a|b C:\\\\x'), [
      '(red kite:1.3) {a|b} {json} {{name}} a|b C:\\x',
    ]);
  });

  it('joins wrapped lines and keeps paragraphs', () => {
    assert.deepEqual(prompts('A kite\r\nover  a hill\n\n- red\n- blue\n<!-- x -->\n\nend  '), [
      'A kite over a hill\n\n- red\n- blue\n\nend',
    ]);
  });

  it('multiplies with the fields that have several values, seeds last', () => {
    const expansion = expand(
      '---\nmodel: [m, n]\nsize: [1:1, 16:9]\nseed: [7, 1..2]\nstyle: line-art\n---\nA {kite|cat}',
    );
    assert.equal(expansion.count, 2 * 2 * 2 * 3);
    assert.deepEqual(
      [...expansion.first(4)].map(({ settings }) => settings),
      [7, 1, 2]
        .map((seed) => ({ model: 'm', size: '1:1', 'options.stylePreset': 'line-art', seed }))
        .concat([{ model: 'm', size: '16:9', 'options.stylePreset': 'line-art', seed: 7 }]),
    );
  });

  it('gives the same combination by its number and in order', () => {
    const expansion = expand(
      '---\nvariables: { x: [a, "{b|c}", d] }\nseed: 5..8\n---\n{{x}} {1..3} {a|b{c|d}}',
    );
    const all = [...expansion.first(10_000)];
    assert.equal(all.length, expansion.count);
    for (const [index, combination] of all.entries()) assert.deepEqual(expansion.at(index), combination);
    assert.throws(() => expansion.at(expansion.count), RangeError);
  });

  it('counts a bomb without building it', () => {
    const deep = (depth: number): string =>
      depth === 0 ? '{a|b}' : `{${deep(depth - 1)}${deep(depth - 1)}|c}`;
    for (const bomb of [
      '{a|b}'.repeat(200_000),
      '{1..999999999999999}{1..999999999999999}',
      deep(12),
      `---\nseed: 0..4294967295\nvariables:\n${Array.from({ length: 200 }, (_, index) => `  v${index}: ["{{v${index + 1}}}{{v${index + 1}}}", x]`).join('\n')}\n---\n{{v0}}{1..1000000}`,
    ]) {
      const expansion = expand(bomb);
      const [first, ...others] = [...expansion.first(10)];
      assert.ok(first);
      assert.ok(expansion.count >= 10 || others.length === expansion.count - 1);
    }
    assert.equal(expand('{1..999999999999999}{1..9}').count, MANY);
    assert.equal(expand('{1..999999999999999}{1..9}').isExact, false);
  });

  it('never builds a text that grows without end', () => {
    const lines = Array.from(
      { length: 60 },
      (_, index) => `  v${index}: "{{v${index + 1}}}{{v${index + 1}}}"`,
    );
    const expansion = expand(`---\nvariables:\n${lines.join('\n')}\n  v60: x\n---\n{{v0}}`);
    assert.ok(kinds(expansion).includes('expansionTooLong'));
    assert.deepEqual(
      [...expansion.first(3)].map(({ texts }) => texts['prompt']),
      [undefined],
    );
  });

  it('tells variables that name each other, and goes on', () => {
    const expansion = expand('---\nvariables: { a: "x {{b}}", b: "y {{a}}" }\n---\n{{a}}!');
    assert.ok(kinds(expansion).includes('variableCycle'));
    assert.equal(expansion.count, 1);
    assert.ok([...expansion.first(1)][0]?.texts['prompt']?.endsWith('!'));
  });

  it('tells names that nobody defines and that nobody uses', () => {
    const text = '---\nvariables: { product: mug, rest: x }\n---\n{{prodcut}} {{other|y}}';
    const { problems } = expand(text);
    assert.deepEqual(
      problems.map((problem) => [problem.kind, text.slice(problem.range.start, problem.range.end)]),
      [
        ['unknownVariable', 'prodcut'],
        ['unusedVariable', 'product'],
        ['unusedVariable', 'rest'],
      ],
    );
    assert.equal(problems[0]?.fixes?.[0]?.label, 'product');
  });

  it('finds the longest reading', () => {
    const expansion = expand('---\nvariables: { x: [a, bbbb, "{cc|ddddddd}"] }\n---\n{1|22} {{x}} {{x}}');
    assert.equal(expansion.longest('prompt'), '22 ddddddd ddddddd');
  });

  it('replaces words as one more dimension', () => {
    const file = parsePromptFile('A red kite, red as {fire|wine}');
    const range = { start: 0, end: 0 };
    const expansion = new Expansion(file, noSources, [
      { kind: 'replace', search: 'red', values: [{ value: '$& blue', range }], range },
    ]);
    assert.deepEqual(
      [...expansion.first(9)].map(({ texts }) => texts['prompt']),
      [
        'A red kite, red as fire',
        'A red kite, red as wine',
        'A $& blue kite, $& blue as fire',
        'A $& blue kite, $& blue as wine',
      ],
    );
  });
});

describe('files beside a prompt file', () => {
  it('give rows, each with its columns', async () => {
    const text =
      '---\nvariables:\n  product: { file: products.csv }\nimage: "img/{{product.file}}"\n---\n{{product}}: {{product.short-name}}';
    const expansion = await expandWith(text, {
      'docs/products.csv':
        '\uFEFFname;file;short name\r\n"A ""big"" mug; red";mug.png;mug\r\nlamp;lamp.png;{a|b}\r\n',
    });
    assert.deepEqual(expansion.problems, []);
    assert.deepEqual(
      [...expansion.first(9)].map(({ texts }) => [texts['prompt'], texts['image']]),
      [
        ['A "big" mug; red: mug', 'img/mug.png'],
        ['lamp: {a|b}', 'img/lamp.png'],
      ],
    );
  });

  it('may be JSON, YAML or lines', async () => {
    for (const [path, content] of Object.entries({
      'p.json': '[{"n":"a"},{"n":"b"}]',
      'q.json': '{"items":["a","b"]}',
      'p.yaml': '- a\n- b\n',
      'p.txt': 'a\n\nb\r\n',
    })) {
      const expansion = await expandWith(`---\nvariables: { x: { file: ${path} } }\n---\n{{x}}`, {
        [`docs/${path}`]: content,
      });
      assert.deepEqual(
        [...expansion.first(9)].map(({ texts }) => texts['prompt']),
        ['a', 'b'],
        path,
      );
    }
  });

  it('must lie inside the folder, and be there', async () => {
    const asked: string[] = [];
    const reader: FolderReader = {
      read: async (path) => {
        asked.push(path);
        return undefined;
      },
    };
    for (const path of [
      '../../etc/passwd',
      '/../x.csv',
      'C:/x.csv',
      '~/x.csv',
      'file:///x.csv',
      '\\\\host\\x.csv',
      '//host/x.csv',
      '..\\..\\x.csv',
    ]) {
      const file = parsePromptFile(`---\nvariables: { x: { file: '${path}' } }\n---\n{{x}}`);
      const { problems } = await loadSources(file, 'docs/hero.imgprompt.md', reader);
      assert.deepEqual(
        problems.map(({ kind }) => kind),
        ['outsideFolder'],
        path,
      );
    }
    assert.deepEqual(asked, []);
    const file = parsePromptFile(
      "---\nvariables: { x: { file: '../data/x.csv' } }\n---\n{{x}} {{> ../../secret}}",
    );
    assert.deepEqual(
      (await loadSources(file, 'docs/hero.imgprompt.md', reader)).problems.map(({ kind }) => kind),
      ['fileMissing'],
    );
    assert.deepEqual(asked, ['data/x.csv']);
  });

  it('may be partials, with partials inside', async () => {
    const expansion = await expandWith('A kite. {{> brand/style}}', {
      '.easel/partials/brand/style.md': '---\nx: y\n---\nFlat {{> end}}, {red|blue} for {{who|us}}\n',
      '.easel/partials/end.md': ' style\n',
    });
    assert.deepEqual(
      [...expansion.first(9)].map(({ texts }) => texts['prompt']),
      ['A kite. Flat style, red for us', 'A kite. Flat style, blue for us'],
    );
  });

  it('that contain each other are told, and not put in', async () => {
    const expansion = await expandWith('A {{> a}} {{> gone}}', {
      '.easel/partials/a.md': 'x {{> b}}',
      '.easel/partials/b.md': 'y {{> a}}',
    });
    assert.deepEqual(kinds(expansion).toSorted(), ['partialCycle', 'unknownPartial']);
    const cycle = expansion.problems.find((problem) => problem.kind === 'partialCycle');
    assert.deepEqual(cycle?.kind === 'partialCycle' && cycle.names, ['a', 'b', 'a']);
  });

  it('cannot grow by containing each other twice', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `.easel/partials/p${index}.md`,
        `{{> p${index + 1}}}{{> p${index + 1}}}{a|b}`,
      ]),
    );
    for (const text of ['{{> p0}}', '{x|{{> p0}}}']) {
      assert.ok(kinds(await expandWith(text, files)).includes('expansionTooLong'));
    }
  });
});

/** Everything a template can say, built the plain way. */
function naive(template: Template): readonly string[] {
  return template.reduce<readonly string[]>(
    (texts, node) => {
      const own =
        node.kind === 'text'
          ? [node.text]
          : node.kind === 'choice'
            ? node.branches.flatMap(naive)
            : node.kind === 'range'
              ? Array.from(
                  { length: Math.floor(Math.abs(node.to - node.from) / node.step) + 1 },
                  (_, index) => String(node.from + index * node.step * Math.sign(node.to - node.from || 1)),
                )
              : [''];
      return texts.flatMap((text) => own.map((each) => text + each));
    },
    [''],
  );
}

describe('any template', () => {
  const pieces = ['a', 'b ', '{', '}', '|', '{1..3}', '{x|y}', '\\|', '\n', '{{', 'é', '😀', '\\{', ' '];

  it('expands to what the plain way gives, in its order', () => {
    const random = new Random(11);
    for (let round = 0; round < 2000; round++) {
      const text = random.text(pieces, 14);
      const { nodes } = parseTemplate(text);
      if (nodes.some(({ kind }) => kind === 'variable' || kind === 'partial')) continue;
      const expansion = expand(`\n${text}`);
      const expected = naive(parseTemplate(`\n${text}`).nodes);
      assert.equal(expansion.count, expected.length, JSON.stringify(text));
      assert.deepEqual(
        [...expansion.first(expected.length)].map(({ texts }) => texts['prompt'] ?? ''),
        expected.map(tidy),
        JSON.stringify(text),
      );
    }
  });

  it('is plain text once it is escaped', () => {
    const random = new Random(12);
    for (let round = 0; round < 1000; round++) {
      const text = random.text(pieces, 20).replaceAll('\n', '');
      const escaped = text.replace(/[\\{}|]/g, (sign) => `\\${sign}`);
      assert.deepEqual(naive(partialTemplate(`x${escaped}`)), [`x${text}`.trim()], JSON.stringify(text));
    }
  });
});
