import assert from 'node:assert/strict';
import { plainTextFor } from '../../../../src/features/describe/plainText';

const forged =
  '<img src=x onerror=alert(1)> [run](command:x) ![p](https://example.com/p.png) {alert(1)} & done';

describe('what a model wrote, in a document', () => {
  it('is neither element, link nor image in Markdown', () => {
    const text = plainTextFor('markdown', forged);
    assert.doesNotMatch(text, /(?<!\\)<img|(?<!\\)\[run\]|(?<!\\)!?\[p\]/);
  });

  it('holds no expression in MDX and JSX', () => {
    assert.doesNotMatch(plainTextFor('mdx', forged), /(?<!\\)[{}]/);
    assert.doesNotMatch(plainTextFor('typescriptreact', forged), /[{}<>]/);
  });

  it('is escaped in HTML, ampersands first', () => {
    assert.equal(plainTextFor('html', 'a < b & c > d'), 'a &lt; b &amp; c &gt; d');
  });

  it('runs no macro in AsciiDoc and no role in reStructuredText', () => {
    assert.equal(plainTextFor('asciidoc', 'image::x.png[a]'), '\\image::x.png[a]');
    assert.equal(plainTextFor('restructuredtext', ':raw:`x` *y*'), ':raw:\\`x\\` \\*y\\*');
  });

  it('stays as it is where nothing has a meaning', () => {
    assert.equal(plainTextFor('plaintext', forged), forged);
  });
});
