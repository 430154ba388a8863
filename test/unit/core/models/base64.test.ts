import assert from 'node:assert/strict';
import { decodeBase64 } from '../../../../src/core/models/base64';
import { sequence } from './samples';

type FromBase64 = (text: string) => Uint8Array;

/** Runs with a native decoder, or as an engine does that has none. */
function withEngine<T>(fromBase64: FromBase64 | undefined, run: () => T): T {
  const before = Object.getOwnPropertyDescriptor(Uint8Array, 'fromBase64');
  Object.defineProperty(Uint8Array, 'fromBase64', { value: fromBase64, configurable: true, writable: true });
  try {
    return run();
  } finally {
    if (before) Object.defineProperty(Uint8Array, 'fromBase64', before);
    else Reflect.deleteProperty(Uint8Array, 'fromBase64');
  }
}

/** The engine's own; where it has none, one that lets even more pass. */
const native: FromBase64 =
  (Uint8Array as { fromBase64?: FromBase64 }).fromBase64 ??
  ((text) => new Uint8Array(Buffer.from(text, 'base64')));
const engines: readonly (readonly [string, FromBase64 | undefined])[] = [
  ['without a native decoder', undefined],
  ['with a native decoder', native],
];

for (const [name, engine] of engines) {
  describe(`decodeBase64 ${name}`, () => {
    const decode = (text: string): readonly number[] | undefined => {
      const bytes = withEngine(engine, () => decodeBase64(text));
      return bytes && [...bytes];
    };

    it('decodes each kind of ending', () => {
      assert.deepEqual(decode(''), []);
      assert.deepEqual(decode('AA=='), [0]);
      assert.deepEqual(decode('AAE='), [0, 1]);
      assert.deepEqual(decode('AAEC'), [0, 1, 2]);
      assert.deepEqual(decode('+/+/'), [251, 255, 191]);
    });

    it('returns what was encoded, whatever the bytes', () => {
      const random = sequence(3);
      for (let length = 0; length < 200; length++) {
        const bytes = Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
        assert.deepEqual(decode(bytes.toString('base64')), [...bytes]);
      }
    });

    it('skips spaces and line breaks', () => {
      assert.deepEqual(decode(' AAEC\r\nAAEC\t'), [0, 1, 2, 0, 1, 2]);
      assert.deepEqual(decode('AA\n=='), [0]);
    });

    it('refuses what is no base64, or only a part of one', () => {
      const broken = ['A', 'AA', 'AAE', 'AA=', 'AAECA', '=', '==', '====', 'A===', '=AAA', 'A=AA', 'AA=A'];
      const foreign = [
        'AA==AA==',
        'AAEC=',
        'AAE*',
        'AA-_',
        'AAE\u00a0',
        'AAE\u000b',
        'AA\u0101A',
        '\u{1F642}',
      ];
      for (const text of [...broken, ...foreign, 'data:image/png;base64,AAEC']) {
        assert.equal(decode(text), undefined, JSON.stringify(text));
      }
    });
  });
}

describe('decodeBase64', () => {
  it('gives the same for every text, with and without a native decoder', () => {
    const random = sequence(4);
    const signs = ['A', 'B', '/', '=', ' ', '\n', '*', '9'];
    for (let round = 0; round < 5000; round++) {
      const text = Array.from({ length: random() * 10 }, () => signs[Math.floor(random() * 8)]).join('');
      assert.deepEqual(
        withEngine(undefined, () => decodeBase64(text)),
        withEngine(native, () => decodeBase64(text)),
        JSON.stringify(text),
      );
    }
  });
});
