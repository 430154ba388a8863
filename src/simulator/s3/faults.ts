import type { ServiceError } from '../errors';
import type { FaultKind } from '../faults';
import { elsewhere, s3Refusal } from './errors';

/** The refusals among the faults, in S3's own words; undefined for faults of another kind. */
export function s3RefusalOf(kind: FaultKind): ServiceError | undefined {
  switch (kind) {
    case 'noAccess':
    case 'iamDenied':
      return s3Refusal('AccessDenied', 'Access Denied').error;
    case 'unavailable':
    case 'throttle':
      return { type: 'SlowDown', status: 503, message: 'Please reduce your request rate.' };
    case 'internalError':
      return {
        type: 'InternalError',
        status: 500,
        message: 'We encountered an internal error. Please try again.',
      };
    case 'expiredToken':
      return { type: 'ExpiredToken', status: 400, message: 'The provided token has expired.' };
    case 'missingBucket':
      return s3Refusal('NoSuchBucket', 'The specified bucket does not exist').error;
    case 'wrongRegion':
      return elsewhere('ap-southeast-2').error;
    default:
      return undefined;
  }
}
