/** One profile of the shared config files. */
export interface AwsProfile {
  readonly name: string;
  readonly region?: string;
  /** The profile to sign in with, where this one or its source is an SSO profile: often its own name. */
  readonly ssoProfile?: string;
}

export interface AwsProfiles {
  /** By name, always read anew; none where the files cannot be read. */
  list(): Promise<readonly AwsProfile[]>;
}
