import assert from 'node:assert/strict';
import { copiesOf, copyPath, copyWishOf } from '../../../../src/core/promptFiles/copies';
import { parsePromptFile } from '../../../../src/core/promptFiles/promptFile';

const wishOf = (output: string) => copyWishOf(parsePromptFile(`---\noutput: ${output}\n---\n\nA kite.\n`));
const png = { type: 'png', width: 1024 };

describe('copies that a prompt file asks for', () => {
  it('are none where it says nothing', () => {
    assert.equal(wishOf('{ path: docs/kite }'), undefined);
    assert.equal(copyWishOf(parsePromptFile('A kite.\n')), undefined);
  });

  it('are each format at the image’s own size, but its own', () => {
    const wish = wishOf('{ formats: [webp, png, webp, avif] }');
    assert.ok(wish);
    assert.deepEqual(copiesOf(wish, png), [{ format: 'webp' }, { format: 'avif' }]);
  });

  it('are each width in each format, the widest first, and none larger than the image', () => {
    const wish = wishOf('{ formats: [webp, png], widths: [400, 1024, 2000, 800, 400] }');
    assert.ok(wish);
    assert.deepEqual(copiesOf(wish, png), [
      { format: 'webp' },
      { format: 'png', width: 800 },
      { format: 'webp', width: 800 },
      { format: 'png', width: 400 },
      { format: 'webp', width: 400 },
    ]);
  });

  it('are in the image’s own format where only widths are said', () => {
    const wish = wishOf('{ widths: 640 }');
    assert.ok(wish);
    assert.deepEqual(copiesOf(wish, { type: 'jpeg', width: 1024 }), [{ format: 'jpeg', width: 640 }]);
    assert.deepEqual(copiesOf(wish, { type: 'gif', width: 1024 }), [{ format: 'png', width: 640 }]);
  });

  it('lie beside the image, named after it', () => {
    assert.equal(copyPath('docs/a.b/kite.png', { format: 'webp' }, 1), 'docs/a.b/kite.webp');
    assert.equal(copyPath('docs/a.b/kite', { format: 'jpeg', width: 800 }, 1), 'docs/a.b/kite-800.jpg');
    assert.equal(copyPath('.kite', { format: 'avif', width: 80 }, 3), '.kite-80-3.avif');
  });
});
