import assert from 'node:assert/strict';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { base64Of, scene } from './editing';
import { filmFacts } from './filmFacts';
import { VideoBench, bucketName, idOf, ray, reel10, reel11, reelInput, shotsInput } from './videoClient';

describe('the simulator: bodies of video requests', () => {
  let bench: VideoBench;
  let picture: string;
  let small: string;

  before(async () => {
    bench = await VideoBench.start();
    await bench.makeBucket();
    picture = await base64Of(scene(1280, 720));
    small = await base64Of(scene(640, 360));
  });
  afterEach(() => bench.pass(100));
  after(() => bench.close());

  async function refused(modelId: string, body: object, message: RegExp): Promise<void> {
    await assert.rejects(bench.begin(modelId, body), { name: 'ValidationException', message });
  }

  function reelWith(image: object): object {
    return {
      ...reelInput(),
      textToVideoParams: { text: 'a kite', images: [image] },
    };
  }

  it('takes exactly 6 seconds, 24 frames and one size from Reel', async () => {
    await refused(
      reel10,
      reelInput({ durationSeconds: 12 }),
      /durationSeconds: 12 is not less or equal to 6/,
    );
    await refused(reel10, reelInput({ fps: 30 }), /fps/);
    await refused(reel10, reelInput({ dimension: '720x1280' }), /dimension/);
    await refused(reel10, reelInput({ seed: 2_147_483_647 }), /seed/);
    await refused(reel10, reelInput({ quality: 'high' }), /extraneous key \[quality\]/);
    await refused(reel10, { ...reelInput(), textToVideoParams: { text: 'x'.repeat(513) } }, /maxLength: 512/);
  });

  it('takes several shots from the second Reel alone', async () => {
    await refused(reel10, shotsInput('a cat'), /"MULTI_SHOT_MANUAL" is not a valid enum value/);
    await bench.begin(reel11, shotsInput('a cat'));
    await refused(reel11, shotsInput(...Array.from({ length: 21 }, () => 'a cat')), /maximum item count: 20/);
    await refused(reel11, shotsInput(), /minimum item count: 1/);
    await refused(
      reel11,
      {
        ...shotsInput('a cat'),
        videoGenerationConfig: { fps: 24, dimension: '1280x720', durationSeconds: 6 },
      },
      /extraneous key \[durationSeconds\]/,
    );
  });

  it('takes 12 to 120 seconds by sixes where it makes the shots itself', async () => {
    const automated = (durationSeconds: number, more: object = {}): object => ({
      taskType: 'MULTI_SHOT_AUTOMATED',
      multiShotAutomatedParams: { text: 'a day at the sea', ...more },
      videoGenerationConfig: { durationSeconds, fps: 24, dimension: '1280x720' },
    });
    await bench.begin(reel11, automated(12));
    await refused(reel11, automated(6), /not greater or equal to 12/);
    await refused(reel11, automated(126), /not less or equal to 120/);
    await refused(reel11, automated(20), /multiple of 6/);
    await refused(reel11, automated(12, { images: [] }), /extraneous key \[images\]/);
  });

  it('takes a start picture of exactly 1280 by 720, sent or in S3', async () => {
    await bench.begin(reel10, reelWith({ format: 'png', source: { bytes: picture } }));
    await refused(reel10, reelWith({ format: 'png', source: { bytes: small } }), /1280 x 720/);
    await refused(reel10, reelWith({ format: 'jpeg', source: { bytes: picture } }), /format/);
    const uri = `s3://${bucketName}/start.png`;
    await refused(reel10, reelWith({ format: 'png', source: { s3Location: { uri } } }), /does not exist/);
    const Body = Buffer.from(picture, 'base64');
    await bench.s3.send(new PutObjectCommand({ Bucket: bucketName, Key: 'start.png', Body }));
    await bench.begin(reel10, reelWith({ format: 'png', source: { s3Location: { uri } } }));
  });

  it('does not take what its filters stop', async () => {
    bench.simulator.faults.add({ kind: 'promptFiltered', operation: 'StartAsyncInvoke' });
    await refused(reel10, reelInput(), /adjust your text prompt/);
    bench.simulator.faults.add({ kind: 'inputFiltered', operation: 'StartAsyncInvoke' });
    await refused(reel10, reelWith({ format: 'png', source: { bytes: picture } }), /adjust your input image/);
  });

  it('takes from Ray what its page lists', async () => {
    const body = { prompt: 'a kite' };
    for (const [field, value] of [
      ['duration', '6s'],
      ['duration', 5],
      ['resolution', '1080p'],
      ['aspect_ratio', '2:1'],
      ['loop', 'yes'],
    ] as const) {
      await refused(ray, { ...body, [field]: value }, new RegExp(field));
    }
    await refused(ray, { prompt: 'x'.repeat(5001) }, /maxLength: 5000/);
    await refused(ray, { prompt: 'word '.repeat(301) }, /300 tokens/);
    await refused(ray, { ...body, seed: 1 }, /extraneous key \[seed\]/);
    await refused(ray, {}, /required key \[prompt\]/);
  });

  it('takes key frames of 512 to 4096 pixels from Ray', async () => {
    const keyframe = (data: string, type = 'image/png'): object => ({
      type: 'image',
      source: { type: 'base64', media_type: type, data },
    });
    await refused(ray, { prompt: 'a', keyframes: { frame0: keyframe(small) } }, /at least 512/);
    await refused(
      ray,
      { prompt: 'a', keyframes: { frame2: keyframe(picture) } },
      /extraneous key \[frame2\]/,
    );
    await refused(ray, { prompt: 'a', keyframes: { frame0: keyframe(picture, 'image/jpeg') } }, /format/);
    await bench.begin(ray, {
      prompt: 'a',
      keyframes: { frame0: keyframe(picture), frame1: keyframe(picture) },
    });
  });

  const shapes = [
    ['16:9', '5s', [64, 36], 5],
    ['9:16', '9s', [36, 64], 9],
    ['1:1', '5s', [64, 64], 5],
    ['21:9', '5s', [64, 28], 5],
  ] as const;
  for (const [aspect_ratio, duration, size, seconds] of shapes) {
    it(`makes a film of ${duration} in ${aspect_ratio} where that is asked for`, async () => {
      const arn = await bench.begin(ray, { prompt: 'a kite', aspect_ratio, duration });
      await bench.pass(100);
      const facts = filmFacts(await bench.read(`${idOf(arn)}/output.mp4`));
      assert.deepEqual([[facts.width, facts.height], facts.seconds, facts.fps], [size, seconds, 24]);
    });
  }
});
