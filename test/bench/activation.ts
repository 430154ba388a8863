import { build } from 'esbuild';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newestHost } from '../host/cache';
import { runInExtensionHost } from '../host/hostSuite';
import { repositoryFolder } from '../host/paths';
import { removeFolder, temporaryFolder } from '../host/temporary';
import { type Bench, summarize } from './measure';

const starts = 9;

/**
 * Time from asking VS Code to activate the extension until it is active: the code loaded, `activate` called and its
 * promise settled. Each sample is a new extension host of the newest VS Code; one more comes first and fills the disk's
 * cache.
 *
 * The extension is the built one with its activation events taken out, and the host is left to become quiet first: VS
 * Code activates a dozen extensions at once when it has started, and an extension of one empty function is then booked
 * with 15 to 40 ms of the others' time.
 */
export const activation: Bench = {
  names: ['activation_ms'],
  run: async () => {
    const folder = await temporaryFolder('bench');
    try {
      for (const name of ['dist', 'media', 'package.nls.json']) {
        await cp(join(repositoryFolder, name), join(folder, name), { recursive: true });
      }
      const manifest = JSON.parse(await readFile(join(repositoryFolder, 'package.json'), 'utf8')) as object;
      await writeFile(join(folder, 'package.json'), JSON.stringify({ ...manifest, activationEvents: [] }));
      const testsModule = join(folder, 'activationHost.js');
      // By itself, without the chunks that it shares with the tests: it has to lie in the extension's folder.
      await build({
        entryPoints: [join(repositoryFolder, 'test', 'bench', 'activationHost.ts')],
        outfile: testsModule,
        bundle: true,
        platform: 'node',
        format: 'esm',
        external: ['vscode'],
        logLevel: 'warning',
      });
      const answer = join(folder, 'answer.txt');

      const samples: number[] = [];
      for (let start = 0; start <= starts; start += 1) {
        const ended = await runInExtensionHost({
          version: newestHost,
          extensionFolder: folder,
          testsModule,
          limitMs: 60_000,
          env: { EASEL_BENCH_ANSWER: answer },
        });
        if (ended.code !== 0) {
          throw new Error(`The extension host ended with ${ended.code}\n${ended.console.slice(-4000)}`);
        }
        if (start > 0) {
          samples.push(Number(await readFile(answer, 'utf8')));
        }
      }
      return { activation_ms: summarize(samples, 'ms') };
    } finally {
      await removeFolder(folder);
    }
  },
};
