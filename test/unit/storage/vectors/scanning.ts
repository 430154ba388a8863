import assert from 'node:assert/strict';
import { compileKernels } from '../../../../src/storage/vectors/kernel';
import { pack } from '../../../../src/storage/vectors/packing';
import { VectorScanner } from '../../../../src/storage/vectors/scanner';
import { bruteForce } from './samples';

export const kernels = compileKernels();

/** Vectors and the scanner of them; undefined where there is none. */
export class Scanned {
  readonly vectors: (Float32Array | undefined)[] = [];
  readonly scanner: VectorScanner;

  constructor(vectors: readonly Float32Array[]) {
    const dimensions = vectors[0]?.length ?? 0;
    this.scanner = new VectorScanner(kernels, dimensions, (rows) =>
      rows.map((row) => this.vectors[row] ?? new Float32Array(0)),
    );
    for (const [row, vector] of vectors.entries()) this.set(row, vector);
  }

  set(row: number, vector: Float32Array): void {
    this.vectors[row] = vector;
    this.scanner.set(row, pack(vector));
  }

  remove(row: number): void {
    this.vectors[row] = undefined;
    this.scanner.remove(row);
  }

  /** The ranking is that of every product in 64 bits. */
  assertExact(query: Float32Array, wanted: number, isAllowed?: (row: number) => boolean): void {
    const mask = isAllowed && Uint8Array.from(this.vectors, (_, row) => (isAllowed(row) ? 1 : 0));
    assert.deepEqual(
      rowsOf(this.scanner.search(query, wanted, mask)),
      bruteForce(this.vectors, query, wanted, isAllowed),
    );
  }
}

export function rowsOf(found: readonly { readonly row: number }[]): readonly number[] {
  return found.map(({ row }) => row);
}
