import type { Refusal } from '../errors';
import { s3Refusal, type S3Code } from './errors';
import type { Bucket } from './store';
import { element, s3Root, textsOf } from './xml';

/** One thing that can be set on a bucket, kept as the XML that was sent. */
interface Configuration {
  /** As in the names of its operations, `Put…` and `Get…`. */
  readonly operation: string;
  /** What a new bucket has; undefined where it has nothing. */
  readonly initial?: string;
  readonly missing?: { readonly code: S3Code; readonly message: string };
}

/**
 * By the name of the sub-resource in the query. New buckets block public access, encrypt with keys of S3's own, and know no
 * access lists.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
const configurations: Readonly<Record<string, Configuration>> = {
  publicAccessBlock: {
    operation: 'PublicAccessBlock',
    initial: s3Root(
      'PublicAccessBlockConfiguration',
      ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
        .map((name) => element(name, 'true'))
        .join(''),
    ),
    missing: {
      code: 'NoSuchPublicAccessBlockConfiguration',
      message: 'The public access block configuration was not found',
    },
  },
  encryption: {
    operation: 'BucketEncryption',
    initial: s3Root(
      'ServerSideEncryptionConfiguration',
      '<Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>false</BucketKeyEnabled></Rule>',
    ),
  },
  ownershipControls: {
    operation: 'BucketOwnershipControls',
    initial: s3Root(
      'OwnershipControls',
      '<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>',
    ),
    missing: {
      code: 'OwnershipControlsNotFoundError',
      message: 'The bucket ownership controls were not found',
    },
  },
  lifecycle: {
    operation: 'BucketLifecycleConfiguration',
    missing: {
      code: 'NoSuchLifecycleConfiguration',
      message: 'The lifecycle configuration does not exist',
    },
  },
  tagging: {
    operation: 'BucketTagging',
    missing: { code: 'NoSuchTagSet', message: 'The TagSet does not exist' },
  },
  cors: {
    operation: 'BucketCors',
    missing: { code: 'NoSuchCORSConfiguration', message: 'The CORS configuration does not exist' },
  },
  policy: {
    operation: 'BucketPolicy',
    missing: { code: 'NoSuchBucketPolicy', message: 'The bucket policy does not exist' },
  },
  versioning: { operation: 'BucketVersioning', initial: s3Root('VersioningConfiguration', '') },
};

/** The configuration that a query names; undefined for requests about the bucket itself. */
export function configurationNamed(query: URLSearchParams): string | undefined {
  return Object.keys(configurations).find((name) => query.has(name));
}

/** The operation of a request about one of them, such as `PutPublicAccessBlock`. */
export function configurationOperation(method: string, name: string): string {
  const verb = { GET: 'Get', PUT: 'Put', DELETE: 'Delete' }[method] ?? method;
  return `${verb}${configurations[name]?.operation ?? name}`;
}

/** @throws Refusal where nothing is set */
export function readConfiguration(bucket: Bucket, name: string): string {
  const { initial, missing } = configurations[name] ?? {};
  const text = bucket.configurations[name] ?? initial ?? '';
  if (text !== '') return text;
  throw missing ? s3Refusal(missing.code, missing.message) : notImplemented();
}

/** @returns the bucket with it set, or with it taken away where there is no text */
export function withConfiguration(bucket: Bucket, name: string, text: string): Bucket {
  if (name === 'policy' && text !== '') {
    requireJson(text);
    if (isPublicPolicy(text) && isPublicBlocked(bucket)) {
      throw s3Refusal('AccessDenied', 'Access Denied');
    }
  } else if (text !== '' && !text.trimStart().startsWith('<')) {
    throw s3Refusal('MalformedXML', 'The XML you provided was not well-formed.');
  }
  const { [name]: _before, ...others } = bucket.configurations;
  // What cannot be missing goes back to what a new bucket has.
  const isReset = text === '' && configurations[name]?.missing === undefined;
  return { ...bucket, configurations: isReset ? others : { ...others, [name]: text } };
}

/** `GET ?policyStatus` */
export function policyStatus(bucket: Bucket): string {
  const isPublic = isPublicPolicy(readConfiguration(bucket, 'policy'));
  return s3Root('PolicyStatus', element('IsPublic', String(isPublic)));
}

/** `GET ?acl`: the owner alone, as on every bucket without access lists. */
export function accessList(accountId: string): string {
  const owner = element('ID', accountId) + element('DisplayName', 'offline');
  const grantee = `<Grantee xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser">${owner}</Grantee>`;
  const grant = element('Grant', grantee + element('Permission', 'FULL_CONTROL'), true);
  return s3Root(
    'AccessControlPolicy',
    element('Owner', owner, true) + element('AccessControlList', grant, true),
  );
}

/** How objects of a bucket are encrypted, as the answers about them say it. */
export function encryptionHeaders(bucket: Bucket): Record<string, string> {
  const text = readConfiguration(bucket, 'encryption');
  const [algorithm = 'AES256'] = textsOf(text, 'SSEAlgorithm');
  const [key] = textsOf(text, 'KMSMasterKeyID');
  return {
    'x-amz-server-side-encryption': algorithm,
    ...(key === undefined ? {} : { 'x-amz-server-side-encryption-aws-kms-key-id': key }),
  };
}

function isPublicBlocked(bucket: Bucket): boolean {
  const text = bucket.configurations['publicAccessBlock'] ?? configurations['publicAccessBlock']?.initial;
  return textsOf(text ?? '', 'BlockPublicPolicy')[0] === 'true';
}

function isPublicPolicy(text: string): boolean {
  return /"Principal"\s*:\s*(?:"\*"|\{\s*"AWS"\s*:\s*"\*"\s*\})/.test(text);
}

function requireJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw s3Refusal('MalformedPolicy', "Policies must be valid JSON and the first byte must be '{'");
  }
}

function notImplemented(): Refusal {
  return s3Refusal(
    'NotImplemented',
    'A header or query you provided implies functionality that is not implemented',
  );
}
