import type { Result } from '../result';

/** One per region and model, shared by all windows: holds requests to the model's requests per minute. */
export interface RequestLimiter {
  /**
   * Waits until a request may be sent, and counts it.
   *
   * @param onWait told how long the wait will be, when there is one
   * @returns `cancelled` when aborted; `noDatabase` where the shared count cannot be kept
   */
  acquire(
    key: { readonly region: string; readonly modelId: string },
    requestsPerMinute: number,
    onWait: (waitMs: number) => void,
    signal: AbortSignal,
  ): Promise<Result<void>>;
}
