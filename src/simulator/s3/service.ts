import * as path from 'node:path';
import { Refusal } from '../errors';
import type { Now, SimRequest, SimResponse } from '../http';
import { InTurn } from '../inTurn';
import { BucketRequests, DEFAULT_REGION, isBucketName } from './buckets';
import { configurationNamed, configurationOperation } from './configurations';
import { elsewhere, s3Error, s3Refusal } from './errors';
import { FolderStore } from './folderStore';
import { MemoryStore } from './memoryStore';
import { ObjectRequests } from './objects';
import type { Bucket, ObjectMeta, ObjectStore } from './store';

/** Amazon S3 with path-style addresses: buckets and what is set on them, objects, ranges, listings, uploads in parts. */
export class S3Service {
  readonly #store: ObjectStore;
  readonly #buckets: BucketRequests;
  readonly #objects: ObjectRequests;
  readonly #accountId: string;
  /** So that a check and the write that it allows are one step. */
  readonly #writes = new InTurn();

  constructor(options: { readonly stateDir?: string; readonly accountId: string; readonly now: Now }) {
    const { stateDir, accountId, now } = options;
    this.#store = stateDir === undefined ? new MemoryStore() : new FolderStore(path.join(stateDir, 's3'));
    this.#accountId = accountId;
    this.#buckets = new BucketRequests(this.#store, accountId, now);
    this.#objects = new ObjectRequests(this.#store, now);
  }

  /** @param region of the endpoint that was asked, as the signature names it */
  async handle(request: SimRequest, region: string): Promise<SimResponse> {
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    try {
      return isReading
        ? await this.#answer(request, region)
        : await this.#writes.run(() => this.#answer(request, region));
    } catch (cause) {
      if (cause instanceof Refusal) return s3Error(cause.error, request.rawPath);
      throw cause;
    }
  }

  /** For what the simulated services themselves write and read. */
  bucket(name: string): Promise<Bucket | undefined> {
    return isBucketName(name) ? this.#store.bucket(name) : Promise.resolve(undefined);
  }

  /** @returns false where the bucket is gone */
  putObject(bucket: string, key: string, bytes: Buffer, contentType: string): Promise<boolean> {
    return this.#writes.run(async () => {
      if (!(await this.bucket(bucket))) return false;
      await this.#objects.write(bucket, key, bytes, contentType);
      return true;
    });
  }

  /** @returns undefined where there is no such object */
  async getObject(
    bucket: string,
    key: string,
  ): Promise<{ readonly meta: ObjectMeta; readonly bytes: Buffer } | undefined> {
    const meta = (await this.bucket(bucket)) && (await this.#store.find(bucket, key));
    return meta && { meta, bytes: await this.#store.read(bucket, meta) };
  }

  async #answer(request: SimRequest, region: string): Promise<SimResponse> {
    const { name, key } = targetOf(request.rawPath);
    if (name === '') return this.#buckets.list(request);
    if (request.method === 'PUT' && key === '' && configurationNamed(request.query) === undefined) {
      return this.#buckets.create(request, name, region);
    }
    const bucket = await this.bucket(name);
    if (!bucket) throw s3Refusal('NoSuchBucket', 'The specified bucket does not exist');
    // The oldest endpoint says of every bucket where it is.
    const mayAsk = region === DEFAULT_REGION && request.query.has('location');
    if (bucket.region !== region && !mayAsk) throw elsewhere(bucket.region);
    const owner = request.headers['x-amz-expected-bucket-owner'] ?? this.#accountId;
    if (owner !== this.#accountId) throw s3Refusal('AccessDenied', 'Access Denied');
    return key === ''
      ? this.#buckets.answer(request, name, bucket)
      : this.#objects.answer(request, { name, bucket, key });
  }
}

/** The operation's name in the SDKs, by which faults and records go. */
export function s3Operation({ method, rawPath, query }: SimRequest): string {
  const { name, key } = targetOf(rawPath);
  if (name === '') return 'ListBuckets';
  return key === '' ? bucketOperation(method, query) : objectOperation(method, query);
}

/** @returns an empty text for requests about a bucket */
export function objectKeyOf({ rawPath }: SimRequest): string {
  return targetOf(rawPath).key;
}

function bucketOperation(method: string, query: URLSearchParams): string {
  const configuration = configurationNamed(query);
  if (configuration !== undefined) return configurationOperation(method, configuration);
  switch (method) {
    case 'PUT':
      return 'CreateBucket';
    case 'HEAD':
      return 'HeadBucket';
    case 'DELETE':
      return 'DeleteBucket';
    case 'POST':
      return 'DeleteObjects';
    default:
      if (query.has('location')) return 'GetBucketLocation';
      if (query.has('policyStatus')) return 'GetBucketPolicyStatus';
      return query.has('acl') ? 'GetBucketAcl' : 'ListObjectsV2';
  }
}

function objectOperation(method: string, query: URLSearchParams): string {
  const isPart = query.has('uploadId');
  switch (method) {
    case 'PUT':
      return isPart ? 'UploadPart' : 'PutObject';
    case 'HEAD':
      return 'HeadObject';
    case 'DELETE':
      return isPart ? 'AbortMultipartUpload' : 'DeleteObject';
    case 'POST':
      return isPart ? 'CompleteMultipartUpload' : 'CreateMultipartUpload';
    default:
      return 'GetObject';
  }
}

/** A plus sign in a path is a plus sign. */
function targetOf(rawPath: string): { readonly name: string; readonly key: string } {
  const [, name = '', ...rest] = rawPath.split('/');
  return { name: decodeURIComponent(name), key: decodeURIComponent(rest.join('/')) };
}
