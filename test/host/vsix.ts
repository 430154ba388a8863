import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { outFolder, repositoryFolder } from './paths';
import { runOrThrow } from './run';

/** Everything is bundled; and the README's links are relative, to files that ship or stand beside it. */
const packageOptions = ['--no-dependencies', '--no-rewrite-relative-links', '--allow-missing-repository'];

/**
 * Builds for production and packs what ships.
 *
 * @returns path of the VSIX
 */
export async function packageExtension(): Promise<string> {
  const path = join(outFolder, 'package', 'easel-bedrock.vsix');
  await mkdir(join(outFolder, 'package'), { recursive: true });
  const script = (...parts: string[]): string => join(repositoryFolder, ...parts);
  const options = { cwd: repositoryFolder };
  await runOrThrow(process.execPath, [script('esbuild.mjs'), '--production'], options);
  const vsce = script('node_modules', '@vscode', 'vsce', 'vsce');
  await runOrThrow(process.execPath, [vsce, 'package', ...packageOptions, '--out', path], options);
  return path;
}
