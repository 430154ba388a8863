import type { Refusal } from '../errors';
import type { SimResponse } from '../http';
import { s3Refusal } from './errors';

export function xmlAnswer(body: string): SimResponse {
  return { status: 200, headers: { 'content-type': 'application/xml' }, body };
}

export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): SimResponse {
  return { status, headers, body: '' };
}

export function notAllowed(): Refusal {
  return s3Refusal('MethodNotAllowed', 'The specified method is not allowed against this resource.');
}

export function preconditionFailed(): Refusal {
  return s3Refusal('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
}
