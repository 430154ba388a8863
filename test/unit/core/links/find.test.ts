import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { replaceLinkPath } from '../../../../src/core/links/find';
import { linkFor } from '../../../../src/core/links/link';

const languages = [
  'markdown',
  'mdx',
  'html',
  'vue',
  'typescriptreact',
  'css',
  'asciidoc',
  'restructuredtext',
  'latex',
  'plaintext',
  'python',
  'xml',
];
const names = [
  'img/kite.png',
  'a b.png',
  'a(1).png',
  'a[1].png',
  '100%.png',
  '100%25.png',
  'a#b?.png',
  `it's "x".png`,
  'é/凧.png',
  'a{b}.png',
  'a&b;c.png',
  'a\\b.png',
  '../up/k.png',
];

describe('replaceLinkPath', () => {
  for (const languageId of languages) {
    it(`swaps what linkFor wrote in ${languageId}, whatever the names`, () => {
      for (const oldPath of names) {
        for (const newPath of names) {
          const image = { alt: 'A "kite" [1]', width: 8, height: 9 };
          const before = `x\n\n${linkFor(languageId, { ...image, path: oldPath })}\n\ny`;
          const after = `x\n\n${linkFor(languageId, { ...image, path: newPath })}\n\ny`;
          assert.equal(replaceLinkPath(before, languageId, oldPath, newPath), after);
        }
      }
    });
  }

  const cases: readonly (readonly [
    name: string,
    languageId: string,
    text: string,
    expected: string | undefined,
  ])[] = [
    ['a link in angle brackets', 'markdown', '![a](<old pic.png>)', '![a](new.png)'],
    ['a title', 'markdown', '![a](old%20pic.png "t")', '![a](new.png "t")'],
    ['a reference', 'markdown', '[k]: old%20pic.png', '[k]: new.png'],
    ['an element in Markdown', 'markdown', '<img src="old pic.png" alt="">', '<img src="new.png" alt="">'],
    ['a leading dot', 'markdown', '![a](./old%20pic.png)', '![a](new.png)'],
    ['brackets in the alt text', 'markdown', '![a \\[b\\]](old%20pic.png)', '![a \\[b\\]](new.png)'],
    ['every occurrence', 'markdown', '![](old%20pic.png) ![](old%20pic.png)', '![](new.png) ![](new.png)'],
    ['another image', 'markdown', '![](older%20pic.png) old pic.png', undefined],
    ['a link that is no image', 'markdown', '[a](old%20pic.png)', undefined],
    ['single quotes', 'html', `<img alt="" src='old%20pic.png'>`, `<img alt="" src='new.png'>`],
    ['an expression', 'typescriptreact', '<img src={"old%20pic.png"} />', '<img src={"new.png"} />'],
    ['no quotes', 'css', 'url(old%20pic.png)', 'url(new.png)'],
    ['the inline form', 'asciidoc', 'see image:old%20pic.png[k]', 'see image:new.png[k]'],
    [
      'a figure',
      'restructuredtext',
      '.. figure:: old\\ pic.png\r\n   :alt: k',
      '.. figure:: new.png\r\n   :alt: k',
    ],
    [
      'nested options',
      'latex',
      '\\includegraphics[alt={a {b} ]}]{old pic.png}',
      '\\includegraphics[alt={a {b} ]}]{new.png}',
    ],
    ['a part of a longer path', 'plaintext', 'img/old pic.png', undefined],
    ['a longer name', 'plaintext', 'old pic.pngx', undefined],
    ['a path at the end of a sentence', 'plaintext', 'See old pic.png.', 'See new.png.'],
    ['an empty document', 'markdown', '', undefined],
  ];
  for (const [name, languageId, text, expected] of cases) {
    it(`${expected === undefined ? 'leaves alone' : 'finds'} ${name} in ${languageId}`, () => {
      assert.equal(replaceLinkPath(text, languageId, 'old pic.png', 'new.png'), expected);
    });
  }
});
