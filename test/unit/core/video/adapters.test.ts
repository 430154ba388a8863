import assert from 'node:assert/strict';
import type { VideoModelDescriptor } from '../../../../src/core/video/descriptor';
import { VideoRegistry } from '../../../../src/core/video/known';
import { lumaRay } from '../../../../src/core/video/lumaRay';
import type { VideoTask } from '../../../../src/core/video/task';
import { frame, ray2, raySize, reel10, reel11, reelSize, registry } from './samples';

function encode(task: VideoTask, model: VideoModelDescriptor): unknown {
  const encoded = registry.adapterFor(model).encode(task, model);
  return encoded.ok ? encoded.value.modelInput : encoded.error;
}

const words = { kind: 'textToVideo', prompt: 'A red kite', seed: 0 } as const;
const reelWords = { ...words, durationSeconds: 6, size: reelSize } as const;
const rayWords = { ...words, durationSeconds: 5, size: raySize } as const;
const common = { fps: 24, dimension: '1280x720', seed: 0 };
const png = { format: 'png', source: { bytes: 'AAAA' } };

describe('the request of Nova Reel', () => {
  it('makes a film from words, with seed 0 like any other', () => {
    assert.deepEqual(encode(reelWords, reel10), {
      taskType: 'TEXT_VIDEO',
      textToVideoParams: { text: 'A red kite' },
      videoGenerationConfig: { ...common, durationSeconds: 6 },
    });
  });

  it('makes a film from a picture', () => {
    const task = { ...reelWords, kind: 'imageToVideo', start: frame() } as const;
    assert.deepEqual(encode(task, reel11), {
      taskType: 'TEXT_VIDEO',
      textToVideoParams: { text: 'A red kite', images: [png] },
      videoGenerationConfig: { ...common, durationSeconds: 6 },
    });
  });

  it('divides one text into shots', () => {
    const task = { ...reelWords, kind: 'multiShotAutomated', durationSeconds: 18 } as const;
    assert.deepEqual(encode(task, reel11), {
      taskType: 'MULTI_SHOT_AUTOMATED',
      multiShotAutomatedParams: { text: 'A red kite' },
      videoGenerationConfig: { ...common, durationSeconds: 18 },
    });
  });

  it('takes shots with words and pictures, and then no length', () => {
    const shots = [{ text: 'A kite', image: frame() }, { text: 'The sea' }];
    const task = { ...reelWords, kind: 'multiShotManual', prompt: '', durationSeconds: 12, shots } as const;
    assert.deepEqual(encode(task, reel11), {
      taskType: 'MULTI_SHOT_MANUAL',
      multiShotManualParams: { shots: [{ text: 'A kite', image: png }, { text: 'The sea' }] },
      videoGenerationConfig: common,
    });
  });

  it('is the same with another seed', () => {
    const input = { taskType: 'TEXT_VIDEO', videoGenerationConfig: { ...common, durationSeconds: 6 } };
    assert.deepEqual(registry.adapterFor(reel11).withSeed(input, 8), {
      taskType: 'TEXT_VIDEO',
      videoGenerationConfig: { ...common, durationSeconds: 6, seed: 8 },
    });
  });
});

describe('the request of Luma Ray', () => {
  it('makes a film from words, and sends no seed', () => {
    assert.deepEqual(encode(rayWords, ray2), {
      prompt: 'A red kite',
      aspect_ratio: '16:9',
      resolution: '540p',
      duration: '5s',
    });
    assert.equal(lumaRay.withSeed({}, 8), undefined);
  });

  it('takes a start and an end frame, and a loop', () => {
    const jpeg = frame({ type: 'jpeg', base64: 'BBBB', width: 512, height: 4096 });
    const keyframe = (type: string, data: string): unknown => ({
      type: 'image',
      source: { type: 'base64', media_type: `image/${type}`, data },
    });
    const task = { ...rayWords, kind: 'imageToVideo', start: frame(), end: jpeg, loop: true } as const;
    assert.deepEqual(encode({ ...task, durationSeconds: 9 }, ray2), {
      prompt: 'A red kite',
      aspect_ratio: '16:9',
      resolution: '540p',
      duration: '9s',
      loop: true,
      keyframes: { frame0: keyframe('png', 'AAAA'), frame1: keyframe('jpeg', 'BBBB') },
    });
    const { start: _start, ...endOnly } = task;
    assert.deepEqual((encode(endOnly, ray2) as { keyframes: unknown }).keyframes, {
      frame1: keyframe('jpeg', 'BBBB'),
    });
  });
});

describe('a request that the model would refuse', () => {
  const shot = { text: 'A kite' };
  const manual = { ...reelWords, kind: 'multiShotManual', prompt: '' } as const;
  for (const [words_, task, model, field] of [
    ['no words', { ...reelWords, prompt: '  ' }, reel11, 'prompt'],
    [
      'a task it does not know',
      { ...reelWords, kind: 'multiShotAutomated', durationSeconds: 12 },
      reel10,
      'task',
    ],
    ['a length between two', { ...rayWords, durationSeconds: 7 }, ray2, 'durationSeconds'],
    [
      'a length that is no multiple of six',
      { ...reelWords, kind: 'multiShotAutomated', durationSeconds: 13 },
      reel11,
      'durationSeconds',
    ],
    [
      'more than two minutes',
      { ...reelWords, kind: 'multiShotAutomated', durationSeconds: 126 },
      reel11,
      'durationSeconds',
    ],
    ['no shots', { ...manual, durationSeconds: 0, shots: [] }, reel11, 'shots'],
    [
      '21 shots',
      { ...manual, durationSeconds: 126, shots: Array.from({ length: 21 }, () => shot) },
      reel11,
      'shots',
    ],
    [
      'a shot without words',
      { ...manual, durationSeconds: 12, shots: [shot, { text: '' }] },
      reel11,
      'shots[1].text',
    ],
    [
      'a length that its shots do not have',
      { ...manual, durationSeconds: 6, shots: [shot, shot] },
      reel11,
      'durationSeconds',
    ],
    ['another size', { ...reelWords, size: { ...reelSize, height: 721 } }, reel11, 'size'],
    ['pixels where a ratio is wanted', { ...rayWords, size: reelSize }, ray2, 'size'],
    ['a ratio where pixels are wanted', { ...reelWords, size: raySize }, reel11, 'size'],
    ['an unknown ratio', { ...rayWords, size: { ...raySize, ratio: '2:1' } }, ray2, 'size'],
    ['no frame at all', { ...rayWords, kind: 'imageToVideo' }, ray2, 'start'],
    [
      'an end frame it cannot use',
      { ...reelWords, kind: 'imageToVideo', start: frame(), end: frame() },
      reel11,
      'end',
    ],
    [
      'a frame of another size',
      { ...reelWords, kind: 'imageToVideo', start: frame({ width: 1279 }) },
      reel11,
      'frame',
    ],
    [
      'a frame that is too small',
      { ...rayWords, kind: 'imageToVideo', start: frame({ height: 511 }) },
      ray2,
      'frame',
    ],
    [
      'a frame that is too big',
      { ...rayWords, kind: 'imageToVideo', start: frame({ width: 4097 }) },
      ray2,
      'frame',
    ],
    [
      'a frame of another type',
      { ...rayWords, kind: 'imageToVideo', start: frame({ type: 'webp' }) },
      ray2,
      'frame',
    ],
    ['a seed that is none', { ...reelWords, seed: 1.5 }, reel11, 'seed'],
    ['a seed beyond the last', { ...reelWords, seed: 2_147_483_647 }, reel11, 'seed'],
  ] as const satisfies readonly (readonly [string, VideoTask, VideoModelDescriptor, string])[]) {
    it(`is not sent: ${words_}`, () => {
      const refused = encode(task, model) as { kind: string; field: string };
      assert.deepEqual([refused.kind, refused.field], ['badRequest', field]);
    });
  }

  it('is not sent with a prompt that is too long, which is counted', () => {
    assert.deepEqual(encode({ ...reelWords, prompt: 'x'.repeat(513) }, reel11), {
      kind: 'promptTooLong',
      length: 513,
      maxLength: 512,
      modelId: reel11.id,
    });
    assert.ok(registry.adapterFor(reel11).encode({ ...reelWords, prompt: 'x'.repeat(512) }, reel11).ok);
  });

  it('is sent with a warning where only an option is lost, or a limit cannot be counted', () => {
    const loop = registry.adapterFor(reel11).encode({ ...reelWords, loop: true }, reel11);
    assert.deepEqual(loop.ok && loop.value.warnings, [{ kind: 'optionNotSent', option: 'loop' }]);
    const long = registry.adapterFor(ray2).encode({ ...rayWords, prompt: 'x'.repeat(1201) }, ray2);
    assert.deepEqual(long.ok && long.value.warnings, [
      { kind: 'promptMayBeTooLong', characters: 1200, tokens: 300 },
    ]);
    const fine = registry.adapterFor(ray2).encode({ ...rayWords, prompt: 'x'.repeat(1200) }, ray2);
    assert.deepEqual(fine.ok && fine.value.warnings, []);
  });
});

describe('VideoRegistry', () => {
  it('finds a model by its id, and by the ARN in a job', () => {
    assert.equal(registry.find(ray2.id), ray2);
    assert.equal(registry.find(`arn:aws:bedrock:us-west-2::foundation-model/${ray2.id}`), ray2);
    assert.equal(registry.find('luma.ray-v3:0'), undefined);
  });

  it('refuses two of one name and a model without an adapter', () => {
    assert.throws(() => new VideoRegistry([ray2, ray2], [lumaRay]), TypeError);
    assert.throws(() => new VideoRegistry([ray2], [lumaRay, lumaRay]), TypeError);
    assert.throws(() => new VideoRegistry([reel10], [lumaRay]), TypeError);
  });
});
