import assert from 'node:assert/strict';
import { parseSession } from '../../../../src/core/studio/parse';
import { newSession, type StudioSession } from '../../../../src/core/studio/session';
import { dress, photo, sessionWith } from './samples';

const id = '00000000-0000-4000-8000-000000000001';

const full: StudioSession = sessionWith({
  taskChoice: 'tryOn',
  seed: 0,
  size: { kind: 'aspectRatio', ratio: '16:9' },
  options: { cfgScale: 0, quality: 'premium', isFast: false },
  models: { tryOn: 'amazon.nova-canvas-v1:0' },
  moreImages: [{ ...photo, notes: ['firstFrameOnly', 'reducedTo8Bit'] }],
  style: dress,
  garment: dress,
  garmentClass: 'UPPER_BODY',
  contextPx: 0,
  featherPx: 0,
  candidates: [
    {
      id: 'c1',
      number: 1,
      inboxId: 'e1',
      width: 1,
      height: 1,
      prompt: '',
      sent: '',
      isAreaChosenByModel: false,
      preview: 'c1.webp',
      savedAs: 'file:///project/a.png',
    },
  ],
  spentUsd: 0.07,
});

const written = (session: object): unknown => JSON.parse(JSON.stringify(session));

describe('a session read back', () => {
  it('is the one that was written', () => {
    assert.deepEqual(parseSession(id, written(full)), full);
    assert.deepEqual(parseSession(id, written(newSession(id))), newSession(id));
  });

  it('has the id of its folder, whatever it says itself', () => {
    assert.equal(parseSession(id, { ...full, id: '../other' })?.id, id);
  });

  it('is as a new one in what an older version did not know', () => {
    assert.deepEqual(parseSession(id, {}), newSession(id));
    assert.deepEqual(parseSession(id, { prompt: 'a fern' }), { ...newSession(id), prompt: 'a fern' });
  });

  it('lets go of what a newer version knows', () => {
    const read = parseSession(id, { ...full, layers: [1], image: { ...photo, depth: 16 } });
    assert.deepEqual(read, full);
  });

  for (const [name, value] of Object.entries({
    nothing: undefined,
    null: null,
    text: '{}',
    'a number': 5,
    'an unknown task': { taskChoice: 'paintItBlack' },
    'a prompt that is a list': { prompt: ['x'] },
    'no images at all': { count: 0 },
    'a hundred images': { count: 100 },
    'half an image': { image: { sha256: 'x' } },
    'an image of negative size': { image: { ...photo, width: -1 } },
    'an image of half a pixel': { image: { ...photo, width: 0.5 } },
    'options that are objects': { options: { cfgScale: {} } },
    'options that are a list': { options: [1] },
    'margins with a hole': { margins: { left: 1 } },
    'margins below zero': { margins: { left: -1, right: 0, up: 0, down: 0 } },
    'a size of another kind': { size: { kind: 'huge' } },
    'an area that a model names': { area: 'garment' },
    'candidates that are none': { candidates: [{}] },
    'a prompt that is null': { prompt: null },
    'money that is text': { spentUsd: '0' },
  })) {
    it(`is none when there is ${name}`, () => {
      assert.equal(parseSession(id, value), undefined);
    });
  }

  it('takes nothing on through __proto__', () => {
    const hostile = JSON.parse(
      '{"__proto__":{"prompt":"x","polluted":1},"options":{"__proto__":{"polluted":1},"cfgScale":1},"models":{"__proto__":"x"}}',
    ) as unknown;
    const session = parseSession(id, hostile);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    if (!session) return;
    assert.equal(session.prompt, '');
    assert.equal(Object.getPrototypeOf(session.options), Object.prototype);
    assert.equal((session.options as { polluted?: unknown }).polluted, undefined);
  });
});
