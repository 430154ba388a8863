/** Enough to spread any one coordinate over all of them; where their number is no power of two, two transforms overlap. */
const ROUNDS = 2;
const ROUNDS_OF_OVERLAPPING = 3;

/**
 * The vector turned by a fixed random rotation, which changes no product of two vectors. Afterwards no coordinate
 * stands out and the coordinates look as if they came from one normal distribution, so that bytes and signs of them lose little and
 * lose it evenly, whatever the vectors are like: Walsh-Hadamard transforms after random changes of sign.
 *
 * Packed rows on the disk are of turned vectors: another rotation is another version of the schema.
 */
export function rotate(vector: Float32Array): Float32Array {
  const turned = vector.slice();
  const size = 2 ** Math.floor(Math.log2(Math.max(1, turned.length)));
  const rounds = size < turned.length ? ROUNDS_OF_OVERLAPPING : ROUNDS;
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < turned.length; at++) {
      if (isFlipped(at, round)) turned[at] = -(turned[at] ?? 0);
    }
    transform(turned.subarray(0, size));
    if (size < turned.length) transform(turned.subarray(turned.length - size));
  }
  return turned;
}

/** A bit of a hash. */
function isFlipped(at: number, round: number): boolean {
  let hash = Math.imul(at + 1 + (round << 20), 0x9e37_79b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return ((hash ^ (hash >>> 16)) & 1) === 1;
}

/** The Walsh-Hadamard transform in place, scaled so that it keeps lengths. @param values as many as a power of two */
function transform(values: Float32Array): void {
  const { length } = values;
  for (let half = 1; half < length; half *= 2) {
    for (let from = 0; from < length; from += 2 * half) {
      for (let at = from; at < from + half; at++) {
        const a = values[at] ?? 0;
        const b = values[at + half] ?? 0;
        values[at] = a + b;
        values[at + half] = a - b;
      }
    }
  }
  const scale = 1 / Math.sqrt(length);
  for (let at = 0; at < length; at++) values[at] = (values[at] ?? 0) * scale;
}
