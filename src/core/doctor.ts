import type { ImageError } from './errors';
import type { BucketFindings } from './video/bucket';

/** How the requests are signed; only `bearerKey` cannot reach S3 and STS. */
export type CredentialSource =
  | 'environment'
  | 'sso'
  | 'profile'
  | 'role'
  | 'process'
  | 'webIdentity'
  | 'container'
  | 'instance'
  | 'bearerKey'
  | 'offline'
  | 'unknown';

/** Whose account pays, as far as it can be said without naming it. */
export interface Identity {
  readonly source: CredentialSource;
  readonly profile?: string;
  /** `…1234`; absent for bearer keys, which do not tell. */
  readonly account?: string;
  readonly principal?: 'user' | 'assumedRole' | 'root' | 'other';
  /** Milliseconds since 1970; absent for credentials that do not expire, or do not say so. */
  readonly expiresAt?: number;
}

/** What mends a failed line. */
export type DoctorRepair =
  | 'signIn'
  | 'connect'
  | 'chooseProfile'
  | 'chooseRegion'
  | 'chooseModel'
  | 'openModelAccess'
  | 'openServiceQuotas'
  | 'tryOffline'
  | 'setUpVideoBucket'
  | 'manageIndex'
  | 'retry'
  | 'showLog';

export type DoctorLineId =
  'credentials' | 'expiry' | 'clock' | 'region' | 'endpoint' | 'models' | 'modelAccess' | 'modelCall';

/** What was found, for `platform/` to word. */
export type DoctorFact =
  | { readonly kind: 'signedIn'; readonly identity: Identity }
  | { readonly kind: 'expires'; readonly at: number }
  | { readonly kind: 'expiresSoon'; readonly at: number }
  | { readonly kind: 'doesNotExpire' }
  | { readonly kind: 'clockRight' }
  | { readonly kind: 'clockOff'; readonly minutes: number }
  | { readonly kind: 'region'; readonly region: string; readonly from: RegionSource }
  | { readonly kind: 'noRegion' }
  | { readonly kind: 'reachable'; readonly host: string }
  | { readonly kind: 'modelsListed'; readonly imageModels: number }
  | { readonly kind: 'modelListed'; readonly modelId: string }
  | { readonly kind: 'modelNotListed'; readonly modelId: string; readonly region: string }
  | { readonly kind: 'modelNotUsable'; readonly modelId: string }
  | { readonly kind: 'noModel' }
  /** Only a paid call could prove it. */
  | { readonly kind: 'wouldCost'; readonly modelId: string; readonly priceUsd: number }
  /** Nothing was asked, because an earlier line failed. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'failed'; readonly error: ImageError };

export type RegionSource = 'setting' | 'environment' | 'profile' | 'offline';

/** One row of *Easel: Check AWS Setup*. */
export interface DoctorLine {
  readonly id: DoctorLineId;
  readonly state: 'pass' | 'fail' | 'notChecked';
  readonly fact: DoctorFact;
  readonly repair?: DoctorRepair;
}

/** The model the next command would use, and what one call of it costs. */
export interface DoctorSubject {
  readonly modelId: string;
  readonly priceUsd: number;
}

/** Looks at the way to the models without spending. */
export interface Doctor {
  /** Lines in their order, each as soon as it is known; ends early when aborted. */
  check(subject: DoctorSubject | undefined, signal: AbortSignal): AsyncIterable<DoctorLine>;
}

/** What was found of search by meaning in this workspace. */
export type SearchCheck =
  /** Nobody has agreed to it here, and nothing was sent. */
  | { readonly kind: 'notIndexed' }
  | {
      readonly kind: 'indexed';
      /** Images that can be found. */
      readonly images: number;
      /** Images that are not in the index yet. */
      readonly left: number;
      readonly isPaused: boolean;
      /** The index was damaged; what was saved of it. */
      readonly recovered?: { readonly kept: number; readonly of: number | undefined };
    }
  | { readonly kind: 'failed'; readonly error: ImageError };

/** What was found of the bucket that AWS writes videos into. */
export type BucketCheck =
  | { readonly kind: 'ready'; readonly findings: BucketFindings }
  /** Nobody needs one before the first video. */
  | { readonly kind: 'notSet' }
  | { readonly kind: 'failed'; readonly error: ImageError };
