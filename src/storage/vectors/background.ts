import type { BackgroundSimilarity } from '../../core/search/vectorIndex';
import { dot } from './scanner';

/** Of every two of them. @param vectors of length 1 */
export function similarityOfPairs(vectors: readonly Float32Array[]): BackgroundSimilarity {
  return summaryOf(vectors.flatMap((vector, at) => vectors.slice(at + 1).map((other) => dot(vector, other))));
}

/** Of every query with every vector. @param vectors of length 1, as the queries are */
export function similarityTo(
  vectors: readonly Float32Array[],
  queries: readonly Float32Array[],
): BackgroundSimilarity {
  return summaryOf(queries.flatMap((query) => vectors.map((vector) => dot(query, vector))));
}

function summaryOf(scores: readonly number[]): BackgroundSimilarity {
  const sorted = Float64Array.from(scores).sort();
  const pairs = sorted.length;
  if (pairs === 0) return { pairs, mean: 0, standardDeviation: 0, median: 0, p90: 0, p99: 0 };
  const mean = sorted.reduce((sum, score) => sum + score, 0) / pairs;
  const variance = sorted.reduce((sum, score) => sum + (score - mean) ** 2, 0) / pairs;
  const quantile = (share: number): number => sorted[Math.round(share * (pairs - 1))] ?? 0;
  return {
    pairs,
    mean,
    standardDeviation: Math.sqrt(variance),
    median: quantile(0.5),
    p90: quantile(0.9),
    p99: quantile(0.99),
  };
}
