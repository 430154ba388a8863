import { randomUUID } from 'node:crypto';
import { Refusal, type ServiceError } from '../errors';
import type { SimResponse } from '../http';
import { element, xmlDocument } from './xml';

/** S3's own codes with their statuses. */
const statuses = {
  AccessDenied: 403,
  BadDigest: 400,
  BucketAlreadyExists: 409,
  BucketAlreadyOwnedByYou: 409,
  BucketNotEmpty: 409,
  IllegalLocationConstraintException: 400,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  MalformedPolicy: 400,
  MalformedXML: 400,
  MethodNotAllowed: 405,
  NoSuchBucket: 404,
  NoSuchBucketPolicy: 404,
  NoSuchCORSConfiguration: 404,
  NoSuchKey: 404,
  NoSuchLifecycleConfiguration: 404,
  NoSuchPublicAccessBlockConfiguration: 404,
  NoSuchTagSet: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  OwnershipControlsNotFoundError: 404,
  PermanentRedirect: 301,
  PreconditionFailed: 412,
} as const;

export type S3Code = keyof typeof statuses;

export function s3Refusal(code: S3Code, message: string): Refusal {
  return new Refusal({ type: code, status: statuses[code], message });
}

/** A regional endpoint sends away who asks for a bucket of another region. */
export function elsewhere(region: string): Refusal {
  return new Refusal({
    type: 'PermanentRedirect',
    status: statuses.PermanentRedirect,
    message:
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    members: { bucketRegion: region },
  });
}

/** An answer in S3's XML; a HEAD request gets the status alone, which the listener sees to. */
export function s3Error({ type, status, message, members }: ServiceError, resource: string): SimResponse {
  const region = members?.['bucketRegion'];
  return {
    status,
    headers: {
      'content-type': 'application/xml',
      'x-amz-request-id': randomUUID(),
      ...(typeof region === 'string' ? { 'x-amz-bucket-region': region } : {}),
    },
    body: xmlDocument(
      element(
        'Error',
        element('Code', type) +
          element('Message', message) +
          element('Resource', resource) +
          element('RequestId', randomUUID()),
        true,
      ),
    ),
  };
}
