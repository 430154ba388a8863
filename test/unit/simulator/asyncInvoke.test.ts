import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteBucketCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { VideoBench, bucketName, idOf, ray, reel10, reelInput } from './videoClient';

const prompt = { prompt: 'a red kite over the sea' };

describe('the simulator: video jobs', () => {
  let bench: VideoBench;

  beforeEach(async () => {
    bench = await VideoBench.start();
    await bench.makeBucket();
  });
  afterEach(() => bench.close());

  it('are in progress until their time is over, and then complete', async () => {
    const arn = await bench.begin(ray, prompt, { prefix: '/films/', clientRequestToken: 'one' });
    assert.match(arn, /^arn:aws:bedrock:us-west-2:\d{12}:async-invoke\/[a-z0-9]{12}$/);
    await bench.pass(99);
    const running = await bench.get(arn);
    assert.deepEqual(
      [running.status, running.endTime, running.clientRequestToken],
      ['InProgress', undefined, 'one'],
    );
    assert.equal(running.modelArn, `arn:aws:bedrock:us-west-2::foundation-model/${ray}`);
    assert.deepEqual(running.outputDataConfig?.s3OutputDataConfig, {
      s3Uri: `s3://${bucketName}/films/${idOf(arn)}`,
    });
    await bench.pass(1);
    const done = await bench.get(arn);
    assert.equal(done.status, 'Completed');
    assert.equal(done.endTime?.getTime(), bench.now);
    assert.equal(done.submitTime?.getTime(), bench.now - 100_000);
  });

  it('repeat nothing for the same token and the same request, also in another order and after the end', async () => {
    const clientRequestToken = 'a-token';
    const input = reelInput();
    const arn = await bench.begin(reel10, input, { clientRequestToken });
    const turned = Object.fromEntries(Object.entries(input).reverse());
    assert.equal(await bench.begin(reel10, turned, { clientRequestToken }), arn);
    await bench.pass(100);
    assert.equal(await bench.begin(reel10, input, { clientRequestToken }), arn);
    assert.equal((await bench.list()).asyncInvokeSummaries?.length, 1);
  });

  it('conflict where a token comes back with another request', async () => {
    const clientRequestToken = 'a-token';
    await bench.begin(reel10, reelInput(), { clientRequestToken });
    for (const work of [
      bench.begin(reel10, reelInput({ seed: 7 }), { clientRequestToken }),
      bench.begin(reel10, reelInput(), { clientRequestToken, prefix: '/elsewhere' }),
    ]) {
      await assert.rejects(work, { name: 'ConflictException' });
    }
  });

  it('run one at a time for Ray, ten for Reel', async () => {
    await bench.begin(ray, prompt);
    await assert.rejects(bench.begin(ray, prompt), { name: 'ThrottlingException' });
    for (let seed = 0; seed < 10; seed++) await bench.begin(reel10, reelInput({ seed }));
    await assert.rejects(bench.begin(reel10, reelInput({ seed: 10 })), { name: 'ThrottlingException' });
    await bench.pass(100);
    await bench.begin(ray, prompt);
  });

  it('start once where two ask at the same moment', async () => {
    const clientRequestToken = 'a-token';
    const arns = await Promise.all(
      Array.from({ length: 5 }, () => bench.begin(ray, prompt, { clientRequestToken })),
    );
    assert.equal(new Set(arns).size, 1);
    assert.equal((await bench.keys()).length, 1);
  });

  it('are listed page by page in the order of time, none twice and none left out', async () => {
    const arns: string[] = [];
    for (let seed = 0; seed < 5; seed++) {
      arns.push(await bench.begin(reel10, reelInput({ seed })));
      await bench.pass(1);
    }
    for (const sortOrder of ['Ascending', 'Descending'] as const) {
      const seen: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await bench.list({
          maxResults: 2,
          sortBy: 'SubmissionTime',
          sortOrder,
          ...(nextToken === undefined ? {} : { nextToken }),
        });
        seen.push(...(page.asyncInvokeSummaries ?? []).map(({ invocationArn = '' }) => invocationArn));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      assert.deepEqual(seen, sortOrder === 'Ascending' ? arns : arns.toReversed());
    }
  });

  it('are listed by status and by time', async () => {
    const first = await bench.begin(reel10, reelInput());
    await bench.pass(60);
    const middle = new Date(bench.now);
    await bench.pass(10);
    const second = await bench.begin(reel10, reelInput({ seed: 1 }));
    await bench.pass(40);
    const arnsOf = async (input: Parameters<VideoBench['list']>[0]): Promise<unknown> =>
      (await bench.list(input)).asyncInvokeSummaries?.map(({ invocationArn }) => invocationArn);
    assert.deepEqual(await arnsOf({ statusEquals: 'Completed' }), [first]);
    assert.deepEqual(await arnsOf({ statusEquals: 'InProgress' }), [second]);
    assert.deepEqual(await arnsOf({ submitTimeAfter: middle }), [second]);
    assert.deepEqual(await arnsOf({ submitTimeBefore: middle }), [first]);
    assert.deepEqual(await arnsOf({ statusEquals: 'Failed' }), []);
  });

  it('are refused in lists and looks that make no sense', async () => {
    const refused = { name: 'ValidationException' };
    await assert.rejects(bench.list({ maxResults: 1001 }), refused);
    await assert.rejects(bench.list({ nextToken: 'nonsense' }), refused);
    await assert.rejects(
      bench.get('arn:aws:bedrock:us-west-2:123456789012:async-invoke/abcdefghijkl'),
      refused,
    );
    await assert.rejects(bench.get('nonsense'), refused);
  });

  it('ask for a bucket that is there, in their region, and of this account', async () => {
    const at = (s3Uri: string, more: object = {}) =>
      bench.begin(ray, prompt, { outputDataConfig: { s3OutputDataConfig: { s3Uri, ...more } } });
    await assert.rejects(at('s3://no-such-bucket'), {
      name: 'ValidationException',
      message: /no-such-bucket does not exist/,
    });
    await assert.rejects(at(`s3://${bucketName}`, { bucketOwner: '000000000000' }), {
      name: 'AccessDeniedException',
    });
    await assert.rejects(at(`https://${bucketName}`), { name: 'ValidationException', message: /s3Uri/ });
    bench.simulator.faults.add({ kind: 'wrongRegion', operation: 'StartAsyncInvoke' });
    await assert.rejects(at(`s3://${bucketName}`), { message: /is in ap-southeast-2/ });
    assert.deepEqual(await bench.keys(), []);
  });

  it('fail where the bucket is gone when the film is ready', async () => {
    const arn = await bench.begin(ray, prompt);
    const Objects = (await bench.keys()).map((Key) => ({ Key }));
    await bench.s3.send(new DeleteObjectsCommand({ Bucket: bucketName, Delete: { Objects } }));
    await bench.s3.send(new DeleteBucketCommand({ Bucket: bucketName }));
    await bench.pass(100);
    const { status, failureMessage } = await bench.get(arn);
    assert.equal(status, 'Failed');
    assert.match(failureMessage ?? '', /bucket does not exist/);
  });

  it('go on where the answer to their start was lost', async () => {
    bench.simulator.faults.add({ kind: 'reset', operation: 'StartAsyncInvoke', modelId: ray });
    const clientRequestToken = 'a-token';
    await assert.rejects(bench.begin(ray, prompt, { clientRequestToken }));
    const { asyncInvokeSummaries = [] } = await bench.list();
    assert.equal(asyncInvokeSummaries[0]?.clientRequestToken, clientRequestToken);
    assert.equal(
      await bench.begin(ray, prompt, { clientRequestToken }),
      asyncInvokeSummaries[0]?.invocationArn,
    );
  });

  it('are throttled where it is asked for, and never end where they are stuck', async () => {
    bench.simulator.faults.add({ kind: 'jobStuck' });
    const arn = await bench.begin(ray, prompt);
    bench.simulator.faults.add({ kind: 'throttle', operation: 'GetAsyncInvoke', count: 2 });
    for (let time = 0; time < 2; time++) {
      await assert.rejects(bench.get(arn), { name: 'ThrottlingException' });
    }
    await bench.pass(100_000);
    assert.equal((await bench.get(arn)).status, 'InProgress');
  });

  it('are refused for ended models, and for those that make no films', async () => {
    const real = await VideoBench.start({ lifecycle: 'real' }, Date.parse('2026-11-20T00:00:00Z'));
    try {
      await assert.rejects(real.begin('stability.stable-image-core-v1:1', prompt), {
        name: 'ValidationException',
        message: 'The provided model identifier is invalid.',
      });
      // Reel was never in this region.
      await assert.rejects(real.begin(reel10, reelInput()), { name: 'ValidationException' });
    } finally {
      await real.close();
    }
    const east = await VideoBench.start(
      { lifecycle: 'real', region: 'us-east-1' },
      Date.parse('2026-11-20T00:00:00Z'),
    );
    try {
      await assert.rejects(east.begin(reel10, reelInput()), {
        name: 'ResourceNotFoundException',
        message: /end of its life/,
      });
    } finally {
      await east.close();
    }
  });
});

describe('the simulator: video jobs on disk', () => {
  let stateDir: string;

  beforeEach(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'easel-jobs-'));
  });
  afterEach(() => rm(stateDir, { recursive: true }));

  it('go on after a restart, under the same ARN and token', async () => {
    const first = await VideoBench.start({ stateDir });
    await first.makeBucket();
    const arn = await first.begin(ray, prompt, { clientRequestToken: 'kept' });
    const startedAt = first.now;
    await first.close();

    const second = await VideoBench.start({ stateDir }, startedAt + 50_000);
    try {
      assert.equal((await second.get(arn)).status, 'InProgress');
      assert.equal(await second.begin(ray, prompt, { clientRequestToken: 'kept' }), arn);
      await second.pass(50);
      assert.equal((await second.get(arn)).status, 'Completed');
      assert.ok((await second.keys()).includes(`${idOf(arn)}/output.mp4`));
    } finally {
      await second.close();
    }
  });

  it('end once where two simulators share the folder', async () => {
    const first = await VideoBench.start({ stateDir });
    const second = await VideoBench.start({ stateDir }, first.now);
    try {
      await first.makeBucket();
      const arn = await first.begin(ray, prompt);
      assert.equal((await second.get(arn)).status, 'InProgress');
      await Promise.all([first.pass(100), second.pass(100)]);
      const [one, two] = [await first.get(arn), await second.get(arn)];
      assert.deepEqual([one.status, two.status], ['Completed', 'Completed']);
      assert.deepEqual(one.endTime, two.endTime);
    } finally {
      await first.close();
      await second.close();
    }
  });
});
