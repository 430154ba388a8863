import { typesOf, type Schema } from './schema';

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

/** Whether a value is of one of the schema's types, at its top alone. */
export function isOfType(schema: Schema, value: unknown): boolean {
  const types = typesOf(schema);
  const actual = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
  return types.includes(actual) || (types.includes('integer') && Number.isInteger(value));
}

function inWords(value: unknown): unknown {
  if (typeof value === 'number') return `${value} of 10`;
  if (Array.isArray(value)) return value.map(inWords);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inWords(each)]));
}
