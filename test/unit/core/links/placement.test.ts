import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PlaceRequest } from '../../../../src/core/links/below';
import { placeLink } from '../../../../src/core/links/placement';

type Options = Partial<Pick<PlaceRequest, 'link' | 'placement' | 'eol'>>;

/** Applies the edit; `«` and `»` in the source mark the selection. */
function placed(languageId: string, marked: string, options: Options = {}): string | undefined {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace(/[«»]/g, '');
  const request: PlaceRequest = {
    text,
    start,
    end,
    link: 'LINK',
    placement: 'below',
    languageId,
    eol: '\n',
    ...options,
  };
  const edit = placeLink(request);
  return edit && text.slice(0, edit.offset) + edit.text + text.slice(edit.offset + edit.length);
}

type Case = readonly [name: string, languageId: string, marked: string, expected: string | undefined];

describe('placeLink below the selection', () => {
  const markdown: readonly Case[] = [
    [
      'under the paragraph',
      'markdown',
      'a «kite» over\na hill.\n\nNext',
      'a kite over\na hill.\n\nLINK\n\nNext',
    ],
    ['at the end of a file without a line break', 'markdown', 'a «kite»', 'a kite\n\nLINK'],
    ['at the end of a file with one', 'markdown', 'a «kite»\n', 'a kite\n\nLINK\n'],
    [
      'when the selection ends at the start of the next line',
      'markdown',
      '«kite\n»\nNext',
      'kite\n\nLINK\n\nNext',
    ],
    [
      'when the selection runs over two paragraphs',
      'markdown',
      '«one\n\ntwo» x\ny\n',
      'one\n\ntwo x\ny\n\nLINK\n',
    ],
    ['in an empty document', 'markdown', '«»', 'LINK'],
    ['on the blank line of the cursor', 'markdown', 'a\n\n«»\n\nb', 'a\n\nLINK\n\nb'],
    ['on a blank line between two lines', 'markdown', 'a\n«»\nb', 'a\n\nLINK\n\nb'],
    ['under a heading', 'markdown', '# «kite»\ntext', '# kite\n\nLINK\n\ntext'],
    ['under an underlined heading', 'markdown', '«kite»\n----\ntext', 'kite\n----\n\nLINK\n\ntext'],
    ['before a list that follows at once', 'markdown', '«kite»\n- a', 'kite\n\nLINK\n\n- a'],
    ['in a list item', 'markdown', '- «kite»\n- b', '- kite\n\n  LINK\n\n- b'],
    [
      'in an item of several lines',
      'markdown',
      '- a «kite»\n  over\nlazy\n- b',
      '- a kite\n  over\nlazy\n\n  LINK\n\n- b',
    ],
    ['in a numbered item', 'markdown', '10. «kite»\n11. b', '10. kite\n\n    LINK\n\n11. b'],
    ['in a nested item', 'markdown', '1. a\n   - «kite»\n   - b', '1. a\n   - kite\n\n     LINK\n\n   - b'],
    ['in a task', 'markdown', '- [ ] «kite»', '- [ ] kite\n\n  LINK'],
    [
      'in the second paragraph of an item',
      'markdown',
      '- a\n\n  «kite»\n- b',
      '- a\n\n  kite\n\n  LINK\n\n- b',
    ],
    ['in an item indented by a tab', 'markdown', '- a\n\t- «kite»', '- a\n\t- kite\n\n\t  LINK'],
    ['in a quote', 'markdown', '> «kite»\n> over\n\nb', '> kite\n> over\n>\n> LINK\n\nb'],
    ['in a quote that goes on', 'markdown', '> «kite»\n>\n> b', '> kite\n>\n> LINK\n>\n> b'],
    ['in a list in a quote', 'markdown', '> - «kite»\n> - b', '> - kite\n>\n>   LINK\n>\n> - b'],
    ['after a fence', 'markdown', '```js\n«kite»\n```\nb', '```js\nkite\n```\n\nLINK\n\nb'],
    [
      'after a fence that holds shorter fences',
      'markdown',
      '````\n```\n«kite»\n```\n````',
      '````\n```\nkite\n```\n````\n\nLINK',
    ],
    [
      'after a fence in a list',
      'markdown',
      '- x\n  ~~~\n  «kite»\n  ~~~\n- y',
      '- x\n  ~~~\n  kite\n  ~~~\n\n  LINK\n\n- y',
    ],
    [
      'after a fence that ends with its quote',
      'markdown',
      '> ```\n> «kite»\n\nb',
      '> ```\n> kite\n>\n> LINK\n\nb',
    ],
    ['above a fence that never ends', 'markdown', 'a\n```\n«kite»\n', 'a\n\nLINK\n\n```\nkite\n'],
    [
      'after the front matter',
      'markdown',
      '---\nalt: «kite»\n---\n# T',
      '---\nalt: kite\n---\n\nLINK\n\n# T',
    ],
    [
      'after a table',
      'markdown',
      '| a |\n|---|\n| «kite» |\n| b |\n\nc',
      '| a |\n|---|\n| kite |\n| b |\n\nLINK\n\nc',
    ],
    [
      'after a comment with blank lines',
      'markdown',
      '<!-- «kite»\n\nx -->\nb',
      '<!-- kite\n\nx -->\n\nLINK\n\nb',
    ],
    [
      'in a quote in a nested list',
      'markdown',
      '- - a\n\n    > «kite»\n',
      '- - a\n\n    > kite\n    >\n    > LINK\n',
    ],
    ['before a tag that ends the list', 'markdown', '- «kite»\n<div>', '- kite\n\n  LINK\n\n<div>'],
    ['before a rule that ends the quote', 'markdown', '> «kite»\n---', '> kite\n>\n> LINK\n>\n---'],
    [
      'after a comment in a quote',
      'markdown',
      '> <!-- «kite»\n>\n> x -->',
      '> <!-- kite\n>\n> x -->\n>\n> LINK',
    ],
    ['after indented code', 'markdown', 'a\n\n    «kite»\n\nb', 'a\n\n    kite\n\nLINK\n\nb'],
    ['after an element', 'mdx', '<Card>\n  «kite»\n</Card>\n\nb', '<Card>\n  kite\n</Card>\n\nLINK\n\nb'],
    ['and not doubled blank lines', 'markdown', '«kite»\n\n\nb', 'kite\n\nLINK\n\n\nb'],
  ];
  const markup: readonly Case[] = [
    [
      'after the paragraph',
      'html',
      '  <p>a «kite» over\n    b</p>\n  <p>c</p>',
      '  <p>a kite over\n    b</p>\n  LINK\n  <p>c</p>',
    ],
    [
      'after a paragraph with a marked word',
      'html',
      '<p>a «<b>kite</b>» over</p>',
      '<p>a <b>kite</b> over</p>\nLINK',
    ],
    [
      'inside a list item',
      'html',
      '<ul>\n  <li>«kite»</li>\n</ul>',
      '<ul>\n  <li>kite\n    LINK\n  </li>\n</ul>',
    ],
    [
      'inside the item that holds the paragraph',
      'html',
      '<li><p>«kite»</p></li>',
      '<li><p>kite</p>\nLINK\n</li>',
    ],
    ['inside a cell on lines of its own', 'html', '<td>\n\t«kite»\n</td>', '<td>\n\tkite\n\tLINK\n</td>'],
    ['after a comment', 'html', '\t<!-- «kite» -->\n<p>', '\t<!-- kite -->\n\tLINK\n<p>'],
    [
      'after a tag on several lines',
      'html',
      '<hr\n  title="«kite»"\n  id="x">\n<p>',
      '<hr\n  title="kite"\n  id="x">\n  LINK\n<p>',
    ],
    [
      'as a comment in a script',
      'html',
      '<script>\n  // «kite»\n  x()\n</script>',
      '<script>\n  // kite\n  // LINK\n  x()\n</script>',
    ],
    [
      'as a comment in a style',
      'vue',
      '<style>\n/* «kite» */\n</style>',
      '<style>\n/* kite */\n/* LINK */\n</style>',
    ],
    ['nowhere in a script on one line', 'html', '<script>/* «kite» */</script>', undefined],
    ['nowhere in the head', 'html', '<head><title>«kite»</title></head>', undefined],
    [
      'in a template',
      'vue',
      '<template>\n  <p>«kite»</p>\n</template>',
      '<template>\n  <p>kite</p>\n  LINK\n</template>',
    ],
    ['as a comment', 'xml', '<a>\n  <b>«kite»</b>\n</a>', '<a>\n  <b>kite</b>\n  <!-- LINK -->\n</a>'],
  ];
  const code: readonly Case[] = [
    [
      'in line comments',
      'typescript',
      '  // a «kite»\n  // over\n  x();',
      '  // a kite\n  // over\n  // LINK\n  x();',
    ],
    ['with the same marker', 'rust', '/// «kite»\nfn x() {}', '/// kite\n/// LINK\nfn x() {}'],
    [
      'under a comment behind code',
      'python',
      '\tx = 1  # «kite»\n\ty = 2',
      '\tx = 1  # kite\n\t# LINK\n\ty = 2',
    ],
    [
      'inside a block comment',
      'typescript',
      '/**\n * «kite»\n * over\n *\n * @see x\n */',
      '/**\n * kite\n * over\n * LINK\n *\n * @see x\n */',
    ],
    [
      'in a comment that begins with its text',
      'c',
      '  /* «kite»\n   * over\n   */',
      '  /* kite\n   * over\n   * LINK\n   */',
    ],
    [
      'after a comment that ends with its text',
      'java',
      '/* a\n * «kite» */\nx();',
      '/* a\n * kite */\n// LINK\nx();',
    ],
    ['after a comment on one line', 'typescript', '/* «kite» */\nx();', '/* kite */\n// LINK\nx();'],
    ['after a comment', 'css', '.a {\n  /* «kite» */\n}', '.a {\n  /* kite */\n  /* LINK */\n}'],
    ['after a string', 'go', 'x := "«kite»"\ny()', 'x := "kite"\n// LINK\ny()'],
    ['after a template over several lines', 'typescript', 'f(`«kite»\n`,\n1);', 'f(`kite\n`,\n// LINK\n1);'],
    [
      'after a docstring',
      'python',
      'def f():\n    """«kite»\n    over."""\n    g()',
      'def f():\n    """kite\n    over."""\n    # LINK\n    g()',
    ],
    ['after a continued line', 'shellscript', 'a "«kite»" \\\n  b\nc', 'a "kite" \\\n  b\n  # LINK\nc'],
    [
      'between tags as an element',
      'typescriptreact',
      'f(\n<a>\n  <p>«kite»</p>\n</a>)',
      'f(\n<a>\n  <p>kite</p>\n  LINK\n</a>)',
    ],
    [
      'after a comment between tags',
      'javascriptreact',
      'f(<a>\n  {/* «kite» */}\n</a>)',
      'f(<a>\n  {/* kite */}\n  LINK\n</a>)',
    ],
    [
      'as a comment beside the only element',
      'typescriptreact',
      'return (\n  <p>«kite»</p>\n);',
      'return (\n  <p>kite</p>\n  // LINK\n);',
    ],
    [
      'as a comment between attributes',
      'typescriptreact',
      'f(<img\n  alt="«kite»"\n/>)',
      'f(<img\n  alt="kite"\n  // LINK\n/>)',
    ],
    [
      'after a type parameter that looks like a tag',
      'typescriptreact',
      'const f = <T,>(x: T) => "«kite»";\ng()',
      'const f = <T,>(x: T) => "kite";\n// LINK\ng()',
    ],
    ['nowhere', 'json', '{"a": "«kite»"}', undefined],
    [
      'as a comment',
      'jsonc',
      '{\n  "a": "«kite»",\n  "b": 1\n}',
      '{\n  "a": "kite",\n  // LINK\n  "b": 1\n}',
    ],
    ['nowhere', 'csv', 'a,«kite»,b', undefined],
    [
      'after a value',
      'yaml',
      'a:\n  b: «kite»\n    over\n  c: 1',
      'a:\n  b: kite\n    over\n  # LINK\n  c: 1',
    ],
    [
      'after a block of text',
      'yaml',
      'a: |\n  «kite»\n\n  over\nb: 1',
      'a: |\n  kite\n\n  over\n# LINK\nb: 1',
    ],
    ['after a string that never ends', 'typescript', 'f(`«kite»', undefined],
  ];
  const prose: readonly Case[] = [
    ['under the paragraph', 'asciidoc', 'a «kite»\nover\n\nb', 'a kite\nover\n\nLINK\n\nb'],
    ['attached to a list item', 'asciidoc', '* «kite»\nover\n* b', '* kite\nover\n+\nLINK\n* b'],
    ['after a listing', 'asciidoc', '----\n«kite»\n----\nb', '----\nkite\n----\n\nLINK\n\nb'],
    ['after a table', 'asciidoc', '|===\n| «kite»\n|===\n', '|===\n| kite\n|===\n\nLINK\n'],
    ['inside an example', 'asciidoc', '====\n«kite»\n====', '====\nkite\n\nLINK\n\n===='],
    ['under the paragraph', 'restructuredtext', 'a «kite»\nover\n\nb', 'a kite\nover\n\nLINK\n\nb'],
    ['under a title', 'restructuredtext', '«kite»\n====\n\nb', 'kite\n====\n\nLINK\n\nb'],
    ['in a list item', 'restructuredtext', '- «kite»\n  over\n- b', '- kite\n  over\n\n  LINK\n\n- b'],
    ['in a note', 'restructuredtext', '.. note::\n\n   «kite»\n\nb', '.. note::\n\n   kite\n\n   LINK\n\nb'],
    [
      'in a note that begins with its text',
      'restructuredtext',
      '.. note:: «kite»\n\n   b',
      '.. note:: kite\n\n   LINK\n\n   b',
    ],
    [
      'after literal text',
      'restructuredtext',
      'a::\n\n  «kite»\n\n  x\n\nb',
      'a::\n\n  kite\n\n  x\n\nLINK\n\nb',
    ],
    [
      'after code',
      'restructuredtext',
      '.. code-block:: js\n\n   «kite»\n\nb',
      '.. code-block:: js\n\n   kite\n\nLINK\n\nb',
    ],
    [
      'after the text that a paragraph announces',
      'restructuredtext',
      '«kite»::\n\n  x\n\nb',
      'kite::\n\n  x\n\nLINK\n\nb',
    ],
    ['after a comment', 'restructuredtext', '.. «kite»\n   over\n\nb', '.. kite\n   over\n\nLINK\n\nb'],
    ['on the next line', 'latex', 'a «kite»\nover\n\nb', 'a kite\nover\nLINK\n\nb'],
    ['after a comment', 'latex', '% «kite»\n% over\ntext', '% kite\n% over\nLINK\ntext'],
    ['in an item', 'latex', '\\item a «kite»\n\\item b', '\\item a kite\nLINK\n\\item b'],
    [
      'after a table',
      'latex',
      '\\begin{tabular}{l}\n«kite» \\\\\n\\end{tabular}\nb',
      '\\begin{tabular}{l}\nkite \\\\\n\\end{tabular}\n\nLINK\n\nb',
    ],
    [
      'as a comment before the document',
      'latex',
      '\\title{«kite»}\n\\begin{document}',
      '\\title{kite}\n% LINK\n\\begin{document}',
    ],
    ['on the next line', 'plaintext', '  a «kite»\n  over\n\nb', '  a kite\n  over\n  LINK\n\nb'],
    ['on the next line', 'a language nobody knows', '«kite»', 'kite\nLINK'],
  ];
  for (const [name, languageId, marked, expected] of [...markdown, ...markup, ...code, ...prose]) {
    it(`${languageId}: ${name}: ${JSON.stringify(marked)}`, () => {
      assert.equal(placed(languageId, marked), expected);
      // The same with the other line break.
      assert.equal(
        placed(languageId, marked.replaceAll('\n', '\r\n'), { eol: '\r\n' }),
        expected?.replaceAll('\n', '\r\n'),
      );
    });
  }

  it('repeats the prefix on every line of a link', () => {
    const link = '.. image:: k.png\n   :alt: K';
    assert.equal(
      placed('restructuredtext', '- «kite»\n', { link }),
      '- kite\n\n  .. image:: k.png\n     :alt: K\n',
    );
  });

  it('writes nothing that would end a comment', () => {
    assert.equal(placed('css', '/* «kite» */\n', { link: 'url("a*/b.png")' }), undefined);
    assert.equal(placed('xml', '<a>«kite»</a>\n', { link: 'a--b.png' }), undefined);
  });
});

describe('placeLink in place of the selection', () => {
  const cases: readonly Case[] = [
    ['the words', 'markdown', 'a «kite» over', 'a LINK over'],
    ['the words without the line break after them', 'markdown', '«kite\n»b', 'LINK\nb'],
    ['the text of a string', 'json', '{"a": "«kite»"}', '{"a": "LINK"}'],
    ['an element', 'html', '<p>«kite»</p>', '<p>LINK</p>'],
  ];
  for (const [name, languageId, marked, expected] of cases) {
    it(`replaces ${name} in ${languageId}`, () => {
      assert.equal(placed(languageId, marked, { placement: 'replace' }), expected);
    });
  }

  it('uses the inline form of AsciiDoc inside a line', () => {
    const options: Options = { placement: 'replace', link: 'image::k.png[K]' };
    assert.equal(placed('asciidoc', 'a «kite» over', options), 'a image:k.png[K] over');
    assert.equal(placed('asciidoc', 'a\n\n«kite»\n\nb', options), 'a\n\nimage::k.png[K]\n\nb');
  });

  it('keeps formatting marks out of an AsciiDoc image inside a line', () => {
    const link = 'image::a__b--c~1+2.png["x *y* &#91;1&#93;",3,4]';
    assert.equal(
      placed('asciidoc', 'a «kite»', { placement: 'replace', link }),
      'a image:a%5F%5Fb-%2Dc%7E1%2B2.png["x &#42;y&#42; &#91;1&#93;",3,4]',
    );
  });

  it('goes below in reStructuredText when the selection is a part of a paragraph', () => {
    const options: Options = { placement: 'replace', link: '.. image:: k.png\n   :alt: K' };
    assert.equal(
      placed('restructuredtext', 'a «kite» over', options),
      'a kite over\n\n.. image:: k.png\n   :alt: K',
    );
    assert.equal(
      placed('restructuredtext', 'a\n\n  «kite»\n', options),
      'a\n\n  .. image:: k.png\n     :alt: K\n',
    );
  });
});

describe('placeLink', () => {
  it('does nothing when no link is wanted', () => {
    assert.equal(placed('markdown', '«kite»', { placement: 'none' }), undefined);
  });

  it('takes a selection from right to left and one beyond the end', () => {
    const request = {
      text: 'kite',
      link: 'L',
      placement: 'below',
      languageId: 'markdown',
      eol: '\n',
    } as const;
    assert.deepEqual(placeLink({ ...request, start: 4, end: 0 }), { offset: 4, length: 0, text: '\n\nL' });
    assert.deepEqual(placeLink({ ...request, start: 2, end: 99 }), { offset: 4, length: 0, text: '\n\nL' });
  });

  /** Random documents from the pieces that are hard, the same on every run. */
  const pieces = [
    '\n',
    '\r\n',
    '\n\n',
    'kite ',
    '- ',
    '> ',
    '  ',
    '\t',
    '```',
    '---',
    '| a |',
    '"',
    "'",
    '`',
    '${',
    '}',
    '{',
    '//',
    '/*',
    '*/',
    '<p>',
    '</p>',
    '<!--',
    '-->',
    '#',
    '1. ',
    '::',
    '\\',
    '🪁',
    '<script>',
    '</script>',
    '.. x::',
    '|===',
    '----',
    '\\begin{tabular}',
    '\\end{tabular}',
    '%',
  ];
  const languages = [
    'markdown',
    'mdx',
    'html',
    'xml',
    'vue',
    'typescriptreact',
    'typescript',
    'css',
    'python',
    'yaml',
    'json',
    'shellscript',
    'asciidoc',
    'restructuredtext',
    'latex',
    'plaintext',
    'csv',
    'lua',
    'sql',
  ];
  let state = 20251;
  const random = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };

  it('only adds below, so that taking the link out again gives the document back', () => {
    for (let run = 0; run < 6000; run++) {
      const text = Array.from({ length: random(30) }, () => pieces[random(pieces.length)]).join('');
      const languageId = languages[run % languages.length] ?? '';
      const start = random(text.length + 1);
      const end = start + random(text.length - start + 1);
      const request = { text, start, end, link: 'LINK', languageId, eol: '\n' } as const;
      const edit = placeLink({ ...request, placement: 'below' });
      const clue = JSON.stringify({ languageId, text, start, end, edit });
      if (edit) {
        assert.equal(edit.length, 0, clue);
        assert.ok(edit.offset >= 0 && edit.offset <= text.length, clue);
        const after = text.slice(0, edit.offset) + edit.text + text.slice(edit.offset);
        assert.equal(after.slice(0, edit.offset) + after.slice(edit.offset + edit.text.length), text, clue);
        assert.ok(!/\r$/.test(text.slice(0, edit.offset)) || !text.slice(edit.offset).startsWith('\n'), clue);
        assert.equal(edit.text.split('LINK').length, 2, clue);
      } else {
        assert.ok(
          !['markdown', 'mdx', 'asciidoc', 'restructuredtext', 'latex', 'plaintext'].includes(languageId),
          clue,
        );
      }
      const replaced = placeLink({ ...request, placement: 'replace' });
      if (replaced) assert.ok(replaced.offset + replaced.length <= text.length, clue);
    }
  });
});
