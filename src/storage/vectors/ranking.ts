/** A row and how near it is: 1 for the same direction, -1 for the opposite one. */
export interface RankedRow {
  readonly row: number;
  readonly score: number;
}

/** The best first; equal scores in the order that is given, so that a search says the same twice. */
export function byScore(
  compareRows: (a: number, b: number) => number,
): (a: RankedRow, b: RankedRow) => number {
  return (a, b) => b.score - a.score || compareRows(a.row, b.row);
}

/**
 * The places of the greatest scores, in their order. What is as great as the last one comes along.
 *
 * @param scores finite, or `-Infinity` for what is left out
 */
export function greatest(scores: Float32Array, wanted: number): readonly number[] {
  const limit = limitOf(scores, wanted);
  const places: number[] = [];
  for (let place = 0; place < scores.length; place++) {
    const score = scores[place] ?? -Infinity;
    if (score >= limit && score > -Infinity) places.push(place);
  }
  return places;
}

/** The least of so many of the greatest scores, by a heap of that many; `-Infinity` where there are not so many. */
export function limitOf(scores: Float32Array, wanted: number): number {
  if (wanted > scores.length) return -Infinity;
  const heap = scores.slice(0, wanted).sort();
  for (let place = wanted; place < scores.length; place++) {
    const score = scores[place] ?? -Infinity;
    if (score > (heap[0] ?? Infinity)) sink(heap, score);
  }
  return heap[0] ?? -Infinity;
}

/** Puts a value in the place of the smallest one. */
function sink(heap: Float32Array, value: number): void {
  let place = 0;
  for (;;) {
    const left = 2 * place + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && (heap[right] ?? 0) < (heap[left] ?? 0) ? right : left;
    const smaller = heap[child] ?? 0;
    if (smaller >= value) break;
    heap[place] = smaller;
    place = child;
  }
  heap[place] = value;
}
