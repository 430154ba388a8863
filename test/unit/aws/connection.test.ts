import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AwsConnection } from '../../../src/aws/connection';
import { BedrockInvoker } from '../../../src/aws/invoker';
import { listProfiles } from '../../../src/aws/profiles';
import type { AwsSettings } from '../../../src/aws/settings';
import type { ImageError } from '../../../src/core/errors';
import { silentLog } from './fakes';
import { isolateEnvironment } from './isolatedEnvironment';
import { bedrockError, json, ScriptedService } from './scriptedService';

const CONFIG = `
[default]
region = eu-central-1

[profile dev]
sso_session = company
sso_account_id = 123456789012
sso_role_name = Developer
region = us-west-2

[profile old-sso]
sso_start_url = https://company.awsapps.com/start
sso_region = us-east-1
sso_account_id = 123456789012
sso_role_name = Developer

[profile deploy]
role_arn = arn:aws:iam::123456789012:role/deploy
source_profile = dev

[profile circle]
source_profile = round

[profile round]
source_profile = circle

[sso-session company]
sso_start_url = https://company.awsapps.com/start
sso_region = us-east-1
`;

describe('profiles of the shared files', () => {
  const environment = isolateEnvironment();

  it('lists both files, with regions, and marks those that sign in through SSO', async () => {
    await environment.writeConfig(CONFIG);
    await environment.writeCredentials(
      '[keys]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = x\n',
    );
    assert.deepEqual(await listProfiles(), [
      { name: 'circle' },
      { name: 'default', region: 'eu-central-1' },
      { name: 'deploy', ssoProfile: 'dev' },
      { name: 'dev', region: 'us-west-2', ssoProfile: 'dev' },
      { name: 'keys' },
      { name: 'old-sso', ssoProfile: 'old-sso' },
      { name: 'round' },
    ]);
  });

  it('finds none where there are no files', async () => {
    assert.deepEqual(await listProfiles(), []);
  });

  it('reads the files anew each time', async () => {
    await environment.writeConfig('[profile one]\nregion = us-east-1\n');
    assert.equal((await listProfiles()).length, 1);
    await environment.writeConfig('[profile one]\nregion = us-east-1\n[profile two]\nregion = us-east-1\n');
    assert.equal((await listProfiles()).length, 2);
  });
});

describe('the region', () => {
  const environment = isolateEnvironment();
  const regionOf = (settings: Partial<AwsSettings> = {}): ReturnType<AwsConnection['region']> =>
    new AwsConnection({ provider: 'bedrock', ...settings } as AwsSettings).region();

  it('is the setting, the environment, the profile, in this order', async () => {
    await environment.writeConfig(CONFIG);
    assert.deepEqual(await regionOf(), { region: 'eu-central-1', from: 'profile' });
    assert.deepEqual(await regionOf({ profile: 'dev' }), { region: 'us-west-2', from: 'profile' });
    environment.set('AWS_PROFILE', 'dev');
    assert.deepEqual(await regionOf(), { region: 'us-west-2', from: 'profile' });
    environment.set('AWS_DEFAULT_REGION', 'ap-northeast-1');
    assert.deepEqual(await regionOf(), { region: 'ap-northeast-1', from: 'environment' });
    environment.set('AWS_REGION', 'eu-west-1');
    assert.deepEqual(await regionOf(), { region: 'eu-west-1', from: 'environment' });
    assert.deepEqual(await regionOf({ region: 'us-east-1' }), { region: 'us-east-1', from: 'setting' });
  });

  it('is unknown where nobody says it', async () => {
    assert.equal(await regionOf(), undefined);
    await environment.writeConfig(CONFIG);
    assert.equal(await regionOf({ profile: 'old-sso' }), undefined);
  });
});

describe('the sign-in', () => {
  const environment = isolateEnvironment();

  async function failureOf(settings: AwsSettings): Promise<ImageError> {
    const service = await new ScriptedService(json({})).start();
    const connection = new AwsConnection(
      settings.provider === 'bedrock'
        ? { region: 'us-west-2', endpoint: service.url, ...settings }
        : settings,
    );
    const invoker = new BedrockInvoker(connection, { factsOf: () => undefined, log: silentLog });
    const result = await invoker.invoke(
      { modelId: 'm', region: 'us-west-2', body: {} },
      new AbortController().signal,
    );
    connection.dispose();
    await service.close();
    assert.equal(service.requests.length, 0, 'nothing was sent');
    assert(!result.ok);
    const { context: _context, ...error } = result.error;
    return error;
  }

  it('is missing where no credentials are found', async () => {
    assert.deepEqual(await failureOf({ provider: 'bedrock' }), { kind: 'notSignedIn' });
  });

  it('is missing where the chosen profile does not exist', async () => {
    await environment.writeConfig(CONFIG);
    assert.deepEqual(await failureOf({ provider: 'bedrock', profile: 'nobody' }), { kind: 'notSignedIn' });
  });

  it('has expired where an SSO profile has no session', async () => {
    await environment.writeConfig(CONFIG);
    for (const profile of ['dev', 'old-sso']) {
      assert.deepEqual(await failureOf({ provider: 'bedrock', profile }), {
        kind: 'signInExpired',
        profile,
        isSso: true,
      });
    }
  });

  it('has expired where the SSO session is over, and names the profile that signs in', async () => {
    await environment.writeConfig(CONFIG);
    const cache = join(environment.folder(), '.aws', 'sso', 'cache');
    await mkdir(cache, { recursive: true });
    const name = createHash('sha1').update('company').digest('hex');
    await writeFile(
      join(cache, `${name}.json`),
      JSON.stringify({ accessToken: 'token', expiresAt: '2020-01-01T00:00:00Z' }),
    );
    assert.deepEqual(await failureOf({ provider: 'bedrock', profile: 'deploy' }), {
      kind: 'signInExpired',
      profile: 'dev',
      isSso: true,
    });
  });

  it('takes up new keys after the old ones were refused', async () => {
    await environment.writeCredentials('[default]\naws_access_key_id = OLD\naws_secret_access_key = x\n');
    const refuse = bedrockError(
      403,
      'ExpiredTokenException',
      'The security token included in the request is expired',
    );
    const service = await new ScriptedService((request, response) =>
      (request.headers.authorization?.includes('Credential=OLD/') ? refuse : json({ images: [] }))(
        request,
        response,
      ),
    ).start();
    const connection = new AwsConnection({ provider: 'bedrock', region: 'us-west-2', endpoint: service.url });
    const invoker = new BedrockInvoker(connection, { factsOf: () => undefined, log: silentLog });
    const invoke = (): ReturnType<BedrockInvoker['invoke']> =>
      invoker.invoke({ modelId: 'm', region: 'us-west-2', body: {} }, new AbortController().signal);

    const first = await invoke();
    assert(!first.ok);
    assert.equal(first.error.kind, 'signInExpired');
    await environment.writeCredentials('[default]\naws_access_key_id = NEW\naws_secret_access_key = x\n');
    assert((await invoke()).ok);
    connection.dispose();
    await service.close();
  });
});

describe('the offline provider', () => {
  const environment = isolateEnvironment();

  it('reads nothing of the user: no keys, no bearer key, no profile, no proxy, no endpoint', async () => {
    environment.set('AWS_ACCESS_KEY_ID', 'THEIRS');
    environment.set('AWS_SECRET_ACCESS_KEY', 'theirs');
    environment.set('AWS_SESSION_TOKEN', 'theirs');
    environment.set('AWS_BEARER_TOKEN_BEDROCK', 'theirs');
    environment.set('AWS_AUTH_SCHEME_PREFERENCE', 'httpBearerAuth');
    environment.set('AWS_PROFILE', 'nobody');
    environment.set('AWS_REGION', 'eu-west-1');
    environment.set('AWS_USE_FIPS_ENDPOINT', 'true');
    environment.set('AWS_ENDPOINT_URL', 'http://127.0.0.1:1');
    environment.set('HTTP_PROXY', 'http://127.0.0.1:1');
    const service = await new ScriptedService(json({ modelSummaries: [] })).start();
    const connection = new AwsConnection({
      provider: 'offline',
      url: service.url,
      region: 'us-west-2',
      accessKeyId: 'OURS',
      secretAccessKey: 'ours',
    });
    const invoker = new BedrockInvoker(connection, { factsOf: () => undefined, log: silentLog });
    const result = await invoker.invoke(
      { modelId: 'm', region: 'us-west-2', body: {} },
      new AbortController().signal,
    );
    assert(result.ok, JSON.stringify(result));
    const [request] = service.requests;
    assert.match(request?.headers.authorization ?? '', /Credential=OURS\/\d+\/us-west-2\/bedrock\//);
    assert.doesNotMatch(JSON.stringify(request), /theirs/i);
    assert.deepEqual(await connection.region(), { region: 'us-west-2', from: 'offline' });
    assert.deepEqual(await connection.signIn(), { isSso: false });
    connection.dispose();
    await service.close();
  });
});
