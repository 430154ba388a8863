import assert from 'node:assert/strict';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { filmFacts } from './filmFacts';
import { VideoBench, bucketName, idOf, ray, reel10, reel11, reelInput, shotsInput } from './videoClient';

interface Part {
  readonly status: string;
  readonly location?: string;
  readonly failureType?: string;
  readonly failureMessage?: string;
}

interface Status {
  readonly schemaVersion: string;
  readonly shots: readonly Part[];
  readonly fullVideo: Part;
}

const prompt = { prompt: 'a red kite over the sea' };

describe('the simulator: what video jobs leave in the bucket', () => {
  let bench: VideoBench;

  before(async () => {
    bench = await VideoBench.start();
    await bench.makeBucket();
  });
  afterEach(() => bench.simulator.faults.clear());
  after(() => bench.close());

  async function statusOf(arn: string): Promise<Status> {
    const text = (await bench.read(`${idOf(arn)}/video-generation-status.json`)).toString('utf8');
    return JSON.parse(text) as Status;
  }

  async function namesOf(arn: string): Promise<readonly string[]> {
    const prefix = `${idOf(arn)}/`;
    return (await bench.keys(prefix)).map((key) => key.slice(prefix.length));
  }

  it('is a manifest first, then the film and how it went', async () => {
    const arn = await bench.begin(reel10, reelInput());
    assert.deepEqual(await namesOf(arn), ['manifest.json']);
    await bench.pass(100);
    assert.deepEqual(await namesOf(arn), ['manifest.json', 'output.mp4', 'video-generation-status.json']);
    const place = `s3://${bucketName}/${idOf(arn)}/output.mp4`;
    assert.deepEqual((await statusOf(arn)).fullVideo, { status: 'SUCCESS', location: place });
  });

  it('stands below the prefix that was asked for', async () => {
    const arn = await bench.begin(reel10, reelInput({ seed: 1 }), { prefix: '/a/folder/' });
    await bench.pass(100);
    assert.ok((await bench.keys('a/folder/')).includes(`a/folder/${idOf(arn)}/output.mp4`));
  });

  it('has a film of each shot, which together are the whole', async () => {
    const arn = await bench.begin(reel11, shotsInput('a cat', 'a dog'));
    await bench.pass(100);
    assert.deepEqual(await namesOf(arn), [
      'manifest.json',
      'output.mp4',
      'shot_0001.mp4',
      'shot_0002.mp4',
      'video-generation-status.json',
    ]);
    const { shots } = await statusOf(arn);
    assert.deepEqual(
      shots.map(({ status, location = '' }) => [status, location.split('/').at(-1)]),
      [
        ['SUCCESS', 'shot_0001.mp4'],
        ['SUCCESS', 'shot_0002.mp4'],
      ],
    );
    const facts = async (name: string) => filmFacts(await bench.read(`${idOf(arn)}/${name}`));
    const [whole, first, second] = await Promise.all(
      ['output.mp4', 'shot_0001.mp4', 'shot_0002.mp4'].map(facts),
    );
    assert.deepEqual(
      [whole?.seconds, first?.seconds, second?.seconds, whole?.samples.length],
      [12, 6, 6, 288],
    );
    assert.deepEqual(whole?.samples.slice(0, 144), first?.samples);
    assert.deepEqual(whole?.samples.slice(144), second?.samples);
  });

  it('repeats a few shots in a long film', async () => {
    const arn = await bench.begin(reel11, {
      taskType: 'MULTI_SHOT_AUTOMATED',
      multiShotAutomatedParams: { text: 'a day at the sea' },
      videoGenerationConfig: { durationSeconds: 120, fps: 24, dimension: '1280x720' },
    });
    await bench.pass(100);
    const { seconds, samples } = filmFacts(await bench.read(`${idOf(arn)}/output.mp4`));
    assert.deepEqual([seconds, samples.length], [120, 2880]);
    assert.deepEqual(samples.slice(3 * 144, 4 * 144), samples.slice(0, 144));
    assert.notDeepEqual(samples.slice(144, 288), samples.slice(0, 144));
    assert.ok((await namesOf(arn)).includes('shot_0020.mp4'));
  });

  const failures = [
    [
      'outputFiltered',
      'RAI_VIOLATION_OUTPUT_VIDEO_DEFLECTION',
      'The generated video has been blocked by our content filters.',
    ],
    ['jobError', 'INTERNAL_SERVER_EXCEPTION', 'Something went wrong on the server side.'],
    [
      'jobRateLimit',
      'RATE_LIMIT_EXCEEDED',
      'Service capacity limit has been reached. Please try again later.',
    ],
    ['jobAborted', 'ABORTED', 'Request has been aborted.'],
  ] as const;
  for (const [kind, failureType, message] of failures) {
    it(`says ${failureType} of a job that failed so, and has no film`, async () => {
      bench.simulator.faults.add({ kind, operation: 'StartAsyncInvoke' });
      const arn = await bench.begin(reel10, reelInput());
      await bench.pass(100);
      const { status, failureMessage, endTime } = await bench.get(arn);
      assert.deepEqual([status, failureMessage], ['Failed', message]);
      assert.ok(endTime);
      assert.deepEqual(await namesOf(arn), ['manifest.json', 'video-generation-status.json']);
      const { fullVideo } = await statusOf(arn);
      assert.deepEqual([fullVideo.status, fullVideo.failureType], ['FAILURE', failureType]);
    });
  }

  it('keeps the shots that were made where others failed', async () => {
    bench.simulator.faults.add({ kind: 'partlyFiltered', operation: 'StartAsyncInvoke', shots: [2] });
    const arn = await bench.begin(reel11, shotsInput('a cat', 'a dog', 'a bird'));
    await bench.pass(100);
    assert.equal((await bench.get(arn)).status, 'Failed');
    assert.deepEqual(await namesOf(arn), [
      'manifest.json',
      'shot_0001.mp4',
      'shot_0003.mp4',
      'video-generation-status.json',
    ]);
    const { shots, fullVideo } = await statusOf(arn);
    assert.deepEqual(
      [...shots, fullVideo].map(({ status, failureType }) => [status, failureType]),
      [
        ['SUCCESS', undefined],
        ['FAILURE', 'RAI_VIOLATION_OUTPUT_VIDEO_DEFLECTION'],
        ['SUCCESS', undefined],
        ['FAILURE', 'RAI_VIOLATION_OUTPUT_VIDEO_DEFLECTION'],
      ],
    );
    assert.match(shots[1]?.failureMessage ?? '', /generated content has been blocked/);
  });

  it('is nothing but the manifest where a job fails in silence', async () => {
    bench.simulator.faults.add({ kind: 'jobSilent' });
    const arn = await bench.begin(ray, prompt);
    await bench.pass(100);
    assert.equal((await bench.get(arn)).status, 'Failed');
    assert.deepEqual(await namesOf(arn), ['manifest.json']);
  });

  it('breaks off a download where it is asked for, and gives the rest by range', async () => {
    const arn = await bench.begin(ray, { ...prompt, duration: '9s' });
    await bench.pass(100);
    const Key = `${idOf(arn)}/output.mp4`;
    const whole = await bench.read(Key);
    bench.simulator.faults.add({
      kind: 'reset',
      operation: 'GetObject',
      key: 'output.mp4',
      afterBytes: 1000,
    });
    const url = await getSignedUrl(bench.s3, new GetObjectCommand({ Bucket: bucketName, Key }), {
      signingDate: new Date(bench.now),
    });
    // Another object is none of the fault's business.
    await statusOf(arn);
    await assert.rejects(async () => (await fetch(url)).arrayBuffer());
    const rest = await fetch(url, { headers: { range: 'bytes=1000-' } });
    const bytes = Buffer.from(await rest.arrayBuffer());
    assert.ok(Buffer.concat([whole.subarray(0, 1000), bytes]).equals(whole));
  });

  it('sends other bytes, and as many, where it is asked for', async () => {
    const arn = await bench.begin(reel10, reelInput());
    const Key = `${idOf(arn)}/manifest.json`;
    const whole = await bench.read(Key);
    bench.simulator.faults.add({ kind: 'damaged', key: 'manifest.json' });
    const damaged = await bench.read(Key);
    assert.equal(damaged.length, whole.length);
    assert.ok(!damaged.equals(whole));
    await bench.pass(100);
  });

  it('sends a slow answer whole', async () => {
    const arn = await bench.begin(reel10, reelInput());
    const Key = `${idOf(arn)}/manifest.json`;
    const whole = await bench.read(Key);
    bench.simulator.faults.add({ kind: 'slow', bytesPerSecond: 500 });
    assert.ok((await bench.read(Key)).equals(whole));
  });
});
