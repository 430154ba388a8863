import assert from 'node:assert/strict';
import type { VideoModelDescriptor } from '../../../../src/core/video/descriptor';
import { createVideoRegistry } from '../../../../src/core/video/known';
import {
  framedArea,
  framingChoices,
  frameSize,
  nearestRatio,
  type Framing,
} from '../../../../src/core/video/framing';

const registry = createVideoRegistry();

function modelOf(id: string): VideoModelDescriptor {
  const model = registry.find(id);
  assert.ok(model);
  return model;
}

const reel = modelOf('amazon.nova-reel-v1:1');
const ray = modelOf('luma.ray-v2:0');
const frame = { width: 1280, height: 720 };

describe('the frame of a film', () => {
  it('has the size that the model asks for', () => {
    assert.deepEqual(frameSize(reel, { kind: 'pixels', width: 1280, height: 720 }), frame);
    assert.deepEqual(frameSize(ray, { kind: 'ratio', ratio: '9:16', resolution: '720p' }), {
      width: 720,
      height: 1280,
    });
    assert.deepEqual(frameSize(ray, { kind: 'ratio', ratio: '21:9', resolution: '540p' }), {
      width: 1260,
      height: 540,
    });
  });

  it('stays within the limits of the model in every size', () => {
    assert.ok(ray.sizes.kind === 'ratios' && ray.frames.size.kind === 'range');
    for (const ratio of ray.sizes.ratios) {
      for (const resolution of ray.sizes.resolutions) {
        const { width, height } = frameSize(ray, { kind: 'ratio', ratio, resolution });
        assert.ok(Math.min(width, height) >= ray.frames.size.minSidePx, ratio);
        assert.ok(Math.max(width, height) <= ray.frames.size.maxSidePx, ratio);
        assert.equal(width % 2, 0);
        assert.equal(height % 2, 0);
      }
    }
  });

  it('offers nothing for a picture of its own shape', () => {
    assert.deepEqual(framingChoices({ width: 1920, height: 1080 }, frame), []);
    assert.deepEqual(framingChoices({ width: 1921, height: 1080 }, frame), []);
    assert.deepEqual(framingChoices({ width: 4000, height: 1000 }, frame), [
      'center',
      'left',
      'right',
      'pad',
    ]);
    assert.deepEqual(framingChoices({ width: 1000, height: 1000 }, frame), [
      'center',
      'top',
      'bottom',
      'pad',
    ]);
  });

  it('cuts off what lies outside, from the side that is not kept', () => {
    const tall = { width: 1600, height: 1600 };
    const area = (framing: Framing) => framedArea(tall, frame, framing);
    assert.deepEqual(area('center'), { left: 0, top: 350, width: 1600, height: 900 });
    assert.deepEqual(area('top'), { left: 0, top: 0, width: 1600, height: 900 });
    assert.deepEqual(area('bottom'), { left: 0, top: 700, width: 1600, height: 900 });
    assert.deepEqual(framedArea({ width: 3200, height: 900 }, frame, 'right'), {
      left: 1600,
      top: 0,
      width: 1600,
      height: 900,
    });
  });

  it('reaches beyond the picture on both sides where it is padded', () => {
    assert.deepEqual(framedArea({ width: 900, height: 900 }, frame, 'pad'), {
      left: -350,
      top: 0,
      width: 1600,
      height: 900,
    });
    assert.deepEqual(framedArea({ width: 3200, height: 900 }, frame, 'pad'), {
      left: 0,
      top: -450,
      width: 3200,
      height: 1800,
    });
  });

  it('follows the shape of a picture where the model has several', () => {
    const ratios = ['16:9', '9:16', '1:1', '4:3'];
    assert.equal(nearestRatio({ width: 1000, height: 1010 }, ratios), '1:1');
    assert.equal(nearestRatio({ width: 700, height: 1300 }, ratios), '9:16');
    assert.equal(nearestRatio({ width: 1200, height: 900 }, ratios), '4:3');
  });
});
