import { namesSeed } from '../../edit/withoutPictures';
import type { JsonObject, JsonValue } from '../../json';
import { RECIPE_SCHEMA_VERSION } from '../../recipes/recipe';
import type { VideoRecipe } from '../../recipes/video';
import type { FilmFile, VideoJobOf } from './job';
import { hashIn } from './pictures';

/**
 * The recipe of one file of a job, as far as it can be told again: no bucket, no ARN, no pictures.
 *
 * @returns undefined for a job of another machine, of which only the film is known
 */
export function recipeOfVideo(
  job: VideoJobOf<'downloading'>,
  file: FilmFile,
  extensionVersion: string,
): VideoRecipe | undefined {
  const { request, model, place, verdict } = job;
  const { target } = file;
  if (!request || !target) return undefined;
  const { task } = request;
  const texts = shotTexts(task['shots']);
  return {
    schemaVersion: RECIPE_SCHEMA_VERSION,
    sha256: target.sha256,
    task: job.kind,
    prompt: job.prompt,
    model: { id: model.id, name: model.name, invokedAs: model.id },
    ...(job.seed !== undefined && namesSeed(request.modelInput) ? { seed: job.seed } : {}),
    video: {
      type: 'mp4',
      width: target.width,
      height: target.height,
      seconds: target.seconds,
      bytes: file.bytes,
    },
    request: withHashes(request.modelInput, picturesIn(task)),
    index: file.number,
    ...(job.inputs.length > 0 ? { inputs: job.inputs } : {}),
    ...(job.cell === undefined ? {} : { cell: job.cell }),
    ...(job.promptFile === undefined ? {} : { promptFile: job.promptFile }),
    settings: {
      ...(job.size ? { size: job.size } : {}),
      durationSeconds: job.durationSeconds,
      ...(typeof task['loop'] === 'boolean' ? { loop: task['loop'] } : {}),
      ...(texts ? { shots: texts } : {}),
    },
    runs: [
      {
        // The same after a crash, so that one making stays one run.
        madeAt: new Date(verdict.at).toISOString(),
        provider: place.via.provider,
        region: place.region,
        priceUsd: place.via.provider === 'offline' ? 0 : (job.priceUsd ?? 0),
        durationMs: Math.max(0, verdict.at - job.startedAt),
        extensionVersion,
        path: target.path,
      },
    ],
  };
}

function shotTexts(shots: JsonValue | undefined): readonly string[] | undefined {
  if (!Array.isArray(shots)) return undefined;
  return (shots as readonly JsonValue[]).map((shot) => {
    const text = typeof shot === 'object' && shot !== null && 'text' in shot ? shot['text'] : '';
    return typeof text === 'string' ? text : '';
  });
}

/** The user's own file behind each fitted picture, by the fitted picture's hash. */
function picturesIn(task: JsonObject): ReadonlyMap<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  const visit = (value: JsonValue | undefined): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) return (value as readonly JsonValue[]).forEach(visit);
    const { base64, sha256, path, ...rest } = value as JsonObject;
    const fitted = hashIn(base64);
    if (fitted !== undefined && typeof sha256 === 'string') {
      found.set(fitted, { sha256, ...(typeof path === 'string' ? { path } : {}) });
    }
    Object.values(rest).forEach(visit);
  };
  visit(task);
  return found;
}

/** As recipes of images write a picture. */
function withHashes(value: JsonObject, own: ReadonlyMap<string, JsonObject>): JsonObject {
  const visit = (each: JsonValue): JsonValue => {
    if (typeof each !== 'object' || each === null) return each;
    if (Array.isArray(each)) return (each as readonly JsonValue[]).map(visit);
    const sha256 = hashIn(each);
    return sha256 === undefined ? withHashes(each as JsonObject, own) : (own.get(sha256) ?? { sha256 });
  };
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, visit(member)]));
}
