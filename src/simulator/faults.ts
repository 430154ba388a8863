import * as z from 'zod/mini';
import { converseFaultFields, converseFaultKinds } from './converseFaults';
import type { ServiceError } from './errors';

/** A failure to have on purpose. */
export type FaultKind = z.infer<typeof faultSchema>['kind'];

const faultSchema = z.object({
  ...converseFaultFields,
  kind: z.enum([
    ...converseFaultKinds,
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
    'delay',
    'reset',
    'truncatedJson',
    'invalidJson',
    'invalidBase64',
    'notAnImage',
    'truncatedImage',
    'promptFiltered',
    'inputFiltered',
    'outputFiltered',
    'partlyFiltered',
    'inferenceError',
    'guardrail',
  ]),
  /** How many requests meet it; 1 unless said. */
  count: z._default(z.int().check(z.minimum(1)), 1),
  /** Only requests to this model. */
  modelId: z.optional(z.string()),
  /** Only this operation, such as `InvokeModel` or `PutObject`. */
  operation: z.optional(z.string()),
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

  /** The first fault that fits, counted down. */
  take(operation: string, modelId: string | undefined): ActiveFault | undefined {
    const fault = this.#active.find(
      (each) =>
        (each.operation ?? 'InvokeModel') === operation &&
        (each.modelId === undefined || each.modelId === modelId),
    );
    if (!fault) return undefined;
    fault.count -= 1;
    if (fault.count <= 0) this.#active = this.#active.filter((each) => each !== fault);
    return fault;
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
