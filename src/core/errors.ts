import type { TaskKind } from './tasks/task';
import type { VideoErrorKind } from './video/errors';
import type { VisionErrorKind } from './vision/errors';

/**
 * What a failure may have cost. `unknown` is said as "it may be charged":
 * whether a filtered or lost call is billed is not documented.
 */
export type Charge = 'none' | 'unknown';

/** Which side of a request the content filter held back. */
export type FilterStage = 'prompt' | 'inputImage' | 'outputImage';

/** Facts for the log: never credentials, prompts or pixels. */
export interface ErrorContext {
  readonly modelId?: string;
  readonly region?: string;
  readonly requestId?: string;
  /** The exception's name or HTTP status, as the service gave it. */
  readonly code?: string;
  /** The service's own sentence, for *Show Details*; may quote the request, so it is not logged by default. */
  readonly serviceMessage?: string;
  /** How long the service asks to wait before the next try, where it says so. */
  readonly retryAfterMs?: number;
}

/** Every way in which a command can fail; each kind is one that a user would act on differently. */
export type ImageError = ErrorKind & { readonly context?: ErrorContext };

type ErrorKind =
  | { readonly kind: 'cancelled' }
  // Who is asking
  | { readonly kind: 'notSignedIn' }
  | { readonly kind: 'signInExpired'; readonly profile?: string; readonly isSso: boolean }
  | { readonly kind: 'clockSkew'; readonly minutes?: number }
  | { readonly kind: 'untrustedWorkspace' }
  | { readonly kind: 'notConnected' }
  // The way there
  | { readonly kind: 'noNetwork'; readonly host: string }
  | { readonly kind: 'endpointUnreachable'; readonly host: string }
  | { readonly kind: 'proxyRefused'; readonly status: number }
  | { readonly kind: 'certificateRefused'; readonly host: string; readonly code: string }
  // The service's limits
  | { readonly kind: 'throttled'; readonly modelId: string; readonly attempts: number }
  | { readonly kind: 'quotaReached'; readonly modelId: string; readonly region: string }
  | { readonly kind: 'serviceFailed'; readonly status: number; readonly attempts: number }
  // The model
  | {
      readonly kind: 'modelEnded';
      readonly modelId: string;
      readonly endedOn?: string;
      readonly successorId?: string;
    }
  | { readonly kind: 'modelLocked'; readonly modelId: string; readonly successorId?: string }
  | { readonly kind: 'noModelAccess'; readonly modelId: string }
  | { readonly kind: 'permissionDenied'; readonly action?: string }
  | { readonly kind: 'subscriptionPending'; readonly modelId: string }
  | {
      readonly kind: 'modelNotInRegion';
      readonly modelId: string;
      readonly region: string;
      readonly regions: readonly string[];
    }
  | { readonly kind: 'profileIdNeeded'; readonly modelId: string; readonly profileId?: string }
  | { readonly kind: 'unknownModel'; readonly modelId: string }
  | { readonly kind: 'noModelForTask'; readonly task: TaskKind; readonly region: string }
  // The request
  | { readonly kind: 'badRequest'; readonly field?: string; readonly reason: string }
  | {
      readonly kind: 'promptTooLong';
      readonly length: number;
      readonly maxLength: number;
      readonly modelId: string;
    }
  | {
      readonly kind: 'contentFiltered';
      readonly stage: FilterStage;
      /** How many images were asked for and held back. */
      readonly count: number;
    }
  | { readonly kind: 'guardrailIntervened' }
  // The answer
  | { readonly kind: 'timeout'; readonly seconds: number; readonly charge: Charge }
  | { readonly kind: 'connectionLost'; readonly charge: Charge }
  | { readonly kind: 'badAnswer'; readonly answerPath?: string }
  | { readonly kind: 'notAnImage'; readonly answerPath?: string }
  | { readonly kind: 'outsideMaskChanged'; readonly answerPath?: string }
  // The files
  | {
      readonly kind: 'notWritable';
      readonly folder: string;
      readonly reason: string;
      readonly inboxId?: string;
    }
  | { readonly kind: 'diskFull'; readonly folder: string; readonly inboxId?: string }
  | { readonly kind: 'outsideWorkspace'; readonly path: string }
  | { readonly kind: 'noFolder' }
  | { readonly kind: 'noRecipe'; readonly name: string }
  | { readonly kind: 'notReadable'; readonly name: string; readonly reason: string }
  /** Sizes in pixels. */
  | {
      readonly kind: 'maskOtherShape';
      readonly name: string;
      readonly width: number;
      readonly height: number;
      readonly image: { readonly name: string; readonly width: number; readonly height: number };
    }
  | {
      readonly kind: 's3UploadFailed';
      readonly uri: string;
      readonly reason: string;
      readonly fileName: string;
    }
  | VideoErrorKind
  | VisionErrorKind
  // The money
  | {
      readonly kind: 'budgetReached';
      readonly spentUsd: number;
      readonly limitUsd: number;
      readonly priceUsd: number;
    }
  | { readonly kind: 'callTooExpensive'; readonly priceUsd: number; readonly limitUsd: number }
  | { readonly kind: 'noDatabase'; readonly reason: string }
  // A bug
  | { readonly kind: 'unexpected'; readonly cause: unknown };

/** Makes a `switch` over a union complete: a kind without a case does not compile. */
export function assertNever(value: never): never {
  throw new TypeError(`Unhandled case: ${JSON.stringify(value)}`);
}

/** @returns the error with what is known of its request, where it does not say otherwise itself */
export function inContext(error: ImageError, context: ErrorContext): ImageError {
  return error.kind === 'cancelled' ? error : { ...error, context: { ...context, ...error.context } };
}
