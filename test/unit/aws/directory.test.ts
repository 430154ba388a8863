import assert from 'node:assert/strict';
import { AwsModelAccess } from '../../../src/aws/access';
import { AwsConnection } from '../../../src/aws/connection';
import { AwsModelDirectory } from '../../../src/aws/directory';
import { FakeClock, FakeKeptValues, MemoryLog } from './fakes';
import { isolateEnvironment } from './isolatedEnvironment';
import { availability, route, scriptedAccount, type ScriptedAccount } from './scriptedAccount';
import { bedrockError, json, ScriptedService } from './scriptedService';

const REGION = 'us-west-2';
const CORE = 'stability.stable-image-core-v1:1';
const HOUR_MS = 60 * 60_000;

describe('AwsModelDirectory', () => {
  const environment = isolateEnvironment();
  const never = new AbortController().signal;
  let account: ScriptedAccount;
  let service: ScriptedService;
  let connection: AwsConnection;
  let clock: FakeClock;
  let kept: FakeKeptValues;
  let log: MemoryLog;

  beforeEach(async () => {
    environment.set('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    environment.set('AWS_SECRET_ACCESS_KEY', 'secret');
    account = scriptedAccount();
    service = await new ScriptedService((request, response) => route(account)(request, response)).start();
    connection = new AwsConnection({ provider: 'bedrock', region: REGION, endpoint: service.url });
    clock = new FakeClock();
    kept = new FakeKeptValues(clock);
    log = new MemoryLog();
  });

  afterEach(async () => {
    connection.dispose();
    await service.close();
  });

  const directory = (): AwsModelDirectory => new AwsModelDirectory(connection, kept, clock, log);
  const readings = (): number =>
    service.requests.filter(({ url }) => url.startsWith('/foundation-models')).length;

  it('reads models and all pages of profiles, with words it does not know', async () => {
    assert.deepEqual(await directory().catalogue(REGION, never), {
      region: REGION,
      readAt: clock.now(),
      models: [
        {
          id: CORE,
          name: 'Stable Image Core 1.0',
          provider: 'Stability AI',
          outputModalities: ['IMAGE'],
          lifecycleStatus: 'ACTIVE',
          inferenceTypes: ['ON_DEMAND'],
        },
        {
          id: 'amazon.nova-canvas-v1:0',
          outputModalities: ['IMAGE', 'HOLOGRAM'],
          lifecycleStatus: 'RETIRED_SOON',
          legacyTime: '2026-03-30T00:00:00.000Z',
          endOfLifeTime: '2026-09-30T00:00:00.000Z',
          inferenceTypes: ['INFERENCE_PROFILE'],
        },
        { id: 'x', outputModalities: [], inferenceTypes: [] },
      ],
      profiles: [
        {
          id: 'us.stability.stable-image-inpaint-v1:0',
          status: 'ACTIVE',
          modelIds: ['stability.stable-image-inpaint-v1:0'],
        },
        { id: 'eu.x', status: 'ACTIVE', modelIds: ['x'] },
      ],
    });
  });

  it('asks once for all who ask at the same time', async () => {
    const one = directory();
    const [first, second] = await Promise.all([one.catalogue(REGION, never), one.catalogue(REGION, never)]);
    assert.notEqual(first, undefined);
    assert.equal(first, second);
    assert.equal(readings(), 1);
  });

  it('keeps the answer for a day, also for the next window', async () => {
    const first = await directory().catalogue(REGION, never);
    clock.time += 23 * HOUR_MS;
    assert.deepEqual(await directory().catalogue(REGION, never), first);
    assert.equal(readings(), 1);
    clock.time += 2 * HOUR_MS;
    await directory().catalogue(REGION, never);
    assert.equal(readings(), 2);
  });

  it('keeps regions and accounts apart, and no account number', async () => {
    const one = directory();
    await one.catalogue(REGION, never);
    await one.catalogue('us-east-1', never);
    assert.equal(readings(), 2);
    assert.equal(kept.entries.size, 2);
    assert.doesNotMatch(JSON.stringify([...kept.entries]), /123456789012/);
  });

  it('asks again after a refresh', async () => {
    const one = directory();
    await one.catalogue(REGION, never);
    clock.time += 1;
    one.refresh();
    clock.time += 1;
    await one.catalogue(REGION, never);
    assert.equal(readings(), 2);
  });

  it('takes what was kept for nothing when it is not a catalogue', async () => {
    await directory().catalogue(REGION, never);
    for (const key of kept.entries.keys()) kept.set(key, { models: 'many' }, HOUR_MS);
    assert.equal((await directory().catalogue(REGION, never))?.models.length, 3);
    assert.equal(readings(), 2);
  });

  it('is undefined without permission, says so in the log, and does not ask at every turn', async () => {
    account.models = bedrockError(
      403,
      'AccessDeniedException',
      'User: arn:aws:iam::123456789012:user/dev is not authorized to perform: bedrock:ListFoundationModels',
    );
    const one = directory();
    assert.equal(await one.catalogue(REGION, never), undefined);
    assert.equal(await one.catalogue(REGION, never), undefined);
    assert.equal(readings(), 1);
    assert.match(log.lines.join('\n'), /"kind":"permissionDenied"/);
    assert.doesNotMatch(log.lines.join('\n'), /123456789012/);
    account.models = json({ modelSummaries: [] });
    clock.time += 61_000;
    assert.deepEqual((await one.catalogue(REGION, never))?.models, []);
  });

  it('is undefined when the answer is not understood', async () => {
    account.models = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Welcome to the hotel</html>');
    };
    assert.equal(await directory().catalogue(REGION, never), undefined);
    assert.match(log.lines.join('\n'), /"kind":"badAnswer"/);
  });

  it('ends one caller’s waiting without ending the reading of another', async () => {
    const abort = new AbortController();
    const one = directory();
    const aborted = one.catalogue(REGION, abort.signal);
    const other = one.catalogue(REGION, never);
    abort.abort();
    assert.equal(await aborted, undefined);
    assert.notEqual(await other, undefined);
    assert.equal(readings(), 1);
  });

  it('remembers for a day what an invocation proved', async () => {
    const one = directory();
    one.remember(REGION, CORE, 'locked');
    assert.equal(await one.proofOf(REGION, CORE), 'locked');
    assert.equal(await one.proofOf('us-east-1', CORE), undefined);
    const next = directory();
    assert.equal(await next.proofOf(REGION, CORE), 'locked');
    clock.time += 25 * HOUR_MS;
    assert.equal(await next.proofOf(REGION, CORE), undefined);
    assert.equal(await one.proofOf(REGION, CORE), undefined);
  });

  describe('AwsModelAccess', () => {
    const check = async (one = directory()): Promise<unknown> => {
      const result = await new AwsModelAccess(connection, one).check(CORE, REGION, never);
      return result.ok ? result.value : result.error.kind;
    };

    it('says what the service claims', async () => {
      assert.equal(await check(), 'usable');
      account.availability = availability({ authorizationStatus: 'NOT_AUTHORIZED' });
      assert.equal(await check(), 'noAccess');
      account.availability = availability({ regionAvailability: 'NOT_AVAILABLE' });
      assert.equal(await check(), 'noAccess');
      account.availability = availability({ agreementAvailability: { status: 'PENDING' } });
      assert.equal(await check(), 'unknown');
      account.availability = bedrockError(404, 'ResourceNotFoundException', 'Not here.');
      assert.equal(await check(), 'unknownModel');
    });

    it('believes an invocation more than the claim', async () => {
      const one = directory();
      one.remember(REGION, CORE, 'noAccess');
      assert.equal(await check(one), 'noAccess');
      one.remember(REGION, CORE, 'usable');
      account.availability = availability({ authorizationStatus: 'NOT_AUTHORIZED' });
      assert.equal(await check(one), 'usable');
    });
  });
});
