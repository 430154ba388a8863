import { access, constants } from 'node:fs/promises';
import * as path from 'node:path';

/** A program and its arguments as data: a terminal starts it without a shell in between. */
export interface SignInCommand {
  readonly args: readonly string[];
  /** The same as one line, to copy into a shell of this platform. */
  readonly line: string;
}

/**
 * The AWS CLI on `PATH`.
 *
 * @returns its full path, or undefined where it is not installed
 */
export async function findAwsCli(
  environment: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  const isWindows = platform === 'win32';
  const search = environment['PATH'] ?? environment['Path'] ?? '';
  const names = isWindows
    ? (environment['PATHEXT'] ?? '.EXE;.CMD;.BAT')
        .split(';')
        .map((extension) => `aws${extension.toLowerCase()}`)
    : ['aws'];
  for (const folder of search.split(isWindows ? ';' : ':')) {
    // A relative entry would mean whatever folder is open; a cloned folder must not bring its own `aws`.
    if (!path.isAbsolute(folder)) continue;
    for (const name of names) {
      const candidate = path.join(folder, name);
      if (await isExecutable(candidate)) return candidate;
    }
  }
  return undefined;
}

/** `aws sso login --profile NAME`, with the name quoted as the platform's shell reads it. */
export function signInCommand(profile: string, platform: NodeJS.Platform = process.platform): SignInCommand {
  // Joined with `=`, a name that starts with a dash cannot be read as an option.
  const option = profile.startsWith('-') ? [`--profile=${profile}`] : ['--profile', profile];
  const args = ['sso', 'login', ...option];
  return { args, line: ['aws', ...args].map((word) => quote(word, platform)).join(' ') };
}

function quote(word: string, platform: NodeJS.Platform): string {
  if (/^[\w@+=:,./-]+$/.test(word)) return word;
  // PowerShell doubles a quote inside single quotes; POSIX shells close, escape and open again.
  return platform === 'win32' ? `'${word.replaceAll("'", "''")}'` : `'${word.replaceAll("'", `'\\''`)}'`;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
