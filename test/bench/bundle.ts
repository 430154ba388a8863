import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { outFolder } from '../host/paths';
import { type Bench, exactly } from './measure';

/** The part of esbuild's metafile that counts here. */
interface Metafile {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly imports: readonly {
          readonly path: string;
          readonly kind: string;
          readonly external?: boolean;
        }[];
      }
    >
  >;
}

/** Size of everything that importing the extension's entry loads: the entry and what it imports, not what it imports later. */
export const bundle: Bench = {
  names: ['activation_bundle_kb'],
  run: async () => {
    const path = join(outFolder, 'meta-product.json');
    const { outputs } = JSON.parse(await readFile(path, 'utf8')) as Metafile;
    const loaded = new Set<string>();
    const waiting = ['dist/extension.js'];
    let bytes = 0;
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const output = outputs[next];
      if (loaded.has(next) || output === undefined) {
        continue;
      }
      loaded.add(next);
      bytes += output.bytes;
      waiting.push(
        ...output.imports
          .filter(({ kind }) => kind === 'import-statement')
          .map(({ path: imported }) => imported),
      );
    }
    if (bytes === 0) {
      throw new Error('The metafile does not know dist/extension.js');
    }
    return { activation_bundle_kb: { ...exactly(bytes / 1000, 'kB'), files: loaded.size } };
  },
};
