import type { ProxySettings } from './proxies';

/** Requests go to Amazon Bedrock in the user's own account. */
export interface BedrockSettings {
  readonly provider: 'bedrock';
  /** Undefined: the SDK's own chain decides. */
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  /** Another address for every service, for tests and private gateways. */
  readonly endpoint?: string | undefined;
  readonly proxy?: ProxySettings | undefined;
  /** PEM texts to trust beside Node's, the system's and the environment's. */
  readonly caCertificates?: readonly string[] | undefined;
}

/** Requests go to the simulator on this computer; nothing of the user's AWS setup is read. */
export interface OfflineSettings {
  readonly provider: 'offline';
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export type AwsSettings = BedrockSettings | OfflineSettings;

/** How long each part of a request may take; tests shorten it. */
export interface TimeLimits {
  readonly connectMs: number;
  readonly requestMs: number;
  /** An idle connection older than this is closed by us, before the service may close it under a request. */
  readonly idleMs: number;
}

/** 300 s: an image of the slowest models takes two minutes; the SDK's own default has no end. */
export const DEFAULT_TIME_LIMITS: TimeLimits = { connectMs: 15_000, requestMs: 300_000, idleMs: 15_000 };
