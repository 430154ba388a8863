import { validation } from '../errors';
import type { FilmPlan } from '../jobs/job';
import { Fields } from './fields';
import { readImage } from './inputImages';
import type { VideoHandler } from './videoModels';

/** Width by height. */
const ratios = {
  '1:1': [1, 1],
  '16:9': [16, 9],
  '9:16': [9, 16],
  '4:3': [4, 3],
  '3:4': [3, 4],
  '21:9': [21, 9],
  '9:21': [9, 21],
} as const;

/** By the words: each is a token at least. */
const MAX_TOKENS = 300;

/**
 * Luma Ray 2. What it makes where nothing is said is not documented: a wide film, short, of the higher resolution.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-luma.html
 */
export const lumaRay: VideoHandler = {
  mostAtOnce: 1,

  async read(body: unknown): Promise<FilmPlan> {
    const fields = new Fields(body);
    const prompt = fields.requiredText('prompt', { min: 1, max: 5000 });
    if (prompt.split(/\s+/).filter(Boolean).length > MAX_TOKENS) {
      throw validation(`The prompt is longer than ${MAX_TOKENS} tokens.`);
    }
    const ratio = fields.choice('aspect_ratio', Object.keys(ratios) as (keyof typeof ratios)[]) ?? '16:9';
    const isLoop = fields.flag('loop') ?? false;
    const duration = fields.choice('duration', ['5s', '9s']) ?? '5s';
    const resolution = fields.choice('resolution', ['540p', '720p']) ?? '720p';
    const keyframes = fields.object('keyframes');
    const start = keyframes && (await readKeyframe(keyframes.object('frame0'), 'frame0'));
    const end = keyframes && (await readKeyframe(keyframes.object('frame1'), 'frame1'));
    keyframes?.close();
    fields.close();
    return {
      ...sizeOf(ratio, resolution),
      fps: 24,
      modelName: 'Ray 2',
      hasShotFiles: false,
      shots: [
        {
          prompt,
          // It takes no seed: every film is another one.
          seed: Math.floor(Math.random() * 2 ** 31),
          seconds: duration === '5s' ? 5 : 9,
          isLoop,
          ...(start === undefined ? {} : { start }),
          ...(end === undefined ? {} : { end }),
        },
      ],
    };
  },
};

async function readKeyframe(frame: Fields | undefined, name: string): Promise<string | undefined> {
  if (!frame) return undefined;
  frame.requiredChoice('type', ['image']);
  const source = frame.requiredObject('source');
  source.requiredChoice('type', ['base64']);
  const type = source.requiredChoice('media_type', ['image/jpeg', 'image/png']);
  const data = source.requiredEncoded('data');
  source.close();
  frame.close();
  await readImage(data, name, {
    formats: [type === 'image/png' ? 'png' : 'jpeg'],
    minSidePx: 512,
    maxSidePx: 4096,
  });
  return data;
}

/** The resolution is that of the shorter side. */
function sizeOf(
  ratio: keyof typeof ratios,
  resolution: '540p' | '720p',
): { readonly width: number; readonly height: number } {
  const [across, down] = ratios[ratio];
  const unit = Number.parseInt(resolution, 10) / Math.min(across, down);
  return { width: even(across * unit), height: even(down * unit) };
}

function even(length: number): number {
  return Math.round(length / 2) * 2;
}
