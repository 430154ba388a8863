import { byteRowBytes, type PackedVector } from './packing';

/** Rows that are packed, written and checked together. */
export const BLOCK_ROWS = 64;

/** The packed form of `BLOCK_ROWS` rows; all are views of `data`, which is stored as it is, little endian. */
export interface PackedBlock {
  readonly data: Uint8Array;
  readonly isAlive: Uint8Array;
  readonly steps: Float32Array;
  readonly bytes: Uint8Array;
}

export function blockBytes(dimensions: number): number {
  return BLOCK_ROWS * (1 + Float32Array.BYTES_PER_ELEMENT + byteRowBytes(dimensions));
}

/** @param data `blockBytes` long */
export function viewBlock(data: Uint8Array, dimensions: number): PackedBlock {
  // Steps are read in place, which needs them at a multiple of 4.
  const { buffer, byteOffset } = data.byteOffset % 4 === 0 ? data : data.slice();
  const stepsAt = byteOffset + BLOCK_ROWS;
  const bytesAt = stepsAt + BLOCK_ROWS * Float32Array.BYTES_PER_ELEMENT;
  return {
    data: new Uint8Array(buffer, byteOffset, data.length),
    isAlive: new Uint8Array(buffer, byteOffset, BLOCK_ROWS),
    steps: new Float32Array(buffer, stepsAt, BLOCK_ROWS),
    bytes: new Uint8Array(buffer, bytesAt, BLOCK_ROWS * byteRowBytes(dimensions)),
  };
}

export function emptyBlock(dimensions: number): PackedBlock {
  return viewBlock(new Uint8Array(blockBytes(dimensions)), dimensions);
}

/** @param place of the row within the block */
export function putInBlock(block: PackedBlock, place: number, { bytes, step }: PackedVector): void {
  block.isAlive[place] = 1;
  block.steps[place] = step;
  block.bytes.set(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), place * bytes.byteLength);
}

/** Nothing of what was there stays. */
export function clearInBlock(block: PackedBlock, place: number): void {
  const rowBytes = block.bytes.length / BLOCK_ROWS;
  block.isAlive[place] = 0;
  block.steps[place] = 0;
  block.bytes.fill(0, place * rowBytes, (place + 1) * rowBytes);
}
