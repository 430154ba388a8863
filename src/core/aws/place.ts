/**
 * Whose sign-in requests carry. It stands in records, because the window that goes on with something may have other
 * settings than the one that began it.
 */
export type AwsVia =
  | { readonly provider: 'offline' }
  /** Without a profile: the chain of the window that asks. */
  | { readonly provider: 'bedrock'; readonly profile?: string };

/** Where requests go, and with whose sign-in. */
export interface AwsPlace {
  readonly via: AwsVia;
  readonly region: string;
}
