import { createHash } from 'node:crypto';
import type { CredentialSource, Identity } from '../core/doctor';
import { maskAccount } from '../core/redact';
import { err, ok, type Result } from '../core/result';
import type { AwsConnection } from './connection';
import { toImageError } from './failures';

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
  const signIn = await connection.signIn();
  if (connection.usesBearerKey) return ok({ source: 'bearerKey' });
  const region = (await connection.region())?.region ?? FALLBACK_REGION;
  const startedAt = performance.now();
  try {
    const credentials = await connection.credentials();
    const [client, { GetCallerIdentityCommand }] = await Promise.all([
      connection.sts(region),
      import('@aws-sdk/client-sts'),
    ]);
    const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    const notes = '$source' in credentials ? Object.keys(credentials.$source ?? {}).join(' ') : '';
    const isOffline = connection.settings.provider === 'offline';
    const source = SOURCES.find(([pattern]) => pattern.test(notes))?.[1] ?? 'unknown';
    return ok({
      source: isOffline ? 'offline' : source,
      ...(signIn.profile === undefined || source === 'environment' ? {} : { profile: signIn.profile }),
      ...(Account === undefined ? {} : { account: maskAccount(Account) }),
      ...(Arn === undefined ? {} : { principal: principalOf(Arn) }),
      ...(credentials.expiration ? { expiresAt: credentials.expiration.getTime() } : {}),
    });
  } catch (exception) {
    return err(
      toImageError(exception, {
        region,
        signIn,
        elapsedMs: performance.now() - startedAt,
        isPaid: false,
        signal,
      }),
    );
  }
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
    const [client, { GetCallerIdentityCommand }] = await Promise.all([
      connection.sts((await connection.region())?.region ?? FALLBACK_REGION),
      import('@aws-sdk/client-sts'),
    ]);
    const { Account } = await client.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    return Account === undefined ? undefined : hash(Account);
  } catch {
    // Whoever asks next runs into the same reason, and words it.
    return undefined;
  }
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
