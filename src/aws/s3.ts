import type { S3Client } from '@aws-sdk/client-s3';
import type { ImageError } from '../core/errors';
import type { S3Uploads, Uploaded, UploadFailureReason, UploadRequest } from '../core/files/upload';
import { err, ok, type Result } from '../core/result';
import type { AwsConnection } from './connection';
import { readException } from './exceptionFacts';
import { toImageError } from './failures';

/** Pictures go up in one request; only larger bytes (videos) in parts. At least 5 MiB, S3's smallest part. */
const PART_BYTES = 16 * 1024 * 1024;

/** So many pictures of one name in one prefix is a mistake in the template. */
const MAX_NAMES = 1000;

/**
 * Bucket names: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 * The prefix may be anything; slashes at its ends carry no meaning here.
 */
const ADDRESS = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s;

export class AwsS3Uploads implements S3Uploads {
  readonly #connection: AwsConnection;

  constructor(connection: AwsConnection) {
    this.#connection = connection;
  }

  async upload(request: UploadRequest, signal: AbortSignal): Promise<Result<Uploaded>> {
    const address = ADDRESS.exec(request.destination);
    const bucket = address?.[1];
    if (bucket === undefined) return refused(request, 'invalidAddress');
    const prefix = (address?.[2] ?? '').replace(/^\/+|\/+$/g, '');
    const startedAt = performance.now();
    const region = (await this.#connection.region())?.region;
    // The one error that has no region to name is a setting; the doctor mends it.
    if (region === undefined) return refused(request, 'wrongRegion');
    try {
      const client = await this.#connection.s3(region);
      for (let number = 1; number <= MAX_NAMES; number++) {
        const name = numbered(request.fileName, number);
        const key = prefix === '' ? name : `${prefix}/${name}`;
        const etag = await putNew(client, bucket, key, request, signal);
        if (etag === undefined) continue;
        const via = viaOf(this.#connection);
        return ok({ uri: `s3://${bucket}/${key}`, place: { via, region }, etag });
      }
      return refused(request, 'nameTaken');
    } catch (exception) {
      const error = toImageError(exception, {
        region,
        signIn: await this.#connection.signIn(),
        elapsedMs: performance.now() - startedAt,
        isPaid: false,
        signal,
      });
      if (error.kind === 'cancelled') return err(error);
      const reason = reasonOf(error, readException(exception, Date.now()).name);
      return refused(request, reason, error.context);
    }
  }
}

/** What a record keeps of a connection: enough to find the same account again. */
function viaOf({ settings }: AwsConnection): Uploaded['place']['via'] {
  const { provider } = settings;
  if (provider === 'offline') return { provider };
  return { provider, ...(settings.profile ? { profile: settings.profile } : {}) };
}

/** @returns the ETag; undefined when the name is taken */
async function putNew(
  client: S3Client,
  bucket: string,
  key: string,
  { bytes, contentType }: UploadRequest,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [{ Upload }, { HeadObjectCommand }] = await Promise.all([
    import('@aws-sdk/lib-storage'),
    import('@aws-sdk/client-s3'),
  ]);
  const put = async (condition: { readonly IfNoneMatch?: '*' }): Promise<string> => {
    const upload = new Upload({
      client,
      partSize: PART_BYTES,
      params: { Bucket: bucket, Key: key, Body: bytes, ContentType: contentType, ...condition },
    });
    const abort = (): void => void upload.abort();
    signal.throwIfAborted();
    signal.addEventListener('abort', abort, { once: true });
    try {
      return (await upload.done()).ETag ?? '';
    } finally {
      signal.removeEventListener('abort', abort);
    }
  };
  try {
    return await put({ IfNoneMatch: '*' });
  } catch (exception) {
    const { name, status } = readException(exception, Date.now());
    // 409: another upload of the same name is finishing just now. The next name is free of that race.
    if (status === 412 || (status === 409 && name === 'ConditionalRequestConflict')) return undefined;
    if (status !== 501) throw exception;
  }
  // Stores that only resemble S3 may not know conditional writes (501): look first, then write.
  try {
    await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
    return undefined;
  } catch (exception) {
    if (readException(exception, Date.now()).status !== 404) throw exception;
  }
  return put({});
}

/** `kite.png`, then `kite-2.png`. */
function numbered(fileName: string, number: number): string {
  if (number === 1) return fileName;
  const dot = fileName.lastIndexOf('.');
  return dot > 0 ? `${fileName.slice(0, dot)}-${number}${fileName.slice(dot)}` : `${fileName}-${number}`;
}

function reasonOf(error: ImageError, exceptionName: string): UploadFailureReason {
  if (exceptionName === 'NoSuchBucket') return 'noSuchBucket';
  if (exceptionName === 'PermanentRedirect' || exceptionName === 'AuthorizationHeaderMalformed')
    return 'wrongRegion';
  switch (error.kind) {
    case 'permissionDenied':
      return 'accessDenied';
    case 'notSignedIn':
      return 'notSignedIn';
    case 'signInExpired':
      return 'signInExpired';
    case 'throttled':
      return 'throttled';
    case 'noNetwork':
    case 'endpointUnreachable':
    case 'proxyRefused':
    case 'certificateRefused':
    case 'connectionLost':
    case 'timeout':
      return 'network';
    default:
      return 'serviceFailed';
  }
}

function refused(
  { destination, fileName }: UploadRequest,
  reason: UploadFailureReason,
  context?: ImageError['context'],
): Result<never> {
  return err({ kind: 's3UploadFailed', uri: destination, reason, fileName, ...(context ? { context } : {}) });
}
