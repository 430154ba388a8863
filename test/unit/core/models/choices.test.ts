import assert from 'node:assert/strict';
import {
  defaultSize,
  fitSize,
  sizeChoices,
  takesSize,
  takesValue,
} from '../../../../src/core/models/choices';
import type { OptionDescriptor } from '../../../../src/core/models/descriptor';
import { model, pixels, ratio, registry } from './samples';

describe('sizeChoices', () => {
  it('offers the default first, no size twice, and none that the model would refuse', () => {
    for (const { id, sizes } of registry.models) {
      const offered = sizeChoices(sizes).map(({ size }) => size);
      assert.deepEqual(offered[0], defaultSize(sizes), id);
      assert.equal(new Set(offered.map((size) => JSON.stringify(size))).size, offered.length, id);
      for (const size of offered) assert.ok(takesSize(size, sizes), `${id} ${JSON.stringify(size)}`);
    }
  });

  it('puts the default first also where the list has it elsewhere', () => {
    const ratios = { kind: 'aspectRatios', ratios: ['16:9', '1:1'], default: '1:1' } as const;
    assert.deepEqual(
      sizeChoices(ratios).map(({ size }) => size),
      [ratio('1:1'), ratio('16:9')],
    );
    const small = { width: 512, height: 512 };
    const list = { kind: 'list', sizes: [{ width: 768, height: 512 }, small], default: small } as const;
    assert.deepEqual(
      sizeChoices(list).map(({ size }) => size),
      [pixels(512, 512), pixels(768, 512)],
    );
  });

  it('names a plain ratio, and leaves a size without one as it is', () => {
    const names = new Map(
      sizeChoices(model('titanV2').sizes).map(({ size, name }) => [JSON.stringify(size), name]),
    );
    assert.equal(names.get(JSON.stringify(pixels(1024, 1024))), '1:1');
    assert.equal(names.get(JSON.stringify(pixels(768, 1152))), '2:3');
    assert.equal(names.get(JSON.stringify(pixels(1408, 640))), '11:5');
    assert.equal(names.get(JSON.stringify(pixels(1173, 640))), undefined);
    assert.equal(names.size, 25);
  });
});

describe('takesSize', () => {
  const { sizes } = model('novaCanvas');
  const takes = (width: number, height: number): boolean => takesSize(pixels(width, height), sizes);

  it('goes to the edges of a range, and not beyond', () => {
    assert.ok(takes(320, 320));
    assert.ok(!takes(304, 320));
    assert.ok(takes(4080, 1024));
    assert.ok(!takes(4096, 1024));
    assert.ok(takes(1280, 320));
    assert.ok(takes(320, 1280));
    assert.ok(!takes(1296, 320));
    assert.ok(!takes(320, 1296));
    assert.ok(takes(2048, 2032));
    assert.ok(!takes(2048, 2048));
    assert.ok(!takes(1024, 1000));
  });

  it('takes no size that is none', () => {
    for (const side of [0, -1024, 1024.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      assert.ok(!takes(side, 1024), String(side));
      assert.ok(!takes(1024, side), String(side));
    }
  });

  it('keeps pixels and ratios apart', () => {
    assert.ok(!takesSize(ratio('1:1'), sizes));
    assert.ok(!takesSize(ratio('1:1'), model('titanV2').sizes));
    assert.ok(!takesSize(pixels(1024, 1024), model('stableImageCore').sizes));
  });

  it('tells width from height in a list', () => {
    assert.ok(takesSize(pixels(1173, 640), model('titanV2').sizes));
    assert.ok(!takesSize(pixels(640, 1173), model('titanV2').sizes));
    assert.ok(!takesSize(pixels(1408, 1408), model('titanV2').sizes));
  });
});

describe('fitSize', () => {
  it('keeps a size that the model has', () => {
    assert.deepEqual(fitSize(pixels(1600, 912), model('novaCanvas')), pixels(1600, 912));
    assert.deepEqual(fitSize(ratio('9:21'), model('stableImageCore')), ratio('9:21'));
  });

  it("falls back to the model's own default", () => {
    assert.deepEqual(fitSize(undefined, model('titanV2')), pixels(1024, 1024));
    assert.deepEqual(fitSize(ratio('16:9'), model('novaCanvas')), pixels(1024, 1024));
    assert.deepEqual(fitSize(pixels(1280, 720), model('stableImageCore')), ratio('1:1'));
    assert.deepEqual(fitSize(ratio('4:3'), model('stableImageCore')), ratio('1:1'));
  });
});

describe('takesValue', () => {
  const scale: OptionDescriptor = {
    name: 'guidanceScale',
    kind: 'number',
    min: 1.1,
    max: 10,
    step: 0.1,
    default: 6.5,
  };
  const quality: OptionDescriptor = { name: 'quality', kind: 'choice', values: ['standard', 'premium'] };

  it('takes the ends of a range and nothing else beyond it', () => {
    for (const value of [1.1, 6.55, 10]) assert.ok(takesValue(value, scale));
    for (const value of [1, 10.01, Number.NaN, '5', true, undefined, null])
      assert.ok(!takesValue(value, scale));
  });

  it('takes the listed values only', () => {
    assert.ok(takesValue('premium', quality));
    for (const value of ['Premium', '', 1, true, undefined]) assert.ok(!takesValue(value, quality));
  });
});
