import assert from 'node:assert/strict';
import { sniffImage } from '../../../../src/core/images/sniff';
import { sample, samples, type SampleName } from './samples';

const types: Readonly<Record<SampleName, string>> = {
  png: 'png',
  interlacedPng: 'png',
  jpeg: 'jpeg',
  progressiveJpeg: 'jpeg',
  lossyWebp: 'webp',
  losslessWebp: 'webp',
  alphaWebp: 'webp',
  animatedWebp: 'webp',
  gif: 'gif',
  animatedGif: 'gif',
};
const names = Object.keys(samples) as SampleName[];

describe('sniffImage', () => {
  for (const name of names) {
    it(`reads type and size of ${name}`, () => {
      assert.deepEqual(sniffImage(sample(name)), {
        type: types[name],
        width: 24,
        height: 15,
        isComplete: true,
      });
    });

    it(`finds ${name} incomplete wherever it is cut`, () => {
      const bytes = sample(name);
      for (let length = 0; length < bytes.length; length++) {
        const found = sniffImage(bytes.subarray(0, length));
        assert.ok(!found?.isComplete, `complete after ${length} of ${bytes.length} bytes`);
      }
    });

    it(`is not misled by bytes behind ${name}`, () => {
      const bytes = sample(name);
      const longer = new Uint8Array(bytes.length + 7);
      longer.set(bytes);
      assert.deepEqual(sniffImage(longer), sniffImage(bytes));
    });
  }

  it('survives any single changed byte', () => {
    for (const name of names) {
      const bytes = sample(name);
      for (let at = 0; at < bytes.length; at++) {
        for (const value of [0x00, 0xff, 0x80]) {
          const changed = Uint8Array.from(bytes);
          changed[at] = value;
          assert.doesNotThrow(() => sniffImage(changed), `${name}, byte ${at}`);
        }
      }
    }
  });

  it('finds a PNG with a damaged header incomplete', () => {
    const bytes = sample('png');
    bytes[19] = 25;
    assert.deepEqual(sniffImage(bytes), { type: 'png', width: 25, height: 15, isComplete: false });
  });

  it('finds a PNG without pixels incomplete', () => {
    const bytes = sample('png');
    const end = bytes.subarray(bytes.length - 12);
    const image = sniffImage(Uint8Array.from([...bytes.subarray(0, 33), ...end]));
    assert.equal(image?.isComplete, false);
  });

  it("does not take the end of a JPEG's thumbnail for the end of the file", () => {
    const bytes = sample('jpeg');
    const thumbnail = [0xff, 0xe1, 0x00, 0x08, 0xff, 0xd8, 0xff, 0xd9, 0xff, 0xd9];
    const whole = Uint8Array.from([...bytes.subarray(0, 2), ...thumbnail, ...bytes.subarray(2)]);
    assert.equal(sniffImage(whole)?.isComplete, true);
    assert.equal(sniffImage(whole.subarray(0, whole.length - 2))?.isComplete, false);
  });

  it('knows no type for other bytes', () => {
    const others = [
      '',
      'P',
      '\x89PNG\r\n\x1a\n',
      '{"message":"Internal server error"}',
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      '<!doctype html><title>Sign in to the network</title>',
      'RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x44\xac\x00\x00',
      'GIF90a\x18\x00\x0f\x00\x00\x00\x00;',
    ];
    for (const text of others) assert.equal(sniffImage(Buffer.from(text, 'latin1')), undefined, text);
  });

  it('knows no size of nothing', () => {
    const bytes = sample('gif');
    bytes[6] = 0;
    assert.equal(sniffImage(bytes), undefined);
  });
});
