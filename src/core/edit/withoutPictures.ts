import type { JsonObject, JsonValue } from '../json';
import { picturesOf, type TaskInput } from '../tasks/task';

/**
 * A request's body as a recipe keeps it: each picture stands as its hash, and as its path where it has one.
 *
 * @param input whose pictures went into the body
 */
export function withoutPictures(body: JsonObject, input: TaskInput): JsonObject {
  const names = new Map<string, JsonObject>(
    picturesOf(input).map((picture) => [
      picture.base64,
      { sha256: picture.sha256, ...('path' in picture ? { path: picture.path } : {}) },
    ]),
  );
  if (names.size === 0) return body;
  const replace = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return names.get(value) ?? value;
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map(replace);
    return replaceIn(value);
  };
  const replaceIn = (value: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replace(member)]));
  return replaceIn(body);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** True where the request says which seed to use: then the recipe can say so too. */
export function namesSeed(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (isList(value)) return value.some(namesSeed);
  return Object.entries(value).some(
    ([key, member]) => (key === 'seed' && typeof member === 'number') || namesSeed(member),
  );
}
