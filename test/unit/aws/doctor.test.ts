import assert from 'node:assert/strict';
import { AwsModelAccess } from '../../../src/aws/access';
import { AwsConnection } from '../../../src/aws/connection';
import { AwsModelDirectory } from '../../../src/aws/directory';
import { AwsDoctor } from '../../../src/aws/doctor';
import type { BedrockSettings } from '../../../src/aws/settings';
import type { DoctorLine, DoctorSubject } from '../../../src/core/doctor';
import { FakeClock, FakeKeptValues, silentLog } from './fakes';
import { isolateEnvironment } from './isolatedEnvironment';
import { availability, route, scriptedAccount, xml, type ScriptedAccount } from './scriptedAccount';
import { bedrockError, ScriptedService } from './scriptedService';

const CORE: DoctorSubject = { modelId: 'stability.stable-image-core-v1:1', priceUsd: 0.04 };

describe('AwsDoctor', () => {
  const environment = isolateEnvironment();
  const never = new AbortController().signal;
  const clock = new FakeClock();
  let account: ScriptedAccount;
  let service: ScriptedService;

  beforeEach(async () => {
    environment.set('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    environment.set('AWS_SECRET_ACCESS_KEY', 'secret');
    account = scriptedAccount();
    service = await new ScriptedService((request, response) => route(account)(request, response)).start();
  });

  afterEach(() => service.close());

  async function check(
    settings: Partial<BedrockSettings> = {},
    subject: DoctorSubject | undefined = CORE,
    signal = never,
  ): Promise<Record<string, DoctorLine>> {
    const connection = new AwsConnection({
      provider: 'bedrock',
      region: 'us-west-2',
      ...settings,
      endpoint: settings.endpoint ?? service.url,
    });
    const directory = new AwsModelDirectory(connection, new FakeKeptValues(clock), clock, silentLog);
    const doctor = new AwsDoctor(connection, new AwsModelAccess(connection, directory), clock);
    const lines: DoctorLine[] = [];
    for await (const line of doctor.check(subject, signal)) lines.push(line);
    connection.dispose();
    assert.equal(new Set(lines.map(({ id }) => id)).size, lines.length, 'one line per check');
    return Object.fromEntries(lines.map((line) => [line.id, line]));
  }

  it('passes a good setup line by line, and does not spend', async () => {
    const lines = await check();
    assert.deepEqual(Object.values(lines), [
      {
        id: 'credentials',
        state: 'pass',
        fact: {
          kind: 'signedIn',
          identity: { source: 'environment', account: '…9012', principal: 'assumedRole' },
        },
      },
      { id: 'expiry', state: 'pass', fact: { kind: 'doesNotExpire' } },
      { id: 'clock', state: 'pass', fact: { kind: 'clockRight' } },
      { id: 'region', state: 'pass', fact: { kind: 'region', region: 'us-west-2', from: 'setting' } },
      { id: 'endpoint', state: 'pass', fact: { kind: 'reachable', host: '127.0.0.1' } },
      { id: 'models', state: 'pass', fact: { kind: 'modelsListed', imageModels: 2 } },
      { id: 'modelAccess', state: 'pass', fact: { kind: 'modelListed', modelId: CORE.modelId } },
      { id: 'modelCall', state: 'notChecked', fact: { kind: 'wouldCost', ...CORE } },
    ]);
    assert(service.requests.every(({ url }) => !url.includes('/invoke')));
    assert.doesNotMatch(JSON.stringify(lines), /123456789012|AKIDEXAMPLE|secret/);
  });

  it('offers to connect without credentials', async () => {
    delete process.env['AWS_ACCESS_KEY_ID'];
    const { credentials, expiry, models } = await check();
    assert.equal(credentials?.state, 'fail');
    assert.equal(credentials.repair, 'connect');
    assert.equal(expiry?.state, 'notChecked');
    assert.equal(models?.state, 'notChecked');
  });

  it('offers to sign in where the SSO session is over', async () => {
    delete process.env['AWS_ACCESS_KEY_ID'];
    await environment.writeConfig(
      '[profile dev]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\nsso_account_id = 1\nsso_role_name = d\n',
    );
    const { credentials } = await check({ profile: 'dev' });
    assert.equal(credentials?.repair, 'signIn');
    assert.equal(credentials.fact.kind === 'failed' && credentials.fact.error.kind, 'signInExpired');
  });

  it('knows a Bedrock key, which tells no account', async () => {
    environment.set('AWS_BEARER_TOKEN_BEDROCK', 'ABSKexample');
    const { credentials, expiry, models } = await check();
    assert.deepEqual(credentials?.fact, { kind: 'signedIn', identity: { source: 'bearerKey' } });
    assert.equal(expiry?.state, 'notChecked');
    assert.equal(models?.state, 'pass');
  });

  it('blames the clock, not the credentials, when the clock is off', async () => {
    const date = new Date(Date.now() - 22 * 60_000).toUTCString();
    const refuse = bedrockError(403, 'InvalidSignatureException', 'Signature not yet current.', { date });
    account.identity = (_request, response) => {
      response.writeHead(403, { 'content-type': 'text/xml', date, 'x-amzn-requestid': 'request-1' });
      response.end(
        '<ErrorResponse><Error><Type>Sender</Type><Code>SignatureDoesNotMatch</Code><Message>Signature not yet current.</Message></Error><RequestId>request-1</RequestId></ErrorResponse>',
      );
    };
    account.models = refuse;
    account.profiles = refuse;
    const { credentials, clock: clockLine } = await check();
    assert.equal(credentials?.state, 'notChecked');
    assert.equal(clockLine?.state, 'fail');
    assert.deepEqual(clockLine.fact, { kind: 'clockOff', minutes: 22 });
  });

  it('offers to choose a region where there is none', async () => {
    const { region, endpoint } = await check({ region: undefined });
    assert.deepEqual(region, {
      id: 'region',
      state: 'fail',
      fact: { kind: 'noRegion' },
      repair: 'chooseRegion',
    });
    assert.equal(endpoint?.state, 'notChecked');
  });

  it('says that the endpoint cannot be reached, and does not blame the credentials for it', async () => {
    const closed = await new ScriptedService(route(account)).start();
    const { url } = closed;
    await closed.close();
    const { credentials, endpoint, models } = await check({ endpoint: url });
    assert.equal(credentials?.state, 'notChecked');
    assert.equal(endpoint?.state, 'fail');
    assert.equal(endpoint.fact.kind === 'failed' && endpoint.fact.error.kind, 'endpointUnreachable');
    assert.equal(models?.state, 'notChecked');
  });

  it('says that models may not be listed, with the permission that is missing', async () => {
    account.models = bedrockError(
      403,
      'AccessDeniedException',
      'User: arn:aws:iam::123456789012:user/dev is not authorized to perform: bedrock:ListFoundationModels',
    );
    const { endpoint, models } = await check();
    assert.equal(endpoint?.state, 'pass');
    assert.equal(models?.state, 'fail');
    assert(models.fact.kind === 'failed' && models.fact.error.kind === 'permissionDenied');
    assert.equal(models.fact.error.action, 'bedrock:ListFoundationModels');
  });

  it('offers the page for model access where the model is not granted', async () => {
    account.availability = availability({ authorizationStatus: 'NOT_AUTHORIZED' });
    const { modelAccess } = await check();
    assert.equal(modelAccess?.state, 'fail');
    assert.equal(modelAccess.repair, 'openModelAccess');
  });

  it('offers another model where the region does not list it', async () => {
    const { modelAccess } = await check({}, { modelId: 'amazon.nowhere-v1:0', priceUsd: 1 });
    assert.deepEqual(modelAccess, {
      id: 'modelAccess',
      state: 'fail',
      fact: { kind: 'modelNotListed', modelId: 'amazon.nowhere-v1:0', region: 'us-west-2' },
      repair: 'chooseModel',
    });
  });

  it('says when temporary credentials end', async () => {
    const inAnHour = clock.now() + 3_600_000;
    const command = (at: number): string =>
      `${process.execPath} -e "console.log(JSON.stringify({Version:1,AccessKeyId:'A',SecretAccessKey:'s',SessionToken:'t',Expiration:new Date(${at}).toISOString()}))"`;
    delete process.env['AWS_ACCESS_KEY_ID'];
    await environment.writeConfig(`[profile temporary]\ncredential_process = ${command(inAnHour)}\n`);
    const { credentials, expiry } = await check({ profile: 'temporary' });
    assert.deepEqual(credentials?.fact.kind === 'signedIn' && credentials.fact.identity, {
      source: 'process',
      profile: 'temporary',
      account: '…9012',
      principal: 'assumedRole',
      expiresAt: inAnHour,
    });
    assert.deepEqual(expiry?.fact, { kind: 'expires', at: inAnHour });
  });

  it('ends early when aborted', async () => {
    const abort = new AbortController();
    account.identity = (request, response) => {
      abort.abort();
      xml('<x/>')(request, response);
    };
    assert.deepEqual(await check({}, CORE, abort.signal), {});
  });
});
