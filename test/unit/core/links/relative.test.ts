import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { imageBase, relativeLink } from '../../../../src/core/links/relative';

describe('relativeLink', () => {
  const cases: readonly (readonly [document: string, image: string, expected: string])[] = [
    ['/w/README.md', '/w/generated-images/kite.png', 'generated-images/kite.png'],
    ['/w/docs/guide.md', '/w/generated-images/kite.png', '../generated-images/kite.png'],
    ['/w/docs/a/b.md', '/w/docs/a/kite.png', 'kite.png'],
    ['/w/docs/a/b.md', '/w/docs/ab/kite.png', '../ab/kite.png'],
    ['/README.md', '/kite.png', 'kite.png'],
    ['/a/README.md', '/b/kite.png', '../b/kite.png'],
    ['/w/kite.png/readme.md', '/w/kite.png', '../kite.png'],
    ['/w/my docs/ä#.md', '/w/my docs/p 1/%20.png', 'p 1/%20.png'],
    ['/c:/w/README.md', '/C:/w/img/kite.png', 'img/kite.png'],
    ['/c:/w/README.md', '/d:/img/kite.png', 'file:///d:/img/kite.png'],
    ['/w/a\\b.md', '/w/x\\y.png', 'x\\y.png'],
  ];
  for (const [document, image, expected] of cases) {
    it(`links ${image} from ${document} as ${expected}`, () => {
      assert.equal(relativeLink(document, image), expected);
    });
  }

  it('starts from the folder that the document names', () => {
    assert.equal(relativeLink('/w/docs/a.adoc', '/w/docs/images/k.png', 'images'), 'k.png');
    assert.equal(relativeLink('/w/docs/a.adoc', '/w/gen/k.png', '../images'), '../gen/k.png');
    assert.equal(relativeLink('/w/docs/a.adoc', '/w/gen/k.png', '/w'), 'gen/k.png');
  });
});

describe('imageBase', () => {
  it('reads the images folder of an AsciiDoc document', () => {
    assert.equal(imageBase('asciidoc', '= T\r\n:imagesdir: ./images/\r\n\r\ntext'), 'images');
  });
  it('is empty without one, for other languages and for what it cannot resolve', () => {
    assert.equal(imageBase('asciidoc', '= T'), '');
    assert.equal(imageBase('markdown', ':imagesdir: images'), '');
    assert.equal(imageBase('asciidoc', ':imagesdir: {root}/images'), '');
    assert.equal(imageBase('asciidoc', ':imagesdir: https://example.com/i'), '');
  });
});
