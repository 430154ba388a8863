import { rotate } from '../../../../src/storage/vectors/rotation';
import { dot } from '../../../../src/storage/vectors/scanner';
import { clusteredVectors, normal, randomNumbers, unit } from './samples';
import { Scanned } from './scanning';

// Each has more rows than are read in bytes alone, so that signs are taken.
const COUNT = 10_000;
const DIMENSIONS = 256;
const QUERIES = 6;

const many = (make: () => Float32Array, count = COUNT): readonly Float32Array[] =>
  Array.from({ length: count }, () => unit(make()));

describe('VectorScanner, with many vectors', () => {
  const random = randomNumbers(21);
  const vectorOf = (value: (at: number) => number): Float32Array =>
    Float32Array.from({ length: DIMENSIONS }, (_, at) => value(at));
  const uniform = (): Float32Array => vectorOf(() => normal(random));
  const clustered = clusteredVectors(COUNT + QUERIES, DIMENSIONS, random);

  // As embeddings of pictures lie: about a common mean, with other spreads in each direction.
  const mean = vectorOf(() => 0.8 * normal(random));
  const spreads = vectorOf(() => Math.exp(0.7 * normal(random)));
  const anisotropic = (): Float32Array =>
    vectorOf((at) => (mean[at] ?? 0) + (spreads[at] ?? 0) * normal(random));
  const heavyTailed = (): Float32Array => vectorOf(() => normal(random) ** 5);
  const copied = many(uniform, 100);
  const nearDuplicate = (): Float32Array => {
    const original = copied[Math.floor(random() * 100)] ?? uniform();
    return original.map((value) => value + 0.001 * normal(random));
  };
  // Most of a vector is what it has in common with the others.
  const crowded = (): Float32Array => vectorOf((at) => 4 * (mean[at] ?? 0) + normal(random));
  const oneOrTwo = (): Float32Array => {
    const vector = new Float32Array(DIMENSIONS);
    vector[Math.floor(random() * DIMENSIONS)] = 1;
    vector[Math.floor(random() * DIMENSIONS)] = random();
    return vector;
  };

  for (const { name, vectors, query, most = 1000 } of [
    { name: 'uniform ones', vectors: many(uniform), query: uniform },
    { name: 'clusters', vectors: clustered.slice(QUERIES), query: () => clustered[0] ?? uniform() },
    { name: 'clusters that are far from the query', vectors: clustered.slice(QUERIES), query: uniform },
    { name: 'ones about a common mean', vectors: many(anisotropic), query: anisotropic },
    { name: 'ones about a mean that the query lacks', vectors: many(anisotropic), query: uniform },
    { name: 'heavy-tailed ones', vectors: many(heavyTailed), query: heavyTailed },
    { name: 'near duplicates', vectors: many(nearDuplicate), query: nearDuplicate },
    { name: 'ones that have most in common', vectors: many(crowded), query: crowded },
    // Of most of them, the product is 0: no more are asked for than have another one.
    { name: 'ones of one or two coordinates', vectors: many(oneOrTwo), query: oneOrTwo, most: 60 },
  ]) {
    it(`ranks ${name} as brute force does, also among the allowed`, () => {
      const scanned = new Scanned(vectors);
      for (let round = 0; round < QUERIES; round++) {
        const to = unit(query());
        for (const wanted of [1, 10, 60, most]) scanned.assertExact(to, wanted);
        scanned.assertExact(to, 10, (row) => row % 3 === round % 3);
        scanned.assertExact(to, 10, (row) => row % 50 === round);
        scanned.assertExact(to, 10, (row) => row < 9);
      }
    }).timeout(60_000);
  }

  it('does not trust estimates where they are wrong by more than they say', () => {
    // Turned, the query is a single coordinate: how great that is in a row, its sign does not tell.
    const query = vectorOf((at) => rotate(vectorOf((each) => (each === at ? 1 : 0)))[0] ?? 0);
    const vectors = many(() => {
      const vector = uniform();
      const change = 60 * (random() - 0.5) - dot(vector, query);
      return vector.map((value, at) => value + change * (query[at] ?? 0));
    });
    new Scanned(vectors).assertExact(query, 10);
  }).timeout(60_000);

  it('ranks a thousand of very many', () => {
    const vectors = clusteredVectors(130_000, 64, random, 60);
    const scanned = new Scanned(vectors);
    for (const row of [0, 70_000])
      scanned.assertExact(unit((vectors[row] ?? uniform()).map((x) => x + 0.01)), 1000);
  }).timeout(60_000);

  it('stays exact while rows come, go and are replaced, from few to many and far beyond', () => {
    const vectors = clusteredVectors(20_000, 64, random, 300);
    const scanned = new Scanned(vectors.slice(0, 7900));
    const query = (): Float32Array =>
      unit((vectors[Math.floor(random() * 20_000)] ?? uniform()).map((x) => x + 0.01));
    const check = (): void => {
      for (let round = 0; round < 3; round++) scanned.assertExact(query(), 10);
      scanned.assertExact(query(), 10, (row) => row % 4 === 0);
    };
    check();
    for (let count = 7900; count < 20_000;) {
      const until = Math.min(20_000, count + 600);
      for (; count < until; count++) scanned.set(count, vectors[count] ?? uniform());
      // Some of the last and some of the first.
      for (let row = 1; row < 40; row += 3) scanned.remove(count - row);
      for (let row = 0; row < 40; row += 3)
        scanned.set(row, unit(clusteredVectors(1, 64, random)[0] ?? uniform()));
      check();
    }
    for (let row = 3000; row < 19_000; row++) scanned.remove(row);
    check();
  }).timeout(60_000);
});
