import { validation } from '../errors';
import type { FilmPlan } from '../jobs/job';
import { Fields } from './fields';
import { readImage } from './inputImages';
import type { VideoHandler, VideoInputs } from './videoModels';

const SHOT_SECONDS = 6;
const MAX_SEED = 2_147_483_646;
const DEFAULT_SEED = 42;
const MAX_SHOTS = 20;
/** A picture read from S3. */
const MAX_S3_IMAGE_BYTES = 25 * 1024 * 1024;
/** A long film is made of this many different shots, which it repeats. */
const DIFFERENT_SHOTS = 3;

/** What one version can do. */
interface Version {
  readonly name: string;
  readonly tasks: readonly Task[];
}

type Task = 'TEXT_VIDEO' | 'MULTI_SHOT_AUTOMATED' | 'MULTI_SHOT_MANUAL';

/** @see https://docs.aws.amazon.com/nova/latest/userguide/video-gen-access.html */
export const novaReel10: VideoHandler = {
  mostAtOnce: 10,
  read: (body, inputs) => readReel(body, inputs, { name: 'Nova Reel', tasks: ['TEXT_VIDEO'] }),
};

export const novaReel11: VideoHandler = {
  mostAtOnce: 3,
  read: (body, inputs) =>
    readReel(body, inputs, {
      name: 'Nova Reel 1.1',
      tasks: ['TEXT_VIDEO', 'MULTI_SHOT_AUTOMATED', 'MULTI_SHOT_MANUAL'],
    }),
};

async function readReel(body: unknown, inputs: VideoInputs, version: Version): Promise<FilmPlan> {
  const fields = new Fields(body);
  const task = fields.requiredChoice('taskType', version.tasks);
  const { seed, seconds } = readConfiguration(fields.requiredObject('videoGenerationConfig'), task);
  const shots = await readShots(fields, task, inputs);
  fields.close();
  return {
    width: 1280,
    height: 720,
    fps: 24,
    modelName: version.name,
    hasShotFiles: task !== 'TEXT_VIDEO',
    shots: Array.from({ length: shots.count ?? seconds / SHOT_SECONDS }, (_, index) => {
      const own = shots.list[index] ?? shots.list[0];
      const place = shots.count === undefined ? index % DIFFERENT_SHOTS : index;
      return {
        prompt: own?.prompt ?? '',
        seed: seed + place,
        seconds: SHOT_SECONDS,
        isLoop: false,
        ...(own?.start === undefined ? {} : { start: own.start }),
      };
    }),
  };
}

function readConfiguration(config: Fields, task: Task): { readonly seed: number; readonly seconds: number } {
  // The service rejects a length where it counts the shots: then the field stays unasked for, and `close` finds it.
  const seconds =
    task === 'MULTI_SHOT_MANUAL'
      ? 0
      : config.requiredNumber('durationSeconds', {
          min: task === 'TEXT_VIDEO' ? SHOT_SECONDS : 2 * SHOT_SECONDS,
          max: task === 'TEXT_VIDEO' ? SHOT_SECONDS : MAX_SHOTS * SHOT_SECONDS,
          isWhole: true,
        });
  if (seconds % SHOT_SECONDS !== 0) {
    throw validation(`The durationSeconds must be a multiple of ${SHOT_SECONDS}, found ${seconds}.`);
  }
  config.requiredNumber('fps', { min: 24, max: 24, isWhole: true });
  config.requiredChoice('dimension', ['1280x720']);
  const seed = config.number('seed', { min: 0, max: MAX_SEED, isWhole: true }) ?? DEFAULT_SEED;
  config.close();
  return { seed, seconds };
}

interface ReelShot {
  readonly prompt: string;
  readonly start?: string;
}

/** `count` where the request itself lists the shots. */
async function readShots(
  fields: Fields,
  task: Task,
  inputs: VideoInputs,
): Promise<{ readonly list: readonly ReelShot[]; readonly count?: number }> {
  if (task === 'MULTI_SHOT_AUTOMATED') {
    const params = fields.requiredObject('multiShotAutomatedParams');
    const prompt = params.requiredText('text', { min: 1, max: 4000 });
    params.close();
    return { list: [{ prompt }] };
  }
  if (task === 'MULTI_SHOT_MANUAL') {
    const params = fields.requiredObject('multiShotManualParams');
    const list: ReelShot[] = [];
    for (const shot of params.requiredObjects('shots', { min: 1, max: MAX_SHOTS })) {
      const prompt = shot.requiredText('text', { min: 1, max: 512 });
      list.push(withStart(prompt, await readSource(shot.object('image'), inputs)));
      shot.close();
    }
    params.close();
    return { list, count: list.length };
  }
  const params = fields.requiredObject('textToVideoParams');
  const prompt = params.requiredText('text', { min: 1, max: 512 });
  const [image] = params.objects('images', { min: 0, max: 1 }) ?? [];
  const start = await readSource(image, inputs);
  params.close();
  return { list: [withStart(prompt, start)] };
}

function withStart(prompt: string, start: string | undefined): ReelShot {
  return start === undefined ? { prompt } : { prompt, start };
}

/** @returns the picture's file in base64 */
async function readSource(image: Fields | undefined, inputs: VideoInputs): Promise<string | undefined> {
  if (!image) return undefined;
  const format = image.requiredChoice('format', ['png', 'jpeg']);
  const source = image.requiredObject('source');
  const location = source.object('s3Location');
  const data = location ? await readFromS3(location, inputs) : source.requiredEncoded('bytes');
  source.close();
  image.close();
  const { width, height } = await readImage(data, 'image', { formats: [format], isPlainRgb: true });
  if (width !== 1280 || height !== 720) {
    throw validation(`The image must be exactly 1280 x 720 pixels, found ${width} x ${height}.`);
  }
  return data;
}

async function readFromS3(location: Fields, { readObject }: VideoInputs): Promise<string> {
  const uri = location.requiredText('uri', { min: 1, max: 1024 });
  const owner = location.text('bucketOwner', { min: 12, max: 12 });
  location.close();
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
  const bytes = await readObject(bucket, key, owner);
  if (!bytes) throw validation(`The image at ${uri} does not exist or cannot be read.`);
  if (bytes.length > MAX_S3_IMAGE_BYTES) throw validation('The image is larger than 25 MB.');
  return bytes.toString('base64');
}
