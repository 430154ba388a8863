import { spawn } from 'node:child_process';

/** How one program ended. */
export interface Finished {
  readonly code: number;
  /** What it wrote to standard output, then to standard error. */
  readonly output: string;
}

/** What a program is given beside its arguments. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Show what the program writes while it runs. */
  readonly show?: boolean;
  /** Windows finds programs that are scripts (`npm.cmd`, `code.cmd`) through its shell alone. */
  readonly shell?: boolean;
}

/**
 * Runs a program to its end, without a standard input.
 *
 * @returns how it ended, also with a failure; throws when it could not be started
 */
export async function run(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      shell: options.shell ?? false,
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
    });
    const written: string[] = [];
    const complained: string[] = [];
    child.stdout?.setEncoding('utf8').on('data', (text: string) => written.push(text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => complained.push(text));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code: code ?? (signal === null ? 0 : 1), output: [...written, ...complained].join('') });
    });
  });
}

/**
 * Runs a program that has to succeed.
 *
 * @returns what it wrote; throws with the end of that when it fails
 */
export async function runOrThrow(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, output } = await run(program, args, options);
  if (code !== 0) {
    throw new Error(`${program} ${args.join(' ')} ended with ${code}\n${output.slice(-4000)}`);
  }
  return output;
}
