import type { JsonValue } from '../json';
import { sha256Hex } from '../sha256';

/** JSON as one text, whatever the order in which its members were written. */
export function canonicalJson(value: JsonValue): string {
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`JSON has no ${value}`);
    // -0 and 0 are one number.
    return JSON.stringify(value + 0);
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = Object.keys(value)
    .toSorted()
    .flatMap((key) => {
      const member = value[key];
      return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(member)}`];
    });
  return `{${members.join(',')}}`;
}

/** @returns 64 lower-case hex digits, the same on every system */
export async function canonicalHash(value: JsonValue): Promise<string> {
  return sha256Hex(new TextEncoder().encode(canonicalJson(value)));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
