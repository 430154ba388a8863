/** One profile of the shared config files. */
export interface AwsProfile {
  readonly name: string;
  readonly region?: string;
  /** The profile to sign in with, where this one or its source is an SSO profile: often its own name. */
  readonly ssoProfile?: string;
}

type Sections = Readonly<Record<string, Readonly<Record<string, string | undefined>>>>;

/** Sections of the config file that are no profiles; the SDK's reader keeps their kind as a prefix. */
const OTHER_SECTIONS = /^(?:sso-session|services)\./;

/** Follows `source_profile` this far; a circle in the file must not hang us. */
const MAX_SOURCES = 8;

/**
 * The profiles of the config and credentials files (`AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` move them), by name.
 * Always read anew, because people edit them beside us; unreadable files hold no profiles.
 */
export async function listProfiles(): Promise<readonly AwsProfile[]> {
  const sections = await readSections();
  return Object.keys(sections)
    .sort((one, other) => one.localeCompare(other))
    .map((name) => describeProfile(name, sections));
}

/** @returns the profile, or undefined when no file has it */
export async function findProfile(name: string): Promise<AwsProfile | undefined> {
  const sections = await readSections();
  return Object.hasOwn(sections, name) ? describeProfile(name, sections) : undefined;
}

/** The profile the SDK would use. */
export function effectiveProfileName(chosen: string | undefined, environment: NodeJS.ProcessEnv): string {
  return chosen || environment['AWS_PROFILE'] || 'default';
}

function describeProfile(name: string, sections: Sections): AwsProfile {
  const region = sections[name]?.['region'];
  const ssoProfile = findSsoProfile(name, sections);
  return { name, ...(region ? { region } : {}), ...(ssoProfile ? { ssoProfile } : {}) };
}

function findSsoProfile(name: string, sections: Sections): string | undefined {
  let current = name;
  for (let step = 0; step < MAX_SOURCES; step++) {
    const section = sections[current];
    if (section?.['sso_session'] || section?.['sso_start_url']) return current;
    const source = section?.['source_profile'];
    if (!source || source === current) return undefined;
    current = source;
  }
  return undefined;
}

async function readSections(): Promise<Sections> {
  const { loadSharedConfigFiles } = await import('@smithy/shared-ini-file-loader');
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const merged: Record<string, Record<string, string | undefined>> = {};
  for (const [name, values] of [...Object.entries(configFile), ...Object.entries(credentialsFile)]) {
    if (!OTHER_SECTIONS.test(name)) merged[name] = { ...merged[name], ...values };
  }
  return merged;
}
