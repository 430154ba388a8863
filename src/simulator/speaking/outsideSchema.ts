import type { Schema } from './schema';

/** Almost what the schema wants: numbers in words, and the last of what is required left out. */
export function outside(schema: Schema, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const last = schema.required?.at(-1) ?? Object.keys(schema.properties ?? {}).at(-1);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== last)
      .map(([name, each]) => [name, inWords(each)]),
  );
}

function inWords(value: unknown): unknown {
  if (typeof value === 'number') return `${value} of 10`;
  if (Array.isArray(value)) return value.map(inWords);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inWords(each)]));
}
