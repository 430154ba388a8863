import type { GetCallerIdentityCommandOutput } from '@aws-sdk/client-sts';
import { createHash } from 'node:crypto';
import type { CredentialSource, Identity } from '../core/doctor';
import { maskAccount } from '../core/redact';
import { ok, type Result } from '../core/result';
import type { AwsConnection } from './connection';
import { freeCall } from './freeCall';

/**
 * The SDK's own notes of where credentials came from, the most telling first.
 *
 * @see https://github.com/aws/aws-sdk-js-v3/blob/main/packages/types/src/feature-ids.ts
 */
const SOURCES: readonly (readonly [RegExp, CredentialSource])[] = [
  [/STS_ASSUME_ROLE_WEB_ID|STS_WEB_ID/, 'webIdentity'],
  [/STS_ASSUME_ROLE/, 'role'],
  [/SSO/, 'sso'],
  [/PROCESS/, 'process'],
  [/HTTP/, 'container'],
  [/IMDS/, 'instance'],
  [/ENV_VARS/, 'environment'],
  [/PROFILE/, 'profile'],
];

/** Partition-wide STS calls need a region to go to, and this is asked before one is chosen. */
const FALLBACK_REGION = 'us-east-1';

/**
 * Whose credentials these are. Asks STS, which needs no permission and costs nothing.
 *
 * @returns the identity with its account masked, or why it cannot be known
 */
export async function whoAmI(connection: AwsConnection, signal: AbortSignal): Promise<Result<Identity>> {
  if (connection.usesBearerKey) return ok({ source: 'bearerKey' });
  const region = (await connection.region())?.region ?? FALLBACK_REGION;
  return freeCall(connection, { region }, signal, async (limited) => {
    const [credentials, { profile }, { Account, Arn }] = await Promise.all([
      connection.credentials(),
      connection.signIn(),
      callerIdentity(connection, region, limited),
    ]);
    const notes = '$source' in credentials ? Object.keys(credentials.$source ?? {}).join(' ') : '';
    const isOffline = connection.settings.provider === 'offline';
    const source = SOURCES.find(([pattern]) => pattern.test(notes))?.[1] ?? 'unknown';
    return {
      source: isOffline ? 'offline' : source,
      ...(profile === undefined || source === 'environment' ? {} : { profile }),
      ...(Account === undefined ? {} : { account: maskAccount(Account) }),
      ...(Arn === undefined ? {} : { principal: principalOf(Arn) }),
      ...(credentials.expiration ? { expiresAt: credentials.expiration.getTime() } : {}),
    };
  });
}

/**
 * A name for the account that tells two accounts apart and says nothing else; for keys of what is kept.
 *
 * @returns undefined where the account cannot be known
 */
export async function accountKey(
  connection: AwsConnection,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (connection.settings.provider === 'offline') return `offline ${connection.settings.url}`;
  if (connection.usesBearerKey) return hash(process.env['AWS_BEARER_TOKEN_BEDROCK'] ?? '');
  try {
    const credentials = await connection.credentials();
    if (credentials.accountId !== undefined) return hash(credentials.accountId);
    const region = (await connection.region())?.region ?? FALLBACK_REGION;
    const { Account } = await callerIdentity(connection, region, signal);
    return Account === undefined ? undefined : hash(Account);
  } catch {
    // Whoever asks next runs into the same reason, and words it.
    return undefined;
  }
}

async function callerIdentity(
  connection: AwsConnection,
  region: string,
  signal: AbortSignal,
): Promise<GetCallerIdentityCommandOutput> {
  const [client, { GetCallerIdentityCommand }] = await Promise.all([
    connection.sts(region),
    import('@aws-sdk/client-sts'),
  ]);
  return client.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
}

function hash(secret: string): string {
  return createHash('sha256').update(`easel ${secret}`).digest('hex').slice(0, 24);
}

function principalOf(arn: string): NonNullable<Identity['principal']> {
  const resource = arn.split(':').slice(5).join(':');
  if (resource === 'root') return 'root';
  if (resource.startsWith('assumed-role/')) return 'assumedRole';
  return resource.startsWith('user/') ? 'user' : 'other';
}
