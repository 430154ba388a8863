import assert from 'node:assert/strict';
import { imagesNamedIn } from '../../../../src/core/gallery/usage';

describe('the images that a document names', () => {
  const cases: readonly (readonly [text: string, path: string])[] = [
    ['![a kite](img/kite.png)', 'docs/img/kite.png'],
    ['![a kite](../kite.png "Kite")', 'kite.png'],
    ['![a kite](<img/my kite.png>)', 'docs/img/my kite.png'],
    ['![a kite](img/my%20kite.png)', 'docs/img/my kite.png'],
    ['<img src="/static/kite.svg?v=2">', 'static/kite.svg'],
    ["<img src='img/my kite.png'>", 'docs/img/my kite.png'],
    ['background: url(./img/kite.webp)', 'docs/img/kite.webp'],
    ['image::img/kite.jpg[A kite]', 'docs/img/kite.jpg'],
    ['.. image:: img/kite.gif', 'docs/img/kite.gif'],
    ['\\includegraphics{img/kite.png}', 'docs/img/kite.png'],
    ["import kite from './kite.avif';", 'docs/kite.avif'],
    ['see assets/kite.png.', 'assets/kite.png'],
  ];
  for (const [text, path] of cases) {
    it(`in ${text}`, () => {
      assert.ok(
        imagesNamedIn(text, 'docs/guide.md').has(path),
        [...imagesNamedIn(text, 'docs/guide.md')].join(),
      );
    });
  }

  it('are none beyond the folder or on the web', () => {
    assert.deepEqual(
      [...imagesNamedIn('![](../../../kite.png) ![](https://example.com/kite.png)', 'a.md')],
      [],
    );
  });

  it('takes a percent sign that encodes nothing as it is', () => {
    assert.ok(imagesNamedIn('![](100%.png)', 'a.md').has('100%.png'));
  });
});
