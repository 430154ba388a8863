import type { BedrockClient } from '@aws-sdk/client-bedrock';
import type { BedrockRuntimeClient, BedrockRuntimeClientConfig } from '@aws-sdk/client-bedrock-runtime';
import type { S3Client } from '@aws-sdk/client-s3';
import type { STSClient } from '@aws-sdk/client-sts';
import type { Disposable } from '../core/disposable';
import type { RegionSource } from '../core/doctor';
import { OneHttpHandler } from './httpHandler';
import { effectiveProfileName, findProfile } from './profiles';
import { DEFAULT_TIME_LIMITS, type AwsSettings, type TimeLimits } from './settings';

/** Environment variable of a Bedrock API key; the SDK prefers it to every other credential. */
const BEARER_VARIABLE = 'AWS_BEARER_TOKEN_BEDROCK';

/** Attempts of what costs nothing. What may cost is tried once: the caller counts money and retries itself. */
const FREE_ATTEMPTS = 3;

export interface RegionChoice {
  readonly region: string;
  readonly from: RegionSource;
}

/** Which sign-in stands behind the requests, for the failure that says it has expired. */
export interface SignIn {
  readonly profile?: string;
  readonly isSso: boolean;
}

type Credentials = Awaited<ReturnType<CredentialsProvider>>;
type CredentialsProvider = ReturnType<typeof import('@aws-sdk/credential-providers').fromNodeProviderChain>;
type CommonConfig = Pick<
  BedrockRuntimeClientConfig,
  | 'region'
  | 'endpoint'
  | 'credentials'
  | 'requestHandler'
  | 'authSchemePreference'
  | 'useFipsEndpoint'
  | 'useDualstackEndpoint'
  | 'retryMode'
  | 'defaultsMode'
  | 'profile'
>;

/**
 * Every client of one set of settings. Loads the SDK at first use; a client stays until `forgetSignIn` or `dispose`.
 * Changed settings mean a new connection.
 */
export class AwsConnection implements Disposable {
  readonly settings: AwsSettings;
  readonly http: OneHttpHandler;
  readonly #clients = new Map<string, Promise<unknown>>();
  #chain: Promise<CredentialsProvider> | undefined;

  constructor(settings: AwsSettings, limits: TimeLimits = DEFAULT_TIME_LIMITS) {
    this.settings = settings;
    this.http = new OneHttpHandler(
      settings.provider === 'offline'
        ? { limits, usesEnvironment: false }
        : {
            limits,
            usesEnvironment: true,
            proxy: settings.proxy,
            caCertificates: settings.caCertificates,
          },
    );
  }

  /** The setting, `AWS_REGION`, `AWS_DEFAULT_REGION`, the profile's region, or undefined. */
  async region(): Promise<RegionChoice | undefined> {
    if (this.settings.provider === 'offline') return { region: this.settings.region, from: 'offline' };
    if (this.settings.region) return { region: this.settings.region, from: 'setting' };
    const fromEnvironment = process.env['AWS_REGION'] || process.env['AWS_DEFAULT_REGION'];
    if (fromEnvironment) return { region: fromEnvironment, from: 'environment' };
    const profile = await findProfile(effectiveProfileName(this.settings.profile, process.env));
    return profile?.region ? { region: profile.region, from: 'profile' } : undefined;
  }

  /** True where requests to Bedrock carry an API key instead of a signature. */
  get usesBearerKey(): boolean {
    return this.settings.provider === 'bedrock' && Boolean(process.env[BEARER_VARIABLE]);
  }

  /** @throws what the SDK's providers throw; `failures.ts` translates it */
  async credentials(): Promise<Credentials> {
    if (this.settings.provider === 'offline') return offlineCredentials(this.settings);
    const provide = await (this.#chain ??= this.#createChain());
    return provide();
  }

  async signIn(): Promise<SignIn> {
    if (this.settings.provider === 'offline' || this.usesBearerKey) return { isSso: false };
    const hasKeys = Boolean(process.env['AWS_ACCESS_KEY_ID'] && process.env['AWS_SECRET_ACCESS_KEY']);
    const isProfileChosen = Boolean(this.settings.profile || process.env['AWS_PROFILE']);
    if (hasKeys && !isProfileChosen) return { isSso: false };
    const profile = await findProfile(effectiveProfileName(this.settings.profile, process.env));
    if (!profile) return { isSso: false };
    return { profile: profile.ssoProfile ?? profile.name, isSso: profile.ssoProfile !== undefined };
  }

  /** After a new sign-in, or when the service refused the credentials: the SDK would keep the old ones for good. */
  forgetSignIn(): void {
    this.#chain = undefined;
    this.#clients.clear();
  }

  runtime(region: string): Promise<BedrockRuntimeClient> {
    return this.#client(`runtime ${region}`, async () => {
      const { BedrockRuntimeClient } = await import('@aws-sdk/client-bedrock-runtime');
      return new BedrockRuntimeClient({ ...this.#config(region), maxAttempts: 1 });
    });
  }

  control(region: string): Promise<BedrockClient> {
    return this.#client(`control ${region}`, async () => {
      const { BedrockClient } = await import('@aws-sdk/client-bedrock');
      return new BedrockClient({ ...this.#config(region), maxAttempts: FREE_ATTEMPTS });
    });
  }

  sts(region: string): Promise<STSClient> {
    return this.#client(`sts ${region}`, async () => {
      const { STSClient } = await import('@aws-sdk/client-sts');
      return new STSClient({ ...this.#config(region), maxAttempts: FREE_ATTEMPTS });
    });
  }

  s3(region: string): Promise<S3Client> {
    return this.#client(`s3 ${region}`, async () => {
      const { S3Client } = await import('@aws-sdk/client-s3');
      const isOwnEndpoint = this.settings.provider === 'offline' || Boolean(this.settings.endpoint);
      return new S3Client({
        ...this.#config(region),
        maxAttempts: FREE_ATTEMPTS,
        followRegionRedirects: !isOwnEndpoint,
        // Host-style addresses would look up `bucket.127.0.0.1`.
        forcePathStyle: isOwnEndpoint,
      });
    });
  }

  dispose(): void {
    this.#clients.clear();
    this.http.dispose();
  }

  #client<T>(key: string, create: () => Promise<T>): Promise<T> {
    const known = this.#clients.get(key) as Promise<T> | undefined;
    if (known) return known;
    const created = create();
    this.#clients.set(key, created);
    return created;
  }

  #config(region: string): CommonConfig {
    const { settings } = this;
    const shared = { region, requestHandler: this.http };
    if (settings.provider === 'offline') {
      // Everything is said here, so that the SDK looks nowhere else: no profile, no bearer key, no FIPS host.
      return {
        ...shared,
        endpoint: settings.url,
        credentials: offlineCredentials(settings),
        authSchemePreference: ['sigv4'],
        useFipsEndpoint: false,
        useDualstackEndpoint: false,
        retryMode: 'standard',
        defaultsMode: 'standard',
      };
    }
    return {
      ...shared,
      credentials: () => this.credentials(),
      ...(settings.profile ? { profile: settings.profile } : {}),
      ...(settings.endpoint ? { endpoint: settings.endpoint } : {}),
    };
  }

  async #createChain(): Promise<CredentialsProvider> {
    const { fromNodeProviderChain } = await import('@aws-sdk/credential-providers');
    const profile = this.settings.provider === 'bedrock' ? this.settings.profile : undefined;
    return fromNodeProviderChain({
      ...(profile ? { profile } : {}),
      ignoreCache: true,
      clientConfig: { requestHandler: this.http },
    });
  }
}

function offlineCredentials(settings: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}): Credentials {
  return { accessKeyId: settings.accessKeyId, secretAccessKey: settings.secretAccessKey };
}
