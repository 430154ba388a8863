import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { promptAtCursor } from '../../../../src/core/prompts/atCursor';

type Case = readonly [
  name: string,
  languageId: string,
  marked: string,
  prompt: string | undefined,
  source?: string,
];

const prose: readonly Case[] = [
  [
    'the paragraph',
    'markdown',
    '# T\n\nA red ^kite\nover a hill.\n\nb',
    'A red kite over a hill.',
    'A red kite\nover a hill.',
  ],
  ['the paragraph, with the cursor at its end', 'markdown', 'A kite.^', 'A kite.'],
  ['the paragraph, with the cursor at its start', 'markdown', 'a\n\n^A kite.\n', 'A kite.'],
  ['the heading without its marks', 'markdown', '## A ^kite ##\ntext', 'A kite', 'A kite ##'],
  ['the underlined heading', 'markdown', 'A ^kite\n======', 'A kite', 'A kite\n======'],
  ['the list item alone', 'markdown', '- a\n- a ^kite\n  over\n  - c\n', 'a kite over', 'a kite\n  over'],
  ['the task', 'markdown', '1. [x] a ^kite', 'a kite', 'a kite'],
  ['the quote', 'markdown', '> a ^kite\n> over', 'a kite over', 'a kite\n> over'],
  [
    'words without emphasis, code and links',
    'markdown',
    'A **red** _kite_ `over` [a hill](x.md)^, 2*3*4 and snake_case_x.',
    'A red kite over a hill, 2*3*4 and snake_case_x.',
  ],
  ['words without escapes', 'markdown', 'A \\*kite\\* &amp; <b>sun</b>^', 'A *kite* & sun'],
  ['the comment', 'markdown', '<!-- a ^kite -->\n\nb', 'a kite', '<!-- a kite -->'],
  ['words between images', 'markdown', 'A ^kite ![k](k.png)', 'A kite k'],
  ['nothing on an image', 'markdown', 'A kite.\n\n![A ^kite](k.png)', undefined],
  ['nothing on a blank line', 'markdown', 'a\n^\nb', undefined],
  ['nothing in a fence', 'markdown', '```\na ^kite\n```', undefined],
  ['nothing in the front matter', 'markdown', '---\ntitle: a ^kite\n---\n', undefined],
  ['nothing in a table', 'markdown', '| a ^kite |\n|---|\n', undefined],
  ['nothing without letters', 'markdown', '12^34', undefined],
  ['nothing in an empty document', 'markdown', '^', undefined],
  ['the paragraph', 'asciidoc', '= T\n\nA ^kite\nover.\n\nb', 'A kite over.'],
  ['the heading', 'asciidoc', '== A ^kite\ntext', 'A kite', '== A kite'],
  ['the item', 'asciidoc', '* a\n* a ^kite\n* b', 'a kite'],
  ['nothing on a macro', 'asciidoc', 'image::a^.png[]', undefined],
  ['the paragraph', 'restructuredtext', 'A ^kite\nover.\n\nb', 'A kite over.'],
  ['nothing on a directive', 'restructuredtext', '.. ima^ge:: x.png', undefined],
  ['the paragraph', 'latex', '\\section{S}\n\nA \\emph{red} ^kite, 50\\% of~it.\n', 'A red kite, 50% of it.'],
  ['the comment', 'latex', '% a ^kite\n% over\n', 'a kite over'],
  ['the paragraph', 'plaintext', 'a\n\nA ^kite\r\nover\r\n\r\nb', 'A kite over'],
  ['nothing', 'csv', 'a,k^ite', undefined],
];

const code: readonly Case[] = [
  ['the comment', 'typescript', 'x(); // a ^kite\n// b', 'a kite', 'a kite'],
  [
    'neighboring comments together',
    'typescript',
    '  // a ^kite\n  // over\n\n  // b',
    'a kite over',
    'a kite\n  // over',
  ],
  ['comments up to an empty one', 'typescript', '// a\n//\n// a ^kite\n', 'a kite'],
  ['the comment, with the cursor in its indentation', 'typescript', ' ^  // a kite\n', 'a kite'],
  ['the comment, with the cursor at its end', 'python', '# a kite^\nx', 'a kite'],
  ['documentation comments', 'rust', '/// a ^kite\n/// over\n// b', 'a kite over'],
  [
    'the paragraph of a block comment',
    'java',
    '/**\n * a ^kite\n * over\n *\n * b\n * @param x y\n */',
    'a kite over',
    'a kite\n * over',
  ],
  ['the block comment, with the cursor on its opening', 'java', '/*^*\n * a kite\n */', 'a kite', 'a kite'],
  ['the block comment on one line', 'css', '.a { /* a ^kite */ }', 'a kite', 'a kite'],
  ['the comment of a query', 'sql', "-- a ^kite, isn't it\nSELECT 'x'", "a kite, isn't it"],
  ['the comment', 'lua', '--[[ a ^kite ]]', 'a kite'],
  ['the comment', 'lisp', ';; a ^kite\n;; over', 'a kite over'],
  ['the string', 'typescript', 'f("a \\"red\\" ^kite", \'b\')', 'a "red" kite', 'a \\"red\\" kite'],
  ['the string before the cursor', 'typescript', 'f("a kite"^)', 'a kite'],
  ['the template', 'typescript', 'f(`a ^kite\n  over ${"a"} hill`)', 'a kite over ${"a"} hill'],
  ['the value', 'json', '{"prompt": "a ^kite"}', 'a kite', 'a kite'],
  ['the docstring', 'python', 'def f():\n    """A ^kite\n    over."""', 'A kite over.', 'A kite\n    over.'],
  ['the string', 'go', 'x := `a ^kite`', 'a kite'],
  ['the string after a regular expression with a quote', 'javascript', 'x = /["]/; y = "a ^kite"', 'a kite'],
  ['the string after a division', 'javascript', 'x = a / b; y = "a ^kite" / 2', 'a kite'],
  ['the string after a lifetime', 'rust', 'fn f<\'a>(x: &\'a str) { g("a ^kite") }', 'a kite'],
  [
    'text between tags',
    'typescriptreact',
    "const a = <p>\n  It's a ^kite\n</p>;",
    "It's a kite",
    "It's a kite",
  ],
  ['an attribute', 'typescriptreact', 'const a = <img alt="a ^kite" />;', 'a kite'],
  ['a comment between tags', 'typescriptreact', 'const a = <p>{/* a ^kite */}</p>;', 'a kite'],
  ['a string after generics', 'typescriptreact', 'const a = useState<string>("a ^kite");', 'a kite'],
  ['nothing in code', 'typescript', 'const ki^te = 1;', undefined],
  ['nothing in a shebang', 'shellscript', '#!/usr/bin/env ba^sh\n', undefined],
  ['nothing in an empty string', 'typescript', 'f("^")', undefined],
  ['nothing in a comment without words', 'typescript', '// ^-----\n', undefined],
  ['the quoted value', 'yaml', 'a: "a ^kite" # b', 'a kite'],
  ['the plain value', 'yaml', 'a:\n  - b: A red ^kite # c', 'A red kite', 'A red kite'],
  ['the block of text', 'yaml', 'a: |\n  A red\n  ^kite\n\n  b\nc: 1', 'A red kite', 'A red\n  kite'],
  ['the comment', 'yaml', 'a: b#c # a ^kite', 'a kite'],
];

const markup: readonly Case[] = [
  [
    'the element',
    'html',
    '<p>A <b>red</b> ^kite &amp;\n sun</p><p>b</p>',
    'A red kite & sun',
    'A <b>red</b> kite &amp;\n sun',
  ],
  ['the comment', 'html', '<!-- a ^kite -->', 'a kite', 'a kite'],
  ['the attribute', 'vue', '<img alt="a &quot;red&quot; ^kite" src="x">', 'a "red" kite'],
  ['the comment of a script', 'html', '<script>// a ^kite\n</script>', 'a kite', 'a kite'],
  ['the string of a script', 'vue', '<p>x</p><script>f("a ^kite")</script>', 'a kite', 'a kite'],
  ['the comment of a style', 'html', '<style>/* a ^kite */</style>', 'a kite', 'a kite'],
  ['nothing in a tag', 'html', '<p cl^ass="x">', undefined],
  ['the element', 'xml', '<a><b>a ^kite</b></a>', 'a kite', 'a kite'],
];

describe('promptAtCursor', () => {
  for (const [name, languageId, marked, prompt, source] of [...prose, ...code, ...markup]) {
    it(`${languageId}: finds ${name}: ${JSON.stringify(marked)}`, () => {
      const offset = marked.indexOf('^');
      const text = marked.replace('^', '');
      const found = promptAtCursor(text, offset, languageId);
      assert.equal(found?.prompt, prompt);
      if (found && source !== undefined) assert.equal(text.slice(found.start, found.end), source);
    });
  }

  it('counts offsets in UTF-16 units', () => {
    const text = '🪁🪁\n\n🪁 a kite\n';
    assert.deepEqual(promptAtCursor(text, 8, 'markdown'), { prompt: '🪁 a kite', start: 6, end: 15 });
  });

  it('ends on hostile nesting', () => {
    const deep = 'f(' + '<a>'.repeat(20_000);
    assert.equal(promptAtCursor(deep, 1, 'typescriptreact'), undefined);
    const templates = '`${'.repeat(5_000);
    assert.doesNotThrow(() => promptAtCursor(templates, 1, 'typescript'));
  });

  it('never throws and stays inside the document, for any language and cursor', () => {
    const pieces = [
      '\n',
      '\r\n',
      'kite',
      ' ',
      '"',
      "'",
      '`',
      '${',
      '}',
      '/*',
      '*/',
      '//',
      '#',
      '<p>',
      '</p>',
      '<',
      '>',
      '```',
      '---',
      '\\',
      '|',
      '- ',
      '"""',
    ];
    const languages = [
      'markdown',
      'html',
      'xml',
      'typescriptreact',
      'python',
      'yaml',
      'css',
      'asciidoc',
      'restructuredtext',
      'latex',
      'plaintext',
      'unknown',
    ];
    let state = 7;
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state >>> 8) % below;
    };
    for (let run = 0; run < 3000; run++) {
      const text = Array.from({ length: random(25) }, () => pieces[random(pieces.length)]).join('');
      const offset = random(text.length + 1);
      const languageId = languages[run % languages.length] ?? '';
      const found = promptAtCursor(text, offset, languageId);
      const clue = JSON.stringify({ languageId, text, offset, found });
      if (!found) continue;
      assert.ok(found.start >= 0 && found.start <= found.end && found.end <= text.length, clue);
      assert.equal(found.prompt, found.prompt.trim(), clue);
      assert.ok(!/[\r\n]/.test(found.prompt), clue);
    }
  });
});
