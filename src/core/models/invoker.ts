import type { JsonObject } from '../json';
import type { Result } from '../result';

export interface InvokeRequest {
  /** Model id, inference profile id or ARN, as it goes into the path. */
  readonly modelId: string;
  readonly region: string;
  readonly body: JsonObject;
}

export interface InvokeAnswer {
  /** The answer's body as it arrived; kept whole when it cannot be understood. */
  readonly bytes: Uint8Array;
  readonly requestId?: string;
}

/** The one way to a model. Implemented once, in `aws/`; makes one attempt, retries are the caller's. */
export interface ModelInvoker {
  invoke(request: InvokeRequest, signal: AbortSignal): Promise<Result<InvokeAnswer>>;
}
