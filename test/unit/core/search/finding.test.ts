import assert from 'node:assert/strict';
import {
  calibrationOf,
  closenessOfPictures,
  closenessOfSteps,
  nearDuplicateScore,
} from '../../../../src/core/search/finding/closeness';
import { combine } from '../../../../src/core/search/finding/combine';
import { findDuplicates } from '../../../../src/core/search/finding/duplicates';
import { groupByExamples } from '../../../../src/core/search/finding/groups';
import { looksEnglish } from '../../../../src/core/search/finding/language';
import { parseQuery } from '../../../../src/core/search/finding/query';
import { matrixCsv, similarityMatrix } from '../../../../src/core/search/finding/similarity';
import { dot, FakeClock, FakeFiles, FakeIndex, hashed, unit } from './fakes';

const DIMENSIONS = 128;

/** Around the direction of a name; more noise is further from it. */
function near(name: string, noise: number, number: number, base = 0): Float32Array {
  const center = unit(Float32Array.from(hashed(name, DIMENSIONS)));
  const own = unit(Float32Array.from(hashed(`${name} ${number}`, DIMENSIONS)));
  const all = unit(Float32Array.from(hashed('all', DIMENSIONS)));
  return unit(center.map((value, at) => value + noise * (own[at] ?? 0) + base * (all[at] ?? 0)));
}

async function indexOf(vectors: Readonly<Record<string, Float32Array>>): Promise<FakeIndex> {
  const index = new FakeIndex({ modelId: 'm', dimensions: DIMENSIONS, kind: 'image' });
  await index.add(Object.entries(vectors).map(([id, vector]) => ({ id, vector })));
  return index;
}

describe('the query language', () => {
  it('takes words without a sign as one description', () => {
    assert.deepEqual(parseQuery('  suede sneaker on grass '), [
      { text: 'suede sneaker on grass', weight: 1 },
    ]);
  });

  it('reads signs, phrases and weights', () => {
    assert.deepEqual(parseQuery('suede sneaker +red -leather "two words"^2 -"old shoe" kite^0.5 -lamp^1'), [
      { text: 'suede sneaker', weight: 1 },
      { text: 'red', weight: 1 },
      { text: 'leather', weight: -0.5 },
      { text: 'two words', weight: 2 },
      { text: 'old shoe', weight: -0.5 },
      { text: 'kite', weight: 0.5 },
      { text: 'lamp', weight: -1 },
    ]);
  });

  it('leaves hyphens in words and lone signs alone', () => {
    assert.deepEqual(parseQuery('t-shirt - x-ray'), [{ text: 't-shirt - x-ray', weight: 1 }]);
    assert.deepEqual(parseQuery('C++ ^_^'), [{ text: 'C++ ^_^', weight: 1 }]);
    assert.deepEqual(parseQuery('an open "quote'), [{ text: 'an open "quote', weight: 1 }]);
  });

  it('finds nothing to look for in nothing', () => {
    for (const text of ['', '  ', '- +', '""', 'kite^0', '!?']) assert.deepEqual(parseQuery(text), [], text);
  });
});

describe('how close a picture is', () => {
  it('is measured against the background of the collection, whatever its numbers', async () => {
    for (const base of [0, 1, 2]) {
      const vectors: Record<string, Float32Array> = {};
      for (let number = 0; number < 200; number++) {
        vectors[`o${number}`] = near(`subject ${number}`, 0.5, number, base);
      }
      for (let number = 0; number < 5; number++) vectors[`k${number}`] = near('kite', 0.5, number, base);
      const index = await indexOf(vectors);
      const background = await index.background();
      assert.ok(background.ok);
      const calibration = calibrationOf(background.value);
      const query = near('kite', 0.5, 99, base);
      const closeness = (id: string): string =>
        closenessOfPictures(dot(query, vectors[id] ?? new Float32Array(DIMENSIONS)), calibration);
      for (const id of ['k0', 'k1', 'k2', 'k3', 'k4']) {
        assert.ok(['close', 'veryClose'].includes(closeness(id)), `${id} at ${base}: ${closeness(id)}`);
      }
      const strangers = Object.keys(vectors).filter((id) => id.startsWith('o'));
      const wrong = strangers.filter((id) => ['close', 'veryClose'].includes(closeness(id)));
      assert.deepEqual(wrong, []);
      assert.ok(strangers.filter((id) => closeness(id) === 'none').length > 190);
    }
  });

  it('asks more of a picture among many, because one of them comes far by chance', () => {
    assert.equal(closenessOfSteps(3.6, 100), 'close');
    assert.equal(closenessOfSteps(3.6, 100_000), 'loose');
    assert.equal(closenessOfSteps(7, 100_000), 'veryClose');
    assert.equal(closenessOfSteps(2, 10), 'none');
  });

  it('trusts a few pairs little', () => {
    const none = { pairs: 0, mean: 0, standardDeviation: 0, median: 0, p90: 0, p99: 0 };
    const guess = calibrationOf(none);
    assert.ok(guess.middle > 0 && guess.step > 0);
    const few = calibrationOf({ ...none, pairs: 1, median: 0.9, p90: 0.9 });
    assert.ok(few.middle < 0.5);
    const many = calibrationOf({ ...none, pairs: 10_000, median: 0.9, p90: 0.9 });
    assert.ok(many.middle > 0.89 && many.step > 0);
  });

  it('lets neither words nor a picture drown the other', () => {
    const word = Float32Array.of(1, 0);
    const picture = Float32Array.of(0, 1);
    const calibrations = {
      text: { middle: 0.1, step: 0.02 },
      picture: { middle: 0.5, step: 0.1 },
    };
    const { vector } = combine(
      [
        { kind: 'text', vector: word, weight: 1 },
        { kind: 'picture', vector: picture, weight: 1 },
      ],
      calibrations,
    );
    const query = unit(vector);
    // The words lie in a space where they are five times less alike to pictures: they count five times.
    assert.ok(Math.abs(dot(query, word) / dot(query, picture) - 5) < 0.01);
  });
});

describe('comparing pictures', () => {
  it('makes a symmetric matrix, and a table that a spreadsheet reads as it is', () => {
    const matrix = similarityMatrix([
      { label: 'a, "b".png', vector: Float32Array.of(2, 0) },
      { label: '=1+1', vector: Float32Array.of(1, 1) },
      { label: 'zero', vector: Float32Array.of(0, 0) },
    ]);
    assert.deepEqual(
      [...matrix.values].map((value) => Number(value.toFixed(3))),
      [1, 0.707, 0, 0.707, 1, 0, 0, 0, 1],
    );
    assert.equal(
      matrixCsv(matrix),
      ',"a, ""b"".png",\'=1+1,zero\r\n"a, ""b"".png",1.0000,0.7071,0.0000\r\n' +
        "'=1+1,0.7071,1.0000,0.0000\r\nzero,0.0000,0.0000,1.0000\r\n",
    );
  });

  it('groups files that are one picture, exactly or nearly, and lists the largest first', async () => {
    const vectors: Record<string, Float32Array> = {
      kite: near('kite', 0.01, 1),
      kiteSmall: near('kite', 0.01, 2),
      lamp: near('lamp', 0, 1),
    };
    for (let number = 0; number < 60; number++)
      vectors[`o${number}`] = near(`subject ${number}`, 0.3, number);
    const index = await indexOf(vectors);
    const files = new FakeFiles(new FakeClock());
    const row = (path: string, sha256: string, width: number) =>
      ({
        folder: 'f',
        path,
        bytes: 1,
        timeMs: 1,
        sha256,
        picture: { type: 'png', width, height: 10 },
      }) as const;
    files.put([
      row('small.png', 'kiteSmall', 20),
      row('large.png', 'kite', 200),
      row('lamp.png', 'lamp', 10),
      row('copy/lamp.png', 'lamp', 10),
      ...Array.from({ length: 60 }, (_, number) => row(`o${number}.png`, `o${number}`, 10)),
    ]);
    const told: number[] = [];
    const found = await findDuplicates(index, files, (done) => told.push(done), new AbortController().signal);
    assert.ok(found.ok);
    assert.deepEqual(
      found.value.map(({ isExact, files: same }) => [isExact, same.map(({ path }) => path)]),
      [
        [false, ['large.png', 'small.png']],
        [true, ['copy/lamp.png', 'lamp.png']],
      ],
    );
    assert.deepEqual(told, [63]);
    assert.ok(nearDuplicateScore({ middle: 0.9, step: 0.01 }) > 0.99);
  });

  it('sorts pictures by a few examples, and says where it is not sure', () => {
    const calibration = { middle: 0, step: 0.09 };
    const groups = [
      { name: 'kites', examples: [near('kite', 0.3, 1), near('kite', 0.3, 2)] },
      { name: 'lamps', examples: [near('lamp', 0.3, 1)] },
      { name: 'empty', examples: [] },
    ];
    const between = unit(near('kite', 0, 0).map((value, at) => value + (near('lamp', 0, 0)[at] ?? 0)));
    const assignments = groupByExamples(
      groups,
      new Map([
        ['a', near('kite', 0.3, 9)],
        ['b', near('lamp', 0.3, 9)],
        ['c', near('boat', 0.3, 9)],
        ['d', between],
      ]),
      calibration,
    );
    assert.deepEqual(assignments.map(({ id, group, isSure }) => [id, group, isSure]).slice(0, 3), [
      ['a', 'kites', true],
      ['b', 'lamps', true],
      ['c', undefined, false],
    ]);
    assert.equal(assignments[3]?.isSure, false);
  });
});

describe('guessing whether words are English', () => {
  it('takes English for English, with its borrowed words', () => {
    for (const text of [
      'suede sneaker',
      'a café in Los Angeles',
      'font sans serif',
      'los angeles at night',
      '3 kites',
    ]) {
      assert.equal(looksEnglish(text), true, text);
    }
  });

  it('sees other languages by their letters and small words', () => {
    for (const text of [
      'Schuh aus Wildleder',
      'chaussure en daim',
      'zapato de ante',
      'красный змей',
      '赤い凧',
      'Läufer',
      'la casa de papel',
    ]) {
      assert.equal(looksEnglish(text), false, text);
    }
  });
});
