import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './npm';
import { cacheFolder } from './paths';
import { runOrThrow } from './run';

/** A VS Code that the npm registry holds: which package, and which Node runs it. */
export interface HostVersion {
  /** VS Code's own version, as in `vscode.version`. */
  readonly vscode: string;
  /** The `code-server` package that carries it. */
  readonly codeServer: string;
  readonly nodeMajor: NodeMajor;
}

type NodeMajor = '22' | '24';

/** The newest VS Code that the registry has, and the oldest that `engines.vscode` promises. */
export const newestHost: HostVersion = { vscode: '1.139.1', codeServer: '4.139.1', nodeMajor: '24' };
export const oldestHost: HostVersion = { vscode: '1.103.2', codeServer: '4.103.2', nodeMajor: '22' };

/**
 * Node of one major version, fetched once.
 *
 * @returns path of the binary
 */
export async function cachedNode(major: NodeMajor): Promise<string> {
  const windows = process.platform === 'win32';
  const name = `node-${windows ? 'win' : process.platform}-${process.arch}`;
  const folder = await cached(`${name}-${major}`, `Node ${major}`, async (target) => {
    await writeFile(join(target, 'package.json'), '{ "private": true }\n');
    await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', `${name}@${major}`], target);
  });
  return join(folder, 'node_modules', name, 'bin', windows ? 'node.exe' : 'node');
}

/**
 * VS Code's server with its web workbench, fetched once. code-server's own install script is not run: it compiles
 * native modules that nothing here needs.
 *
 * @returns path of the folder `lib/vscode`
 */
export async function cachedVscode(version: HostVersion): Promise<string> {
  const name = `code-server-${version.codeServer}`;
  const folder = await cached(name, `VS Code ${version.vscode}`, async (target) => {
    await npm(['pack', '--silent', `code-server@${version.codeServer}`], target);
    await runOrThrow('tar', ['-xzf', `${name}.tgz`], { cwd: target });
    await rm(join(target, `${name}.tgz`));
    await npm(
      ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'],
      join(target, 'package', 'lib', 'vscode'),
    );
  });
  const vscode = join(folder, 'package', 'lib', 'vscode');
  await giveRipgrep(vscode);
  return vscode;
}

/**
 * Without this program `workspace.findFiles` fails. The older VS Code's package of it downloads it from elsewhere in its
 * install script; the newer one's carries it for every platform.
 */
async function giveRipgrep(vscode: string): Promise<void> {
  const target = join(vscode, 'node_modules', '@vscode', 'ripgrep');
  if (!existsSync(target) || existsSync(join(target, 'bin'))) {
    return;
  }
  const folder = await cached('ripgrep', 'ripgrep', async (into) => {
    await writeFile(join(into, 'package.json'), '{ "private": true }\n');
    await npm(
      ['install', '--ignore-scripts', '--no-audit', '--no-fund', '@vscode/ripgrep-universal@1.18.0'],
      into,
    );
  });
  const programs = join(folder, 'node_modules', '@vscode', 'ripgrep-universal', 'bin');
  const partial = await mkdtemp(join(target, 'partial-'));
  await cp(join(programs, `${process.platform}-${process.arch}`), partial, { recursive: true });
  await rename(partial, join(target, 'bin')).catch((cause: unknown) => {
    if (!existsSync(join(target, 'bin'))) {
      throw cause;
    }
  });
}

/**
 * A package of the npm registry that the project does not depend on, fetched once with its install scripts; what has to be
 * compiled is compiled for the Node that the cache holds.
 *
 * @param name of a package that needs no scope
 * @returns path of a folder from which it can be required; throws where it cannot be installed on this platform
 */
export async function cachedPackage(name: string, version: string): Promise<string> {
  const exactly = `${name}@${version}`;
  const node = await cachedNode('24');
  return await cached(`${name}-${version}-node-24`, exactly, async (target) => {
    await writeFile(join(target, 'package.json'), '{ "private": true }\n');
    const headers = join(node, '..', '..');
    // Without headers beside the binary, as on Windows, they are downloaded.
    const nodeDir = existsSync(join(headers, 'include', 'node')) ? [`--nodedir=${headers}`] : [];
    await npm(['install', '--no-audit', '--no-fund', ...nodeDir, exactly], target);
    await runOrThrow(node, ['-e', `require(${JSON.stringify(name)})`], { cwd: target });
  });
}

/**
 * A folder of the cache, filled at the first use. It is filled under another name and renamed when complete, so that a
 * download that was broken off is done again, and two at once do not disturb each other.
 */
async function cached(name: string, label: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cacheFolder, name);
  if (existsSync(folder)) {
    return folder;
  }
  process.stderr.write(`Fetching ${label} …\n`);
  await mkdir(cacheFolder, { recursive: true });
  const partial = await mkdtemp(join(cacheFolder, 'partial-'));
  try {
    await fill(partial);
    await rename(partial, folder).catch((cause: unknown) => {
      if (!existsSync(folder)) {
        throw cause;
      }
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return folder;
}
