import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { SimRequest } from './http';
import { Refusal } from './errors';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly bearerKey: string;
}

/** What the signature said about where the request was meant to go. */
export interface Caller {
  /** `bedrock`, `s3` or `sts`; bearer keys speak to Bedrock alone. */
  readonly service: string;
  /** Undefined for bearer keys, which name none. */
  readonly region: string | undefined;
}

/**
 * Requests older or newer than this are refused.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/signing-elements.html
 */
const CLOCK_TOLERANCE_MS = 15 * 60_000;

/** @throws Refusal with what the service answers to a wrong key, a changed body or a wrong clock */
export async function authenticate(
  request: SimRequest,
  credentials: Credentials,
  now: number,
): Promise<Caller> {
  const authorization = request.headers['authorization'];
  if (authorization?.startsWith('Bearer ')) {
    if (!isEqual(authorization.slice('Bearer '.length), credentials.bearerKey)) {
      throw forbidden(
        'AccessDeniedException',
        'Authentication failed: Please make sure your API Key is valid.',
      );
    }
    return { service: 'bedrock', region: undefined };
  }
  if (authorization?.startsWith('AWS4-HMAC-SHA256 '))
    return checkHeaders(request, authorization, credentials, now);
  if (request.query.get('X-Amz-Algorithm') === 'AWS4-HMAC-SHA256')
    return checkQuery(request, credentials, now);
  throw forbidden('MissingAuthenticationTokenException', 'Missing Authentication Token');
}

async function checkHeaders(
  request: SimRequest,
  authorization: string,
  credentials: Credentials,
  now: number,
): Promise<Caller> {
  const parts =
    /Credential=([^/,]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request,\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]+)/.exec(
      authorization,
    );
  const [, keyId = '', , region = '', service = '', signedNames = '', signature = ''] = parts ?? [];
  if (!parts) throw forbidden('IncompleteSignatureException', 'The Authorization header is malformed.');
  checkKey(keyId, credentials, service);
  const signedAt = parseAmzDate(request.headers['x-amz-date']);
  checkClock(signedAt, now, service);
  const isS3 = service === 's3';
  const declared = request.headers['x-amz-content-sha256'];
  const actual = createHash('sha256').update(request.body).digest('hex');
  if (declared !== undefined && /^[0-9a-f]{64}$/.test(declared) && declared !== actual) {
    throw isS3
      ? new Refusal({
          type: 'XAmzContentSHA256Mismatch',
          status: 400,
          message: "The provided 'x-amz-content-sha256' header does not match what was computed.",
        })
      : invalidSignature();
  }
  const names = new Set(signedNames.split(';'));
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => names.has(name)));
  const expected = await new SignatureV4({
    credentials,
    region,
    service,
    sha256: Sha256,
    uriEscapePath: !isS3,
    applyChecksum: false,
  }).sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: request.rawPath,
      query: queryOf(request),
      headers: { ...headers, 'x-amz-content-sha256': declared ?? actual },
    },
    { signingDate: new Date(signedAt), signableHeaders: names, unsignableHeaders: unsigned(headers, names) },
  );
  const expectedSignature = /Signature=([0-9a-f]+)/.exec(expected.headers['authorization'] ?? '')?.[1] ?? '';
  if (!isEqual(expectedSignature, signature)) throw isS3 ? s3SignatureMismatch() : invalidSignature();
  return { service, region };
}

async function checkQuery(request: SimRequest, credentials: Credentials, now: number): Promise<Caller> {
  const { query } = request;
  const [keyId = '', , region = '', service = ''] = (query.get('X-Amz-Credential') ?? '').split('/');
  checkKey(keyId, credentials, service);
  const signedAt = parseAmzDate(query.get('X-Amz-Date') ?? undefined);
  const expiresIn = Number(query.get('X-Amz-Expires') ?? 0);
  if (now > signedAt + expiresIn * 1000) {
    throw new Refusal({ type: 'AccessDenied', status: 403, message: 'Request has expired' });
  }
  const names = new Set((query.get('X-Amz-SignedHeaders') ?? '').split(';'));
  const signing = /^X-Amz-(Algorithm|Content-Sha256|Credential|Date|Expires|SignedHeaders|Signature)$/;
  const unsignedQuery = Object.fromEntries(
    Object.entries(queryOf(request)).filter(([name]) => !signing.test(name)),
  );
  const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => names.has(name)));
  // Some signers hoist the hash from a header into the address, others leave it out of both.
  const hoisted = query.get('X-Amz-Content-Sha256');
  const hashName = hoisted === null ? 'x-amz-content-sha256' : 'X-Amz-Content-Sha256';
  const expected = await new SignatureV4({
    credentials,
    region,
    service,
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: false,
  }).presign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path: request.rawPath,
      query: unsignedQuery,
      headers: { ...headers, [hashName]: hoisted ?? 'UNSIGNED-PAYLOAD' },
    },
    {
      signingDate: new Date(signedAt),
      expiresIn,
      signableHeaders: names,
      unhoistableHeaders: hoisted === null ? new Set([...names, hashName]) : names,
      unsignableHeaders: new Set(['x-amz-content-sha256']),
    },
  );
  const signature = String((expected.query ?? {})['X-Amz-Signature'] ?? '');
  if (!isEqual(signature, query.get('X-Amz-Signature') ?? '')) throw s3SignatureMismatch();
  return { service, region };
}

/** Headers that arrived unsigned, such as the agent's own, are none of the signature's business. */
function unsigned(headers: Readonly<Record<string, string>>, names: ReadonlySet<string>): Set<string> {
  const others = Object.keys(headers).filter((name) => !names.has(name));
  return new Set(names.has('x-amz-content-sha256') ? others : [...others, 'x-amz-content-sha256']);
}

function queryOf({ query }: SimRequest): Record<string, string | string[]> {
  const bag: Record<string, string | string[]> = {};
  for (const name of new Set(query.keys())) {
    const values = query.getAll(name);
    bag[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return bag;
}

function checkKey(keyId: string, { accessKeyId }: Credentials, service: string): void {
  if (isEqual(keyId, accessKeyId)) return;
  throw service === 's3'
    ? new Refusal({
        type: 'InvalidAccessKeyId',
        status: 403,
        message: 'The AWS Access Key Id you provided does not exist in our records.',
      })
    : forbidden('UnrecognizedClientException', 'The security token included in the request is invalid.');
}

function checkClock(signedAt: number, now: number, service: string): void {
  if (Math.abs(now - signedAt) <= CLOCK_TOLERANCE_MS) return;
  if (service === 's3') {
    throw new Refusal({
      type: 'RequestTimeTooSkewed',
      status: 403,
      message: "The difference between the request time and the server's time is too large.",
    });
  }
  const stamp = (time: number): string => new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
  throw forbidden(
    'InvalidSignatureException',
    signedAt < now
      ? `Signature expired: ${stamp(signedAt)} is now earlier than ${stamp(now - CLOCK_TOLERANCE_MS)} (${stamp(now)} - 15 min.)`
      : `Signature not yet current: ${stamp(signedAt)} is still later than ${stamp(now + CLOCK_TOLERANCE_MS)} (${stamp(now)} + 15 min.)`,
  );
}

function parseAmzDate(text: string | undefined): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? '');
  if (!parts)
    throw forbidden('IncompleteSignatureException', 'The date of the request is missing or malformed.');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

function invalidSignature(): Refusal {
  return forbidden(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  );
}

function s3SignatureMismatch(): Refusal {
  return new Refusal({
    type: 'SignatureDoesNotMatch',
    status: 403,
    message:
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  });
}

function forbidden(type: string, message: string): Refusal {
  return new Refusal({ type, status: 403, message });
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
