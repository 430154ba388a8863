import type { Blobs } from '../../files/blobs';
import type { JsonObject, JsonValue } from '../../json';
import { decodeBase64, encodeBase64 } from '../../models/base64';
import { refused } from '../../models/refused';
import { err, ok, type Result } from '../../result';
import { framesOf, type VideoTask } from '../task';
import type { KeptRequest } from './job';

/** Stands for a picture in a kept request. */
const MARK = '$picture';

/**
 * A request without its pictures, which go among the blobs: a record is read often and must stay small.
 *
 * @returns the failure to keep a picture; then nothing may be sent, because it could not be sent again
 */
export async function keepRequest(
  task: VideoTask,
  modelInput: JsonObject,
  blobs: Blobs,
): Promise<Result<KeptRequest>> {
  const names = new Map<string, JsonObject>();
  for (const { base64 } of framesOf(task)) {
    if (names.has(base64)) continue;
    const bytes = decodeBase64(base64);
    if (!bytes) return err(refused('frame', 'it is no picture'));
    const kept = await blobs.put(bytes);
    if (!kept.ok) return kept;
    names.set(base64, { [MARK]: kept.value });
  }
  const replace = (value: JsonValue): JsonValue =>
    typeof value === 'string' ? (names.get(value) ?? value) : value;
  return ok({
    modelInput: mapValues(modelInput, replace),
    // A task is plain data; what is undefined in it is as good as absent.
    task: mapValues(JSON.parse(JSON.stringify(task)) as JsonObject, replace),
  });
}

/** @returns the value with its pictures in it again; undefined where one is gone */
export async function withPictures(value: JsonObject, blobs: Blobs): Promise<JsonObject | undefined> {
  const hashes = new Set<string>();
  mapValues(value, (each) => {
    const sha256 = hashIn(each);
    if (sha256 !== undefined) hashes.add(sha256);
    return each;
  });
  const pictures = new Map<string, string>();
  for (const sha256 of hashes) {
    const bytes = await blobs.read(sha256);
    if (!bytes) return undefined;
    pictures.set(sha256, encodeBase64(bytes));
  }
  return mapValues(value, (each) => pictures.get(hashIn(each) ?? '') ?? each);
}

/** The hash of the picture that stands here; undefined for anything else. */
export function hashIn(value: JsonValue | undefined): string | undefined {
  if (typeof value !== 'object' || value === null || isList(value)) return undefined;
  const sha256 = value[MARK];
  return typeof sha256 === 'string' ? sha256 : undefined;
}

/** The same structure; `map` sees every member before what is in it, and ends the way down where it changes something. */
function mapValues(value: JsonObject, map: (value: JsonValue) => JsonValue): JsonObject {
  const visit = (each: JsonValue): JsonValue => {
    const mapped = map(each);
    if (mapped !== each || typeof each !== 'object' || each === null) return mapped;
    return isList(each) ? each.map(visit) : mapValues(each, map);
  };
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, visit(member)]));
}

/**
 * The hash of the picture that a film, or one of its shots, began with; undefined where it had none.
 *
 * @param number of a shot, from 1; 0 for the whole film, which begins with its first shot
 */
export function startPictureOf(task: JsonObject, number: number): string | undefined {
  const { start, shots } = task;
  const shot = isList(shots) ? shots[Math.max(0, number - 1)] : undefined;
  return pictureIn(start) ?? pictureIn(isObject(shot) ? shot['image'] : undefined);
}

function pictureIn(image: JsonValue | undefined): string | undefined {
  return isObject(image) ? hashIn(image['base64']) : undefined;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
