import type { Result } from '../result';
import type { ModelProof } from './proof';

/** What the service itself says about one model, in one region. */
export interface ListedModel {
  readonly id: string;
  readonly name?: string;
  readonly provider?: string;
  readonly outputModalities: readonly string[];
  /** Absent in catalogues that an older Easel kept. */
  readonly inputModalities?: readonly string[];
  /** ACTIVE or LEGACY today; kept open, because the service adds values. */
  readonly lifecycleStatus?: string;
  readonly legacyTime?: string;
  readonly endOfLifeTime?: string;
  readonly inferenceTypes: readonly string[];
}

export interface ListedProfile {
  readonly id: string;
  readonly status?: string;
  /** Bare model ids that the profile reaches. */
  readonly modelIds: readonly string[];
}

/** One reading of a region's catalogue. */
export interface ServiceCatalogue {
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly readAt: number;
  readonly models: readonly ListedModel[];
  readonly profiles: readonly ListedProfile[];
}

/** The service's own list of models, kept for a day per account and region. */
export interface ModelDirectory {
  /** @returns the kept or fresh catalogue; undefined where the service gave no usable answer, so the table stands alone. */
  catalogue(region: string, signal: AbortSignal): Promise<ServiceCatalogue | undefined>;
  /** Remembers that an invocation proved a model unusable (or usable) for this account: only an invocation is proof. */
  remember(region: string, modelId: string, proof: ModelProof): void;
  /** Drops what is kept, so that the next question goes to the service. */
  refresh(): void;
}

/** Access to a model, as far as it can be known without spending. */
export interface ModelAccess {
  check(
    modelId: string,
    region: string,
    signal: AbortSignal,
  ): Promise<Result<'usable' | 'noAccess' | 'unknown'>>;
}
