import { run, runOrThrow } from './run';

/**
 * Settings that `npm run` hands to its children and that would change what an inner npm does. Registry, proxy and
 * certificate settings stay.
 */
const inherited =
  /^npm_(config_(omit|include|only|production|ignore_scripts|global|prefix|local_prefix|dry_run|workspaces?|include_workspace_root|package_lock|package_lock_only|save|save_.*|json|long|loglevel|silent)|package_.*|lifecycle_.*)$/i;

/**
 * Runs npm in a folder, whatever npm started this process.
 *
 * @returns what it wrote to standard output and standard error; throws when it fails
 */
export async function npm(args: readonly string[], cwd: string): Promise<string> {
  const [program, ...first] = npmCommand();
  return await runOrThrow(program, [...first, ...args], {
    cwd,
    env: cleanEnvironment(),
    shell: program === 'npm' && process.platform === 'win32',
  });
}

/** Runs a package's program without installing it in the project, and shows what it writes. */
export async function npx(args: readonly string[], cwd: string): Promise<boolean> {
  const [program, ...first] = npmCommand();
  const { code } = await run(program, [...first, 'exec', '--yes', '--', ...args], {
    cwd,
    env: cleanEnvironment(),
    show: true,
    shell: program === 'npm' && process.platform === 'win32',
  });
  return code === 0;
}

function npmCommand(): readonly [string, ...string[]] {
  const script = process.env['npm_execpath'];
  return script !== undefined && /npm-cli\.[cm]?js$/.test(script) ? [process.execPath, script] : ['npm'];
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !inherited.test(name));
  return { ...Object.fromEntries(kept), NODE_ENV: 'development' };
}
