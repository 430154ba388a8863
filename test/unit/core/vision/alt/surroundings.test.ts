import assert from 'node:assert/strict';
import { readImages } from '../../../../../src/core/vision/alt/read';
import { surroundingsOf } from '../../../../../src/core/vision/alt/surroundings';

function around(text: string, languageId: string): string {
  const image = readImages(text, languageId).at(-1);
  assert.ok(image);
  return surroundingsOf(text, languageId, image);
}

describe('what stands around an image', () => {
  it('is the heading and the text on both sides', () => {
    assert.equal(
      around(
        '# Guide\n\n## Lamps\n\nThe lamp is *brass*.\n\n![Other](b.png) ![](img/a.png)\n\nIt shines.\n',
        'markdown',
      ),
      'File: img/a.png\nHeading: Lamps\nText before: # Guide ## Lamps The lamp is *brass*.\nText after: It shines.',
    );
  });

  it('is words without tags in HTML, with link and caption', () => {
    assert.equal(
      around(
        '<h2>Our <em>lamps</em></h2><p>They shine.</p><figure><a href="/shop"><img src="a.png"></a><figcaption>A lamp</figcaption></figure>',
        'html',
      ),
      'File: a.png\nHeading: Our lamps\nText before: Our lamps They shine.\nText after: A lamp\nCaption: A lamp\nThe image is a link to: /shop',
    );
  });

  it('finds headings of AsciiDoc and reStructuredText', () => {
    assert.match(around('= Doc\n\n== Lamps\n\nimage::a.png[]\n', 'asciidoc'), /^Heading: Lamps$/m);
    assert.match(around('Lamps\n=====\n\n.. image:: a.png\n', 'restructuredtext'), /^Heading: Lamps$/m);
  });

  it('is not the whole document', () => {
    const text = `${'word '.repeat(2000)}\n\n![](a.png)\n\n${'more '.repeat(2000)}`;
    assert.ok(around(text, 'markdown').length < 1300);
  });
});
