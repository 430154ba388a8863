import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ImageError } from '../core/errors';
import { ok, type Result } from '../core/result';
import type { VideoPlace } from '../core/video/jobs/job';
import type {
  BucketLocator,
  ObjectAddress,
  ObjectDownloads,
  SignedUrl,
  StoredObject,
} from '../core/video/jobs/ports';
import type { ExceptionFacts } from './exceptionFacts';
import type { VideoConnections } from './videoConnections';
import { callS3, regionIn } from './videoS3';

/** A line on which nothing comes for so long is dead, whatever its socket says. */
const SILENCE_MS = 60_000;

/** What S3 takes in one request: https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
const DELETED_AT_ONCE = 1000;

/** So many objects are not what one video leaves. */
const MAX_OBJECTS = 100_000;

/** Fetches films from S3, and looks after what lies there. */
export class S3Objects implements ObjectDownloads, BucketLocator {
  readonly #connections: VideoConnections;
  readonly #silenceMs: number;

  constructor(connections: VideoConnections, silenceMs = SILENCE_MS) {
    this.#connections = connections;
    this.#silenceMs = silenceMs;
  }

  list(
    place: VideoPlace,
    bucket: string,
    prefix: string,
    signal: AbortSignal,
  ): Promise<Result<readonly StoredObject[]>> {
    const translate = gone(`s3://${bucket}/${prefix}`);
    return callS3(this.#connections, { place, translate }, signal, async (client, sdk, limited) => {
      const found: StoredObject[] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new sdk.ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }),
          { abortSignal: limited },
        );
        for (const { Key: key, Size: bytes = 0, ETag: etag = '', LastModified: modified } of page.Contents ??
          []) {
          if (key !== undefined) found.push({ key, bytes, etag, modifiedAt: modified?.getTime() ?? 0 });
        }
        token = page.IsTruncated === true ? page.NextContinuationToken : undefined;
      } while (token !== undefined && found.length < MAX_OBJECTS);
      return found;
    });
  }

  head(address: ObjectAddress, signal: AbortSignal): Promise<Result<StoredObject>> {
    const { place, bucket, key } = address;
    return callS3(
      this.#connections,
      { place, translate: gone(uriOf(address)) },
      signal,
      async (client, sdk, limited) => {
        const answer = await client.send(new sdk.HeadObjectCommand({ Bucket: bucket, Key: key }), {
          abortSignal: limited,
        });
        return {
          key,
          bytes: answer.ContentLength ?? 0,
          etag: answer.ETag ?? '',
          modifiedAt: answer.LastModified?.getTime() ?? 0,
          ...md5Of(answer),
        };
      },
    );
  }

  async read(
    address: ObjectAddress,
    from: { readonly byte: number; readonly etag: string },
    take: (piece: Uint8Array) => Promise<Result<void>>,
    signal: AbortSignal,
  ): Promise<Result<void>> {
    const { place, bucket, key } = address;
    const silence = new AbortController();
    const listening = AbortSignal.any([signal, silence.signal]);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const heard = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), this.#silenceMs);
    };
    heard();
    let refusal: Result<void> = ok();
    const read = await callS3(
      this.#connections,
      { place, translate: (facts) => changed(uriOf(address), facts), hasNoLimit: true },
      signal,
      async (client, sdk) => {
        const { Body: body } = await client.send(
          new sdk.GetObjectCommand({
            Bucket: bucket,
            Key: key,
            Range: `bytes=${from.byte}-`,
            ...(from.etag === '' ? {} : { IfMatch: from.etag }),
          }),
          { abortSignal: listening },
        );
        // In Node the body is a stream of buffers; the type also tells of browsers.
        const stream = body as (AsyncIterable<Uint8Array> & { destroy(cause?: Error): void }) | undefined;
        if (!stream) return;
        const stop = (): void => stream.destroy(new DOMException('The transfer was ended.', 'AbortError'));
        listening.addEventListener('abort', stop, { once: true });
        try {
          for await (const piece of stream) {
            heard();
            refusal = await take(piece);
            // Leaving the loop ends the stream.
            if (!refusal.ok) return;
          }
        } finally {
          listening.removeEventListener('abort', stop);
        }
      },
    );
    clearTimeout(timer);
    return refusal.ok ? read : refusal;
  }

  presign(
    { place, bucket, key }: ObjectAddress,
    { seconds, contentType }: { readonly seconds: number; readonly contentType?: string },
  ): Promise<Result<SignedUrl>> {
    const { signal } = new AbortController();
    return callS3(this.#connections, { place, translate: () => undefined }, signal, async (client, sdk) => {
      const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner');
      const command = new sdk.GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(contentType === undefined ? {} : { ResponseContentType: contentType }),
      });
      const [url, { sessionToken, expiration }] = await Promise.all([
        getSignedUrl(client, command, { expiresIn: seconds }),
        client.config.credentials(),
      ]);
      if (sessionToken === undefined) return { url };
      return { url, session: expiration ? { endsAt: expiration.getTime() } : {} };
    });
  }

  async locate(place: VideoPlace, bucket: string, signal: AbortSignal): Promise<VideoPlace> {
    let named: string | undefined;
    // Also a refusal names the region: https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html
    const translate = (_facts: ExceptionFacts, exception: unknown): undefined => {
      named = regionIn(exception);
    };
    const found = await callS3(
      this.#connections,
      { place, translate },
      signal,
      async (client, sdk, limited) =>
        client.send(new sdk.HeadBucketCommand({ Bucket: bucket }), { abortSignal: limited }),
    );
    const region = (found.ok ? found.value.BucketRegion : named) ?? place.region;
    return { via: place.via, region };
  }

  remove(
    place: VideoPlace,
    bucket: string,
    keys: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<void>> {
    const translate = gone(`s3://${bucket}`);
    return callS3(this.#connections, { place, translate }, signal, async (client, sdk, limited) => {
      for (let start = 0; start < keys.length; start += DELETED_AT_ONCE) {
        const { Errors: errors = [] } = await client.send(
          new sdk.DeleteObjectsCommand({
            Bucket: bucket,
            Delete: {
              Objects: keys.slice(start, start + DELETED_AT_ONCE).map((key) => ({ Key: key })),
              Quiet: true,
            },
          }),
          { abortSignal: limited },
        );
        const [first] = errors;
        // Refusals of single keys come with a status of success; they are translated as any other.
        if (first) throw Object.assign(new Error(first.Message ?? ''), { name: first.Code ?? '' });
      }
    });
  }
}

/** An ETag is an MD5 only of what was put in one piece and is encrypted by S3 itself: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html */
function md5Of({
  ETag: etag,
  ServerSideEncryption: encryption = 'AES256',
  SSECustomerAlgorithm: ownKey,
}: HeadObjectCommandOutput): { readonly md5?: string } {
  const md5 = /^"?([0-9a-f]{32})"?$/.exec(etag ?? '')?.[1];
  return md5 === undefined || encryption !== 'AES256' || ownKey !== undefined ? {} : { md5 };
}

function uriOf({ bucket, key }: ObjectAddress): string {
  return `s3://${bucket}/${key}`;
}

function gone(uri: string): (facts: ExceptionFacts) => ImageError | undefined {
  return ({ name, status }) =>
    name === 'NoSuchKey' || name === 'NoSuchBucket' || status === 404
      ? { kind: 'videoGone', uri }
      : undefined;
}

function changed(uri: string, facts: ExceptionFacts): ImageError | undefined {
  // 416: shorter than it was.
  if (facts.status === 412 || facts.status === 416) return { kind: 'videoChanged', uri };
  return gone(uri)(facts);
}
