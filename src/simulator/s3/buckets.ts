import type { Now, SimRequest, SimResponse } from '../http';
import { emptyAnswer, notAllowed, xmlAnswer } from './answers';
import {
  accessList,
  configurationNamed,
  policyStatus,
  readConfiguration,
  withConfiguration,
} from './configurations';
import { s3Refusal } from './errors';
import { listObjectsV2 } from './listing';
import type { Bucket, ObjectStore } from './store';
import { element, s3Root, textsOf } from './xml';

/** The region in which a bucket without a constraint is made. */
export const DEFAULT_REGION = 'us-east-1';

/** Requests about buckets as a whole. */
export class BucketRequests {
  readonly #store: ObjectStore;
  readonly #accountId: string;
  readonly #now: Now;

  constructor(store: ObjectStore, accountId: string, now: Now) {
    this.#store = store;
    this.#accountId = accountId;
    this.#now = now;
  }

  async list({ method }: SimRequest): Promise<SimResponse> {
    if (method !== 'GET') throw notAllowed();
    const rows = [...(await this.#store.buckets())].map(([name, { createdAt, region }]) =>
      element(
        'Bucket',
        element('Name', name) +
          element('CreationDate', new Date(createdAt).toISOString()) +
          element('BucketRegion', region),
        true,
      ),
    );
    const owner = element('Owner', element('ID', this.#accountId), true);
    return xmlAnswer(s3Root('ListAllMyBucketsResult', owner + element('Buckets', rows.join(''), true)));
  }

  /** @param region of the endpoint that was asked */
  async create({ body }: SimRequest, name: string, region: string): Promise<SimResponse> {
    if (!isBucketName(name)) throw s3Refusal('InvalidBucketName', 'The specified bucket is not valid.');
    const [wanted] = textsOf(body.toString('utf8'), 'LocationConstraint');
    // The oldest endpoint makes buckets anywhere; every other one in its own region, and wants to hear which that is.
    if (region !== DEFAULT_REGION && wanted !== region) {
      throw s3Refusal(
        'IllegalLocationConstraintException',
        `The ${wanted ?? 'unspecified'} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      );
    }
    if (await this.#store.bucket(name)) {
      throw s3Refusal(
        'BucketAlreadyOwnedByYou',
        'Your previous request to create the named bucket succeeded and you already own it.',
      );
    }
    await this.#store.saveBucket(name, {
      region: wanted ?? DEFAULT_REGION,
      createdAt: this.#now(),
      configurations: {},
    });
    return emptyAnswer(200, { location: `/${name}` });
  }

  /** @param bucket one that is there */
  async answer(request: SimRequest, name: string, bucket: Bucket): Promise<SimResponse> {
    const { method, query } = request;
    const configuration = configurationNamed(query);
    if (configuration !== undefined) return this.#configure(request, name, bucket, configuration);
    switch (method) {
      case 'HEAD':
        return emptyAnswer(200, { 'x-amz-bucket-region': bucket.region });
      case 'GET':
        return this.#read(query, name, bucket);
      case 'DELETE':
        if ((await this.#store.objects(name)).length > 0) {
          throw s3Refusal('BucketNotEmpty', 'The bucket you tried to delete is not empty.');
        }
        await this.#store.deleteBucket(name);
        return emptyAnswer(204);
      case 'POST':
        if (query.has('delete')) return this.#deleteObjects(request, name);
        throw notAllowed();
      default:
        throw notAllowed();
    }
  }

  async #read(query: URLSearchParams, name: string, bucket: Bucket): Promise<SimResponse> {
    if (query.has('location')) {
      return xmlAnswer(s3Root('LocationConstraint', bucket.region === DEFAULT_REGION ? '' : bucket.region));
    }
    if (query.has('policyStatus')) return xmlAnswer(policyStatus(bucket));
    if (query.has('acl')) return xmlAnswer(accessList(this.#accountId));
    return xmlAnswer(listObjectsV2(name, await this.#store.objects(name), query));
  }

  async #configure(
    { method, body }: SimRequest,
    name: string,
    bucket: Bucket,
    configuration: string,
  ): Promise<SimResponse> {
    const isPolicy = configuration === 'policy';
    switch (method) {
      case 'GET': {
        const text = readConfiguration(bucket, configuration);
        return isPolicy
          ? { status: 200, headers: { 'content-type': 'application/json' }, body: text }
          : xmlAnswer(text);
      }
      case 'PUT':
        await this.#store.saveBucket(name, withConfiguration(bucket, configuration, body.toString('utf8')));
        return emptyAnswer(isPolicy ? 204 : 200);
      case 'DELETE':
        await this.#store.saveBucket(name, withConfiguration(bucket, configuration, ''));
        return emptyAnswer(204);
      default:
        throw notAllowed();
    }
  }

  async #deleteObjects({ body }: SimRequest, name: string): Promise<SimResponse> {
    const text = body.toString('utf8');
    const keys = textsOf(text, 'Key');
    if (keys.length === 0 || keys.length > 1000) {
      throw s3Refusal('MalformedXML', 'The XML you provided was not well-formed or did not validate.');
    }
    for (const key of keys) await this.#store.delete(name, key);
    const isQuiet = textsOf(text, 'Quiet')[0] === 'true';
    const deleted = keys.map((key) => element('Deleted', element('Key', key), true)).join('');
    return xmlAnswer(s3Root('DeleteResult', isQuiet ? '' : deleted));
  }
}

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function isBucketName(name: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes('..');
}
