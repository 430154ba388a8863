import assert from 'node:assert/strict';
import type { VideoModelDescriptor } from '../../../../src/core/video/descriptor';
import { createVideoRegistry } from '../../../../src/core/video/known';
import { firstDraft, priceOfDraft, withAutomaticShots, withModel } from '../../../../src/core/video/draft';
import { lossesText } from '../../../../src/features/video/lossTexts';
import { english } from '../../platform/english';

const registry = createVideoRegistry();

function modelOf(id: string): VideoModelDescriptor {
  const model = registry.find(id);
  assert.ok(model);
  return model;
}

const reel = modelOf('amazon.nova-reel-v1:1');
const ray = modelOf('luma.ray-v2:0');

describe('the draft of a film', () => {
  it('begins with the shortest and cheapest of a model where nothing is wanted', () => {
    const draft = firstDraft({ kind: 'textToVideo', prompt: 'A kite' }, ray, {});
    assert.equal(draft.durationSeconds, 5);
    assert.deepEqual(draft.size, { kind: 'ratio', ratio: '16:9', resolution: '540p' });
    assert.equal(priceOfDraft(draft, ray, 'bedrock', {}), 3.75);
    assert.equal(priceOfDraft(draft, ray, 'offline', {}), 0);
  });

  it('takes the length of a storyboard from its shots', () => {
    const shots = [{ text: 'One' }, { text: 'Two' }];
    const draft = firstDraft({ kind: 'multiShotManual', prompt: '', shots }, reel, {});
    assert.equal(draft.durationSeconds, 12);
    assert.equal(priceOfDraft(draft, reel, 'bedrock', {}), 0.96);
  });

  it('becomes several shots that the model divides, with the next length there is, and one again', () => {
    const one = firstDraft({ kind: 'textToVideo', prompt: 'A kite' }, reel, {});
    const several = withAutomaticShots(one, reel);
    assert.deepEqual([several.kind, several.durationSeconds], ['multiShotAutomated', 12]);
    assert.equal(priceOfDraft(several, reel, 'bedrock', {}), 0.96);
    const again = withAutomaticShots({ ...several, durationSeconds: 60 }, reel);
    assert.deepEqual([again.kind, again.durationSeconds], ['textToVideo', 6]);
  });

  it('stays one shot where the model divides nothing', () => {
    const draft = firstDraft({ kind: 'textToVideo', prompt: 'A kite' }, ray, {});
    assert.equal(withAutomaticShots(draft, ray), draft);
  });

  it('says what is lost where a storyboard goes to a model that makes none', () => {
    const shots = [{ text: 'One' }, { text: 'Two' }];
    const draft = firstDraft({ kind: 'multiShotManual', prompt: 'One Two', shots, seed: 7 }, reel, {});
    const switched = withModel(draft, reel, ray, {});
    assert.equal(switched.draft.kind, 'textToVideo');
    assert.equal(switched.draft.prompt, 'One Two');
    assert.equal(switched.draft.seed, undefined);
    assert.equal(
      lossesText(switched.losses, english),
      'It makes no storyboards: the 2 shots become one film, from one text. 12 s do not fit: it makes 9 s at most. ' +
        '540p instead of 1280 × 720. It takes no seed: the same film cannot be made again. $6.75 instead of $0.96.',
    );
  });
});
