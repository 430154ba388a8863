import { closenessOfPictures, closenessOfSteps, type Calibration, type Closeness } from './closeness';

/** One part of a query as a vector. */
export interface QueryVector {
  readonly kind: 'text' | 'picture';
  readonly vector: Float32Array;
  /** Not 0; negative for what results must not be like. */
  readonly weight: number;
}

/** Calibrated apart: words and pictures lie further from each other than pictures from pictures. */
export interface Calibrations {
  readonly text: Calibration;
  readonly picture: Calibration;
}

export interface CombinedQuery {
  readonly vector: Float32Array;
  /** @param score cosine of the vector and a picture */
  closenessOf(score: number, pictures: number): Closeness;
}

/**
 * One vector for all parts. Each counts in steps of its own background: else a picture, whose similarities are larger,
 * would drown the words beside it.
 *
 * @param parts at least one
 */
export function combine(parts: readonly QueryVector[], calibrations: Calibrations): CombinedQuery {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === 'picture' && only.weight > 0) {
    return {
      vector: only.vector,
      closenessOf: (score) => closenessOfPictures(score, calibrations.picture),
    };
  }
  const vector = new Float32Array(only?.vector.length ?? 0);
  let background = 0;
  let squares = 0;
  for (const { kind, vector: part, weight } of parts) {
    const { middle, step } = calibrations[kind];
    const factor = weight / (step * lengthOf(part));
    for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) + factor * (part[at] ?? 0);
    background += (weight * middle) / step;
    squares += weight * weight;
  }
  const length = lengthOf(vector);
  const spread = Math.sqrt(squares);
  return {
    vector,
    closenessOf: (score, pictures) => closenessOfSteps((score * length - background) / spread, pictures),
  };
}

export function lengthOf(vector: Float32Array): number {
  let squares = 0;
  for (const value of vector) squares += value * value;
  return Math.sqrt(squares);
}

/** Cosine of two vectors of one length; 0 where one has no direction. */
export function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] ?? 0) * (other[at] ?? 0);
  const lengths = lengthOf(one) * lengthOf(other);
  return lengths === 0 ? 0 : sum / lengths;
}
