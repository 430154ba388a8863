import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import {
  applyChange,
  controlIds,
  resetOptions,
  sizeValue,
  type ChangedValue,
} from '../../../../src/core/studio/change';
import type { StudioSession } from '../../../../src/core/studio/session';
import type { OptionDescriptor } from '../../../../src/core/models/descriptor';
import { model, pixels, ratio } from '../models/samples';
import { emptySession, sessionWith } from './samples';

const options: readonly OptionDescriptor[] = model('novaCanvas').options;

function changed(id: string, value: unknown, session: StudioSession = sessionWith()): StudioSession {
  return applyChange(session, id, value as ChangedValue, options, () => 77);
}

/** What a page could send for any control. */
const hostile: readonly unknown[] = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  0.5,
  2 ** 60,
  'x'.repeat(100_001),
  '__proto__',
  'javascript:alert(1)',
  '#12345',
  '#1234567',
  '0:0',
  '1:0',
  '0:1',
  '1:999',
  '-1x5',
  '999999x1',
  [],
  ['red'],
  Array.from({ length: 11 }, () => '#112233'),
  [['#112233']],
  {},
  { left: 1 },
  { left: -1, right: 0, up: 0, down: 0 },
  { left: 0.5, right: 0, up: 0, down: 0 },
  { left: 20_001, right: 0, up: 0, down: 0 },
  { left: '1', right: 0, up: 0, down: 0 },
  { left: Number.NaN, right: 0, up: 0, down: 0 },
  true,
];

describe('a changed control', () => {
  for (const [id, value, expected] of [
    ['prompt', 'a fern', { prompt: 'a fern' }],
    ['prompt', '', { prompt: '' }],
    ['negativePrompt', 'people', { negativePrompt: 'people' }],
    ['words', 'the lamp', { words: 'the lamp' }],
    ['count', 1, { count: 1 }],
    ['count', 10, { count: 10 }],
    ['size', '16:9', { size: ratio('16:9') }],
    ['size', '512x768', { size: pixels(512, 768) }],
    ['area', 'words', { area: 'words' }],
    ['garmentClass', 'UPPER_BODY', { garmentClass: 'UPPER_BODY' }],
    ['structure', 'sketch', { structure: 'sketch' }],
    ['upscale', 'creative', { upscale: 'creative' }],
    ['colors', [], { colors: [] }],
    ['colors', ['#112233', '#AABBCC'], { colors: ['#112233', '#AABBCC'] }],
    ['flattenOn', '#ABCDEF', { flattenOn: '#abcdef' }],
    [
      'margins',
      { left: 1, right: 2, up: 3, down: 20_000 },
      { margins: { left: 1, right: 2, up: 3, down: 20_000 } },
    ],
    ['seed', 0, { seed: 0 }],
    ['contextPx', 0, { contextPx: 0 }],
    ['featherPx', 0, { featherPx: 0 }],
    ['featherPx', 256, { featherPx: 256 }],
    ['option:guidanceScale', 6.5, { options: { guidanceScale: 6.5 } }],
    ['separateAreas', 'each', { separateAreas: true }],
  ] as const) {
    it(`sets ${id} to ${JSON.stringify(value)}, and nothing else`, () => {
      assert.deepEqual(changed(id, value), { ...sessionWith(), ...expected });
    });
  }

  for (const [id, values] of Object.entries({
    prompt: [5, true, ['x'], { left: 1 }],
    count: [0, 11, 1.5, '3'],
    size: ['', '16:9:1', '16x', 'x9', '512 x 512', '512x768x3', 512],
    area: ['garment', '', 0],
    separateAreas: ['', true, 1],
    structure: ['', 'edge', 'toString'],
    upscale: ['best', 'constructor'],
    colors: ['#112233', ['#11223'], ['112233']],
    flattenOn: ['white', '#fff', 0],
    seed: [-1, 0.5, '7', 'true', [], 2 ** 53],
    contextPx: [-1, 20_001, '5'],
    featherPx: [-1, 257, 1.5],
    margins: ['16/9', ':', '1:0', '0:5', [1, 2, 3, 4]],
    'option:guidanceScale': [0, 11, '6', true, Number.NaN],
    'option:quality': ['best', 5],
    'option:unknown': ['x', 1],
    'option:__proto__': ['x', 1],
    'option:constructor': ['x', true],
    'option:': ['x'],
    unknown: ['x', 1],
    __proto__: [{ left: 1 }],
    image: ['file:///etc/passwd'],
    spentUsd: [0],
  })) {
    it(`leaves the session as it is when ${id} does not fit`, () => {
      const session = sessionWith();
      for (const value of values) assert.equal(changed(id, value, session), session, inspect(value));
    });
  }

  it('bears anything for any control, and stays a session that can be sent', () => {
    const ids = [
      ...controlIds,
      'option:guidanceScale',
      'option:quality',
      'option:style',
      '__proto__',
      'candidates',
    ];
    for (const id of ids) {
      for (const value of hostile) {
        const session = changed(id, value);
        const what = `${id} ${JSON.stringify(value)}`;
        assert.ok(session.count >= 1 && session.count <= 10, what);
        assert.deepEqual(session.candidates, [], what);
        assert.match(session.flattenOn, /^#[0-9a-f]{6}$/, what);
        for (const side of Object.values(session.margins)) {
          assert.ok(Number.isInteger(side) && side >= 0 && side <= 20_000, what);
        }
        for (const px of [session.contextPx ?? 0, session.featherPx ?? 0, session.seed ?? 0]) {
          assert.ok(Number.isSafeInteger(px) && px >= 0, what);
        }
        assert.equal(Object.getPrototypeOf(session.options), Object.prototype, what);
      }
    }
  });

  it('locks the seed that there is, or one at random, and lets go of it', () => {
    const locked = changed('seed', true);
    assert.equal(locked.seed, 77);
    assert.equal(changed('seed', true, sessionWith({ seed: 0 })).seed, 0);
    assert.ok(!('seed' in changed('seed', false, locked)));
  });

  it("fills margins in for a ratio, the new area on both sides, never a pixel of the image's own", () => {
    // 4000 x 3000.
    assert.deepEqual(changed('margins', '16:9').margins, { left: 666, right: 667, up: 0, down: 0 });
    assert.deepEqual(changed('margins', '1:1').margins, { left: 0, right: 0, up: 500, down: 500 });
    assert.deepEqual(changed('margins', '4:3').margins, { left: 0, right: 0, up: 0, down: 0 });
  });

  it('fills in no margins where there is no image, or where they would have no end', () => {
    const empty = emptySession();
    assert.equal(changed('margins', '16:9', empty), empty);
    const session = sessionWith();
    assert.equal(changed('margins', '1:999', session), session);
  });

  it('takes a choice away again', () => {
    const chosen = changed('option:quality', 'premium');
    assert.deepEqual(chosen.options, { quality: 'premium' });
    assert.deepEqual(changed('option:quality', '', chosen).options, {});
  });

  it('reads a size as it was written', () => {
    for (const size of [ratio('21:9'), pixels(1024, 320)]) {
      assert.deepEqual(changed('size', sizeValue(size)).size, size);
    }
  });
});

describe('Reset to Defaults', () => {
  it('resets what stands under More, and nothing else', () => {
    const session = sessionWith({
      prompt: 'a fern',
      count: 4,
      words: 'the lamp',
      colors: ['#112233'],
      margins: { left: 1, right: 0, up: 0, down: 0 },
      models: { inpaint: 'x' },
      spentUsd: 1,
      nextNumber: 5,
    });
    const touched = {
      ...session,
      seed: 0,
      size: ratio('1:1'),
      contextPx: 0,
      featherPx: 0,
      options: { guidanceScale: 2 },
      negativePrompt: 'x',
      flattenOn: '#000000',
    };
    assert.deepEqual(resetOptions(touched), session);
  });
});
