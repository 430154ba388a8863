import assert from 'node:assert/strict';
import { chooseSeeds } from '../../../../src/core/generate/seeds';

const amazon = { seed: { min: 0, max: 2_147_483_646 } };

describe('chooseSeeds', () => {
  it('takes 0 for a seed', () => {
    assert.deepEqual(
      chooseSeeds([1], amazon, 0, () => 0.5),
      [0],
    );
  });

  it('goes on from the lowest seed after the highest, and leaves 0 out', () => {
    const { max } = amazon.seed;
    assert.deepEqual(
      chooseSeeds([1, 1, 1], amazon, max - 1, () => 0),
      [max - 1, max, 1],
    );
  });

  it('does not bend a seed that the model will refuse', () => {
    assert.deepEqual(
      chooseSeeds([1], amazon, 2 ** 40, () => 0),
      [2 ** 40],
    );
  });

  it('never chooses 0, which services take for random', () => {
    assert.deepEqual(
      chooseSeeds([1], amazon, undefined, () => 0),
      [1],
    );
  });

  it('stays below the older limit of the models of Amazon', () => {
    assert.deepEqual(
      chooseSeeds([1], amazon, undefined, () => 1 - Number.EPSILON),
      [858_993_459],
    );
  });

  it('keeps the images of two requests apart even when chance does not', () => {
    assert.deepEqual(
      chooseSeeds([5, 5, 2], amazon, undefined, () => 0),
      [1, 6, 11],
    );
  });

  it('wraps round at the highest seed', () => {
    assert.deepEqual(
      chooseSeeds([1, 1], { seed: { min: 0, max: 10 } }, undefined, () => 0.99),
      [10, 1],
    );
  });

  it('ends also where there are fewer seeds than images', () => {
    assert.equal(chooseSeeds([1, 1, 1, 1], { seed: { min: 0, max: 2 } }, undefined, () => 0.5).length, 4);
  });
});
