import assert from 'node:assert/strict';
import { looksLikeMp4, readMp4, type Mp4Facts } from '../../../../src/core/video/mp4';
import { box, joined, sampleMp4 } from './sampleMp4';

function read(bytes: Uint8Array): Promise<Mp4Facts | undefined> {
  return readMp4(async (position, length) => bytes.subarray(position, position + length), bytes.length);
}

describe('readMp4', () => {
  for (const indexFirst of [true, false]) {
    it(`reads size and length where the index lies ${indexFirst ? 'before' : 'after'} the pictures`, async () => {
      const facts = await read(sampleMp4('kite', { indexFirst, width: 1280, height: 720, seconds: 6 }));
      assert.deepEqual(facts, { width: 1280, height: 720, seconds: 6 });
    });
  }

  it('refuses a film that is cut anywhere', async () => {
    const whole = sampleMp4('kite', { bytes: 600 });
    for (let length = 0; length < whole.length; length++) {
      assert.equal(await read(whole.subarray(0, length)), undefined, `${length} bytes`);
    }
  });

  it('refuses what is something else', async () => {
    assert.equal(
      await read(new TextEncoder().encode('<?xml version="1.0"?><Error>no such film</Error>')),
      undefined,
    );
    assert.equal(await read(new Uint8Array(5000)), undefined);
    assert.equal(await read(box('ftyp', new Uint8Array(8))), undefined);
  });

  it('refuses a film without pictures and an index without a picture track', async () => {
    const type = box('ftyp', new Uint8Array(8));
    const whole = sampleMp4('kite');
    assert.equal(await read(whole.subarray(0, whole.indexOf(0x6d, 40))), undefined);
    assert.equal(await read(joined([type, box('mdat', new Uint8Array(9))])), undefined);
    const soundOnly = box('moov', box('trak', box('tkhd', new Uint8Array(84))));
    assert.equal(await read(joined([type, soundOnly, box('mdat', new Uint8Array(9))])), undefined);
  });

  it('reads a last box that goes to the end, and one with a long length', async () => {
    const whole = sampleMp4('kite', { bytes: 500 });
    const open = whole.slice();
    const pictures = 16 + 8 + 28 + 8 + 92;
    new DataView(open.buffer).setUint32(pictures, 0);
    assert.deepEqual(await read(open), { width: 960, height: 540, seconds: 5 });
    const long = new Uint8Array(16 + 40);
    const view = new DataView(long.buffer);
    view.setUint32(0, 1);
    long.set(new TextEncoder().encode('mdat'), 4);
    view.setBigUint64(8, BigInt(long.length));
    assert.deepEqual(await read(joined([whole.subarray(0, pictures), long])), {
      width: 960,
      height: 540,
      seconds: 5,
    });
  });

  it('ends for boxes that claim nothing or everything', async () => {
    for (const size of [2, 7, 0xffffffff]) {
      const bytes = sampleMp4('kite', { bytes: 500 });
      new DataView(bytes.buffer).setUint32(16, size);
      assert.equal(await read(bytes), undefined);
    }
  });
});

describe('looksLikeMp4', () => {
  it('knows a film by its first bytes', () => {
    assert.equal(looksLikeMp4(sampleMp4('kite').subarray(0, 12)), true);
    assert.equal(looksLikeMp4(new TextEncoder().encode('{"message":"no"}')), false);
    assert.equal(looksLikeMp4(new Uint8Array(3)), false);
  });
});
