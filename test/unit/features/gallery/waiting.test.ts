import assert from 'node:assert/strict';
import { inboxIdOf, waitingImage } from '../../../../src/features/gallery/waiting';
import { sampleRecipe } from '../../core/recipes/sampleRecipe';

const waiting = { id: '79b6864a', bytesUri: 'file:///storage/inbox/79b6864a.bin' };
const inputs = [{ role: 'image', sha256: 'ab'.repeat(32), path: 'docs/lamp.jpg' }] as const;

describe('a candidate in the Gallery', () => {
  it('has a name that says what it is, and is opened by the file that waits', () => {
    const image = waitingImage({ ...waiting, recipe: { ...sampleRecipe, inputs, prompt: 'a tall fern' } });
    assert.equal(image.files[0].path, 'lamp-a-tall-fern.png');
    assert.equal(image.files[0].uri, waiting.bytesUri);
    assert.equal(inboxIdOf(image), waiting.id);
  });

  it('is named by its task where there was no prompt', () => {
    const { inputs: _, ...rest } = sampleRecipe;
    const named = (recipe: typeof sampleRecipe): string => waitingImage({ ...waiting, recipe }).files[0].path;
    assert.equal(named({ ...rest, inputs, prompt: ' ', task: 'upscale' }), 'lamp-upscale.png');
    assert.equal(named({ ...rest, prompt: 'A kite' }), 'a-kite.png');
  });
});
