/** Numbers that look random and are the same each time. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Unit vectors around centers, as embeddings of pictures lie; uniform ones mislead. */
export function clusteredVectors(
  count: number,
  dimensions: number,
  random: () => number,
  clusters = Math.ceil(Math.sqrt(count)),
): readonly Float32Array[] {
  const centers = Array.from({ length: clusters }, () =>
    Float32Array.from({ length: dimensions }, () => normal(random)),
  );
  return Array.from({ length: count }, () => {
    const center = centers[Math.floor(random() * clusters)] ?? new Float32Array(dimensions);
    return unit(center.map((value) => value + 0.6 * normal(random)));
  });
}

export function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** The reference: every product in 64 bits, ties in the order of the rows. */
export function bruteForce(
  vectors: readonly (Float32Array | undefined)[],
  query: Float32Array,
  wanted: number,
  isAllowed: (row: number) => boolean = () => true,
): readonly number[] {
  return vectors
    .flatMap((vector, row) => {
      if (!vector || !isAllowed(row)) return [];
      let score = 0;
      for (let at = 0; at < query.length; at++) score += (query[at] ?? 0) * (vector[at] ?? 0);
      return [{ row, score }];
    })
    .toSorted((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, wanted)
    .map(({ row }) => row);
}
