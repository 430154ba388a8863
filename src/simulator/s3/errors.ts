import { randomUUID } from 'node:crypto';
import { Refusal, type ServiceError } from '../errors';
import type { SimResponse } from '../http';
import { element, xmlDocument } from './xml';

/** S3's own codes with their statuses. */
const statuses = {
  AccessDenied: 403,
  BadDigest: 400,
  BucketAlreadyOwnedByYou: 409,
  BucketNotEmpty: 409,
  InvalidArgument: 400,
  InvalidBucketName: 400,
  InvalidPart: 400,
  InvalidPartOrder: 400,
  InvalidRange: 416,
  MalformedXML: 400,
  MethodNotAllowed: 405,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
} as const;

export type S3Code = keyof typeof statuses;

export function s3Refusal(code: S3Code, message: string): Refusal {
  return new Refusal({ type: code, status: statuses[code], message });
}

/** An answer in S3's XML; a HEAD request gets the status alone, which the listener sees to. */
export function s3Error({ type, status, message }: ServiceError, resource: string): SimResponse {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': randomUUID() },
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
