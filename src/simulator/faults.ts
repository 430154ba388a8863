import * as z from 'zod/mini';
import { converseFaultFields, converseFaultKinds } from './converseFaults';
import type { ServiceError } from './errors';

/** A failure to have on purpose. */
export type FaultKind = z.infer<typeof faultSchema>['kind'];

const faultSchema = z.object({
  ...converseFaultFields,
  kind: z.enum([
    ...converseFaultKinds,
    // Refusals: by Bedrock, and as far as S3 knows them by S3.
    'throttle',
    'quota',
    'internalError',
    'unavailable',
    'modelTimeout',
    'modelError',
    'notReady',
    'noAccess',
    'iamDenied',
    'legacyLocked',
    'ended',
    'subscriptionPending',
    'useCaseMissing',
    'expiredToken',
    // Of buckets: by S3, and by `StartAsyncInvoke`.
    'missingBucket',
    'wrongRegion',
    // What happens to an answer on its way. The work is done: after `reset` a job has started.
    'delay',
    'reset',
    'slow',
    // An object's bytes are others, as many as they should be.
    'damaged',
    // Answers of image models that are no answers.
    'truncatedJson',
    'invalidJson',
    'invalidBase64',
    'notAnImage',
    'truncatedImage',
    // Filters. The output's strike a video job when it ends.
    'promptFiltered',
    'inputFiltered',
    'outputFiltered',
    'partlyFiltered',
    'inferenceError',
    'guardrail',
    // Ends of a video job: the other documented failures, none at all, and one that leaves no status file.
    'jobError',
    'jobRateLimit',
    'jobAborted',
    'jobStuck',
    'jobSilent',
    'partlyFailed',
  ]),
  /** How many requests meet it; 1 unless said. */
  count: z._default(z.int().check(z.minimum(1)), 1),
  /** Only requests to this model. */
  modelId: z.optional(z.string()),
  /** Only this operation, such as `InvokeModel` or `PutObject`. */
  operation: z.optional(z.string()),
  /** Only objects whose key ends so, such as `output.mp4`. */
  key: z.optional(z.string()),
  /** For `partlyFiltered` and `partlyFailed` of a film: the shots that are not made, from 1; the last unless said. */
  shots: z.optional(z.array(z.int())),
  /** For `slow`: how fast the answer's body leaves. */
  bytesPerSecond: z.optional(z.number().check(z.minimum(1))),
  /** For `delay`. */
  delayMs: z.optional(z.number().check(z.minimum(0))),
  /** For `reset`: after so many bytes of the answer. */
  afterBytes: z.optional(z.int().check(z.minimum(0))),
});

export type Fault = z.input<typeof faultSchema>;
export type ActiveFault = z.output<typeof faultSchema>;

/** Faults in the order they were asked for; each is used up by the requests that meet it. */
export class Faults {
  #active: ActiveFault[] = [];

  /** @throws Error for what is not a fault */
  add(fault: unknown): void {
    this.#active.push(z.parse(faultSchema, fault));
  }

  clear(): void {
    this.#active = [];
  }

  /**
   * The first fault that fits, counted down.
   *
   * @param subject the model's id, or the object's key
   */
  take(operation: string, subject: string | undefined): ActiveFault | undefined {
    const fault = this.#active.find(
      (each) =>
        (each.operation ?? usualOperation(each.kind)) === operation &&
        (each.modelId === undefined || each.modelId === subject) &&
        (each.key === undefined || (subject?.endsWith(each.key) ?? false)),
    );
    if (!fault) return undefined;
    fault.count -= 1;
    if (fault.count <= 0) this.#active = this.#active.filter((each) => each !== fault);
    return fault;
  }
}

/** Where a fault strikes unless it says otherwise. */
function usualOperation(kind: FaultKind): string {
  switch (kind) {
    case 'slow':
    case 'damaged':
      return 'GetObject';
    case 'jobError':
    case 'jobRateLimit':
    case 'jobAborted':
    case 'jobStuck':
    case 'jobSilent':
    case 'partlyFailed':
      return 'StartAsyncInvoke';
    default:
      return 'InvokeModel';
  }
}

/** The refusals among the faults, in the service's own words; undefined for faults of another kind. */
export function refusalOf(kind: FaultKind, modelId: string, region: string): ServiceError | undefined {
  switch (kind) {
    case 'throttle':
      return {
        type: 'ThrottlingException',
        status: 429,
        message: 'Too many requests, please wait before trying again.',
      };
    case 'quota':
      return {
        type: 'ServiceQuotaExceededException',
        status: 400,
        message: 'Your account has reached its quota for this model.',
      };
    case 'internalError':
      return {
        type: 'InternalServerException',
        status: 500,
        message: 'The system encountered an unexpected error during processing. Try your request again.',
      };
    case 'unavailable':
      return {
        type: 'ServiceUnavailableException',
        status: 503,
        message: 'Bedrock is unable to process your request.',
      };
    case 'modelTimeout':
      return {
        type: 'ModelTimeoutException',
        status: 408,
        message: 'Model has timed out in processing the request. Try your request again.',
      };
    case 'modelError':
      return {
        type: 'ModelErrorException',
        status: 424,
        message: 'The system encountered an unexpected error during processing. Try your request again.',
        members: { originalStatusCode: 500, resourceName: modelId },
      };
    case 'notReady':
      return {
        type: 'ModelNotReadyException',
        status: 429,
        message: 'The model is not ready for inference. Try again.',
      };
    case 'noAccess':
      return {
        type: 'AccessDeniedException',
        status: 403,
        message: "You don't have access to the model with the specified model ID.",
      };
    case 'iamDenied':
      return {
        type: 'AccessDeniedException',
        status: 403,
        message: `User: arn:aws:iam::123456789012:user/dev is not authorized to perform: bedrock:InvokeModel on resource: arn:aws:bedrock:${region}::foundation-model/${modelId} because no identity-based policy allows the bedrock:InvokeModel action`,
      };
    case 'legacyLocked':
      return {
        type: 'ResourceNotFoundException',
        status: 404,
        message:
          'Access denied. This Model is marked by provider as Legacy and you have not been actively using the model in the last 30 days. Please upgrade to an active model on Amazon Bedrock',
      };
    case 'ended':
      return {
        type: 'ResourceNotFoundException',
        status: 404,
        message:
          'This model version has reached the end of its life. Please refer to the AWS documentation for more details.',
      };
    case 'subscriptionPending':
      return {
        type: 'AccessDeniedException',
        status: 403,
        message:
          'Model access is denied. Your AWS Marketplace subscription for this model is still being processed. Try again after 15 minutes.',
      };
    case 'useCaseMissing':
      return {
        type: 'ResourceNotFoundException',
        status: 404,
        message:
          'Model use case details have not been submitted for this account. Fill out the form before using the model.',
      };
    case 'expiredToken':
      return {
        type: 'ExpiredTokenException',
        status: 403,
        message: 'The security token included in the request is expired',
      };
    default:
      return undefined;
  }
}
