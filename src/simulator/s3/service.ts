import { createHash } from 'node:crypto';
import * as path from 'node:path';
import { Refusal } from '../errors';
import type { Now, SimRequest, SimResponse } from '../http';
import { s3Error, s3Refusal } from './errors';
import { listObjectsV2 } from './listing';
import { MultipartUploads } from './multipart';
import { readRange } from './range';
import { ObjectStore, type ObjectMeta } from './store';
import { element, s3Root, textsOf } from './xml';

/** The region in which a bucket without a constraint is made. */
const DEFAULT_REGION = 'us-east-1';

interface Target {
  readonly bucket: string;
  readonly key: string;
}

/** Amazon S3 with path-style addresses: buckets, objects, ranges, listings, uploads in parts. */
export class S3Service {
  readonly #store: ObjectStore;
  readonly #uploads = new MultipartUploads();
  readonly #now: Now;

  constructor({ stateDir, now }: { readonly stateDir?: string; readonly region: string; readonly now: Now }) {
    this.#store = new ObjectStore(stateDir === undefined ? undefined : path.join(stateDir, 's3'));
    this.#now = now;
  }

  async handle(request: SimRequest): Promise<SimResponse> {
    await this.#store.load();
    try {
      const target = targetOf(request.rawPath);
      if (target.bucket === '') return this.#listBuckets(request);
      return await (target.key === '' ? this.#bucket(request, target.bucket) : this.#object(request, target));
    } catch (cause) {
      if (cause instanceof Refusal) return s3Error(cause.error, request.rawPath);
      throw cause;
    }
  }

  /** For what the simulated services themselves write. */
  async putObject(bucket: string, key: string, bytes: Buffer, contentType: string): Promise<void> {
    await this.#store.load();
    this.#requireBucket(bucket);
    await this.#put({ bucket, key }, bytes, contentType, {}, md5Etag(bytes));
  }

  #listBuckets({ method }: SimRequest): SimResponse {
    if (method !== 'GET') throw notAllowed();
    const rows = [...this.#store.buckets()].map(([name, { createdAt }]) =>
      element(
        'Bucket',
        element('Name', name) + element('CreationDate', new Date(createdAt).toISOString()),
        true,
      ),
    );
    return xml(s3Root('ListAllMyBucketsResult', element('Buckets', rows.join(''), true)));
  }

  async #bucket(request: SimRequest, bucket: string): Promise<SimResponse> {
    const { method, query } = request;
    if (method === 'PUT') return this.#createBucket(request, bucket);
    const { region } = this.#requireBucket(bucket);
    if (method === 'HEAD') return empty(200, { 'x-amz-bucket-region': region });
    if (method === 'GET' && query.has('location')) {
      return xml(s3Root('LocationConstraint', region === DEFAULT_REGION ? '' : region));
    }
    if (method === 'GET') return xml(listObjectsV2(bucket, this.#store.objects(bucket), query));
    if (method === 'DELETE') {
      if (this.#store.objects(bucket).length > 0) {
        throw s3Refusal('BucketNotEmpty', 'The bucket you tried to delete is not empty.');
      }
      await this.#store.deleteBucket(bucket);
      return empty(204);
    }
    if (method === 'POST' && query.has('delete')) return this.#deleteObjects(request, bucket);
    throw notAllowed();
  }

  async #createBucket(request: SimRequest, bucket: string): Promise<SimResponse> {
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) || bucket.includes('..')) {
      throw s3Refusal('InvalidBucketName', 'The specified bucket is not valid.');
    }
    if (this.#store.buckets().has(bucket)) {
      throw s3Refusal(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
      );
    }
    const [region = DEFAULT_REGION] = textsOf(request.body.toString('utf8'), 'LocationConstraint');
    await this.#store.createBucket(bucket, region, this.#now());
    return empty(200, { location: `/${bucket}` });
  }

  async #deleteObjects(request: SimRequest, bucket: string): Promise<SimResponse> {
    const keys = textsOf(request.body.toString('utf8'), 'Key');
    for (const key of keys) await this.#store.delete(bucket, key);
    const isQuiet = textsOf(request.body.toString('utf8'), 'Quiet')[0] === 'true';
    return xml(
      s3Root(
        'DeleteResult',
        isQuiet ? '' : keys.map((key) => element('Deleted', element('Key', key), true)).join(''),
      ),
    );
  }

  async #object(request: SimRequest, target: Target): Promise<SimResponse> {
    const { method, query } = request;
    this.#requireBucket(target.bucket);
    const uploadId = query.get('uploadId');
    switch (method) {
      case 'PUT':
        if (uploadId !== null) {
          const part = Number(query.get('partNumber'));
          return empty(200, {
            etag: this.#uploads.addPart(uploadId, target.bucket, target.key, part, request.body),
          });
        }
        return this.#putObject(request, target);
      case 'GET':
      case 'HEAD':
        return this.#getObject(request, target);
      case 'DELETE':
        if (uploadId === null) await this.#store.delete(target.bucket, target.key);
        else this.#uploads.abort(uploadId, target.bucket, target.key);
        return empty(204);
      case 'POST':
        if (query.has('uploads')) return this.#createUpload(request, target);
        if (uploadId !== null) return this.#completeUpload(request, target, uploadId);
        throw notAllowed();
      default:
        throw notAllowed();
    }
  }

  async #putObject(request: SimRequest, target: Target): Promise<SimResponse> {
    const { headers, body } = request;
    if (headers['if-none-match'] === '*' && this.#store.find(target.bucket, target.key))
      throw preconditionFailed();
    const declared = headers['content-md5'];
    if (declared !== undefined && declared !== createHash('md5').update(body).digest('base64')) {
      throw s3Refusal('BadDigest', 'The Content-MD5 you specified did not match what we received.');
    }
    const etag = md5Etag(body);
    await this.#put(target, body, typeOf(request), metadataOf(request), etag);
    return empty(200, { etag });
  }

  async #getObject({ method, headers }: SimRequest, target: Target): Promise<SimResponse> {
    const meta = this.#store.find(target.bucket, target.key);
    if (!meta) throw s3Refusal('NoSuchKey', 'The specified key does not exist.');
    const common = objectHeaders(meta);
    if (headers['if-match'] !== undefined && headers['if-match'] !== meta.etag) throw preconditionFailed();
    if (headers['if-none-match'] === meta.etag) return empty(304, common);
    const range = readRange(headers['range'], meta.size);
    if (range === 'unsatisfiable') throw s3Refusal('InvalidRange', 'The requested range is not satisfiable');
    const partial: Record<string, string> = range
      ? { 'content-range': `bytes ${range.first}-${range.last}/${meta.size}` }
      : {};
    const length = range ? range.last - range.first + 1 : meta.size;
    const all = { ...common, ...partial, 'content-length': String(length) };
    if (method === 'HEAD') return { status: range ? 206 : 200, headers: all, body: '' };
    const bytes = await this.#store.read(target.bucket, target.key);
    return {
      status: range ? 206 : 200,
      headers: all,
      body: range ? bytes.subarray(range.first, range.last + 1) : bytes,
    };
  }

  #createUpload(request: SimRequest, { bucket, key }: Target): SimResponse {
    const id = this.#uploads.create({
      bucket,
      key,
      contentType: typeOf(request),
      metadata: metadataOf(request),
    });
    return xml(
      s3Root(
        'InitiateMultipartUploadResult',
        element('Bucket', bucket) + element('Key', key) + element('UploadId', id),
      ),
    );
  }

  async #completeUpload(request: SimRequest, target: Target, id: string): Promise<SimResponse> {
    const text = request.body.toString('utf8');
    const numbers = textsOf(text, 'PartNumber');
    const etags = textsOf(text, 'ETag');
    const listed = numbers.map((number, index) => ({ number: Number(number), etag: etags[index] ?? '' }));
    if (request.headers['if-none-match'] === '*' && this.#store.find(target.bucket, target.key))
      throw preconditionFailed();
    const { upload, bytes, etag } = this.#uploads.complete(id, target.bucket, target.key, listed);
    await this.#put(target, bytes, upload.contentType, upload.metadata, etag);
    return xml(
      s3Root(
        'CompleteMultipartUploadResult',
        element('Location', `/${target.bucket}/${target.key}`) +
          element('Bucket', target.bucket) +
          element('Key', target.key) +
          element('ETag', etag),
      ),
    );
  }

  async #put(
    { bucket, key }: Target,
    bytes: Buffer,
    contentType: string,
    metadata: Readonly<Record<string, string>>,
    etag: string,
  ): Promise<void> {
    const meta = { key, etag, contentType, metadata, modifiedAt: this.#now(), size: bytes.length };
    await this.#store.put(bucket, meta, bytes);
  }

  #requireBucket(name: string): { readonly region: string } {
    const bucket = this.#store.buckets().get(name);
    if (!bucket) throw s3Refusal('NoSuchBucket', 'The specified bucket does not exist');
    return bucket;
  }
}

/** A plus sign in a path is a plus sign. */
function targetOf(rawPath: string): Target {
  const [, bucket = '', ...rest] = rawPath.split('/');
  return { bucket: decodeURIComponent(bucket), key: decodeURIComponent(rest.join('/')) };
}

function typeOf({ headers }: SimRequest): string {
  return headers['content-type'] ?? 'application/octet-stream';
}

function metadataOf({ headers }: SimRequest): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-')));
}

function objectHeaders({ etag, contentType, modifiedAt, metadata }: ObjectMeta): Record<string, string> {
  return {
    ...metadata,
    etag,
    'content-type': contentType,
    'last-modified': new Date(modifiedAt).toUTCString(),
    'accept-ranges': 'bytes',
  };
}

function md5Etag(bytes: Buffer): string {
  return `"${createHash('md5').update(bytes).digest('hex')}"`;
}

function xml(body: string): SimResponse {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

function empty(status: number, headers: Readonly<Record<string, string>> = {}): SimResponse {
  return { status, headers, body: '' };
}

function notAllowed(): Refusal {
  return s3Refusal('MethodNotAllowed', 'The specified method is not allowed against this resource.');
}

function preconditionFailed(): Refusal {
  return s3Refusal('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
}
