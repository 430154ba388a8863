/**
 * The memory that moves with a message. Shared memory is left out: it stays where it is.
 *
 * @param value arrays in it own their buffers
 */
export function buffersOf(value: unknown): ArrayBuffer[] {
  return [...new Set(collect(value))];
}

function collect(value: unknown): readonly ArrayBuffer[] {
  if (value instanceof Uint8Array) return value.buffer instanceof ArrayBuffer ? [value.buffer] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(collect);
}

/** A copy that can be moved to another thread. Sharp's memory cannot: it is shared, and part of a larger whole. */
export function ownBytes(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}
