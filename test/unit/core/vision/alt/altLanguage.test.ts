import assert from 'node:assert/strict';
import { altExtensions, altLanguageOf } from '../../../../../src/core/vision/alt/altLanguage';

describe('the language of alt texts', () => {
  it('is that of the name, also where the editor has no such language', () => {
    assert.equal(altLanguageOf('/docs/guide.adoc', 'plaintext'), 'asciidoc');
    assert.equal(altLanguageOf('/docs/page.MDX', 'markdown'), 'mdx');
    assert.equal(altLanguageOf('/docs/page.vue'), 'vue');
    for (const extension of altExtensions) assert.ok(altLanguageOf(`/a.${extension}`));
  });

  it('is the editor’s where the name says nothing', () => {
    assert.equal(altLanguageOf('Untitled-1', 'markdown'), 'markdown');
    assert.equal(altLanguageOf('/page.astro', 'html'), 'html');
  });

  it('is none where images have no alt text', () => {
    assert.equal(altLanguageOf('/a.py', 'python'), undefined);
    assert.equal(altLanguageOf('/constructor.constructor'), undefined);
    assert.equal(altLanguageOf('/README'), undefined);
  });
});
