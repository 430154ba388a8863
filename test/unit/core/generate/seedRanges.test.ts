import assert from 'node:assert/strict';
import { chooseSeeds } from '../../../../src/core/generate/seeds';
import { registry, sequence } from '../models/samples';

/** Chance as it comes, and as unlucky as it can be. */
const chances: readonly (readonly [string, (round: number) => () => number])[] = [
  ['by chance', (round) => sequence(round)],
  ['with the lowest numbers', () => () => 0],
  ['with the highest numbers', () => () => 1 - Number.EPSILON / 2],
  ['with one number for ever', (round) => () => (round % 100) / 100],
];

describe('chooseSeeds, for any model and number of images', () => {
  for (const [name, chance] of chances) {
    it(`keeps the images of all requests apart and the seeds in range, ${name}`, () => {
      for (const each of registry.models) {
        for (let round = 0; round < 100; round++) {
          const counts = Array.from({ length: 1 + (round % 10) }, (_, index) =>
            Math.min(each.maxImagesPerRequest, 1 + ((round + index) % 5)),
          );
          const seeds = chooseSeeds(counts, each, undefined, chance(round));
          assert.equal(seeds.length, counts.length);
          assert.ok(seeds.every((seed) => Number.isInteger(seed) && seed >= 1 && seed <= each.seed.max));
          const images = seeds.flatMap((seed, index) =>
            Array.from({ length: counts[index] ?? 0 }, (_, image) => seed + image),
          );
          assert.equal(new Set(images).size, images.length, `${each.id} ${JSON.stringify([counts, seeds])}`);
        }
      }
    });
  }

  it("sends the user's seed first and counts up by images, each seed in range and none twice", () => {
    for (const each of registry.models) {
      for (const first of [0, 1, 7, each.seed.max - 3, each.seed.max]) {
        const seeds = chooseSeeds([1, 1, 1, 1, 1, 1], each, first, () => 0);
        assert.equal(seeds[0], first);
        assert.equal(new Set(seeds).size, 6);
        assert.ok(seeds.every((seed) => seed >= each.seed.min && seed <= each.seed.max));
        assert.ok(seeds.slice(1).every((seed) => seed !== 0));
      }
    }
  });
});
