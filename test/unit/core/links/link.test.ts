import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { linkFor } from '../../../../src/core/links/link';

const kite = { path: 'img/kite.png', alt: 'A red kite', width: 1024, height: 768 };
const nastyPath = `my "pics"/a(1)[2] 100%#?'é.png`;
const nastyAlt = 'A "red" [kite] & <b>, {x} 50% \\ _y_ *z*';

describe('linkFor', () => {
  const plain: readonly (readonly [languageId: string, expected: string])[] = [
    ['markdown', '![A red kite](img/kite.png)'],
    ['mdx', '![A red kite](img/kite.png)'],
    ['html', '<img src="img/kite.png" alt="A red kite" width="1024" height="768">'],
    ['vue', '<img src="img/kite.png" alt="A red kite" width="1024" height="768">'],
    ['javascriptreact', '<img src="img/kite.png" alt="A red kite" width={1024} height={768} />'],
    ['typescriptreact', '<img src="img/kite.png" alt="A red kite" width={1024} height={768} />'],
    ['css', 'url("img/kite.png")'],
    ['scss', 'url("img/kite.png")'],
    ['less', 'url("img/kite.png")'],
    ['asciidoc', 'image::img/kite.png[A red kite,1024,768]'],
    ['restructuredtext', '.. image:: img/kite.png\n   :alt: A red kite\n   :width: 1024px'],
    ['latex', '\\includegraphics[width=\\linewidth,alt={A red kite}]{img/kite.png}'],
    ['plaintext', 'img/kite.png'],
    ['python', 'img/kite.png'],
    ['a language nobody knows', 'img/kite.png'],
    ['constructor', 'img/kite.png'],
  ];
  for (const [languageId, expected] of plain) {
    it(`writes an image in ${languageId}`, () => {
      assert.equal(linkFor(languageId, kite), expected);
    });
  }

  const encoded = 'my%20%22pics%22/a%281%29%5B2%5D%20100%25%23%3F%27é.png';
  const nasty: readonly (readonly [languageId: string, expected: string])[] = [
    ['markdown', `![A "red" \\[kite\\] & \\<b>, {x} 50% \\\\ \\_y\\_ \\*z\\*](${encoded})`],
    ['mdx', `![A "red" \\[kite\\] & \\<b>, \\{x\\} 50% \\\\ \\_y\\_ \\*z\\*](${encoded})`],
    [
      'html',
      `<img src="${encoded}" alt="A &quot;red&quot; [kite] &amp; &lt;b&gt;, &#123;x&#125; 50% \\ _y_ *z*" width="1024" height="768">`,
    ],
    [
      'typescriptreact',
      `<img src="${encoded}" alt={"A \\"red\\" [kite] & <b>, {x} 50% \\\\ _y_ *z*"} width={1024} height={768} />`,
    ],
    ['css', `url("${encoded}")`],
    [
      'asciidoc',
      `image::${encoded}["A \\"red\\" &#91;kite&#93; & <b>, &#123;x&#125; 50% &#92; _y_ *z*",1024,768]`,
    ],
    [
      'restructuredtext',
      `.. image:: my\\ "pics"/a(1)[2]\\ 100%25%23%3F'é.png\n   :alt: ${nastyAlt}\n   :width: 1024px`,
    ],
    [
      'latex',
      `\\includegraphics[width=\\linewidth,alt={A "red" [kite] \\& <b>, \\{x\\} 50\\% \\textbackslash{} \\_y\\_ *z*}]{my "pics"/a(1)[2] 100\\%\\#?'é.png}`,
    ],
    ['go', nastyPath],
  ];
  for (const [languageId, expected] of nasty) {
    it(`escapes quotes, brackets, percent and hash signs in ${languageId}`, () => {
      assert.equal(linkFor(languageId, { ...kite, path: nastyPath, alt: nastyAlt }), expected);
    });
  }

  it('encodes a backslash, which is a character of a name and no separator', () => {
    assert.equal(linkFor('markdown', { ...kite, path: 'a\\b.png' }), '![A red kite](a%5Cb.png)');
  });

  it('encodes a colon, so that the first folder is not taken for a scheme', () => {
    assert.equal(linkFor('css', { ...kite, path: 'c:x/a.png' }), 'url("c%3Ax/a.png")');
  });

  it('keeps the scheme and drive of a file on another drive', () => {
    assert.equal(
      linkFor('css', { ...kite, path: 'file:///d:/my pics/a.png' }),
      'url("file:///d:/my%20pics/a.png")',
    );
  });

  it('keeps letters of other scripts and symbols readable, and encodes invisible characters', () => {
    assert.equal(
      linkFor('markdown', { ...kite, path: 'öl/凧🪁\u00a0\u200b.png' }),
      '![A red kite](öl/凧🪁%C2%A0%E2%80%8B.png)',
    );
  });

  it('does not throw on half a surrogate pair', () => {
    assert.equal(linkFor('css', { ...kite, path: 'a\ud800.png' }), 'url("a%EF%BF%BD.png")');
  });

  it('writes an alt text of several lines as one', () => {
    assert.equal(linkFor('markdown', { ...kite, alt: ' a\r\n kite ' }), '![a kite](img/kite.png)');
  });

  it('leaves out sizes that are unknown', () => {
    const unknown = { ...kite, width: 0, height: 0 };
    assert.equal(linkFor('html', unknown), '<img src="img/kite.png" alt="A red kite">');
    assert.equal(linkFor('asciidoc', unknown), 'image::img/kite.png[A red kite]');
    assert.equal(linkFor('restructuredtext', unknown), '.. image:: img/kite.png\n   :alt: A red kite');
  });

  it('writes a decorative image without words', () => {
    const silent = { ...kite, alt: '' };
    assert.equal(linkFor('markdown', silent), '![](img/kite.png)');
    assert.equal(linkFor('latex', silent), '\\includegraphics[width=\\linewidth]{img/kite.png}');
    assert.equal(linkFor('restructuredtext', silent), '.. image:: img/kite.png\n   :width: 1024px');
  });

  it('leaves underscores and ampersands inside words alone', () => {
    assert.equal(
      linkFor('markdown', { ...kite, alt: 'flat_style R&D &amp; a' }),
      '![flat_style R&D \\&amp; a](img/kite.png)',
    );
  });
});
