// `npm run bench [-- [--json] [NAME…]]`: the numbers of the product, or those named.
import { realpath } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { cachedNode } from '../host/cache';
import { repositoryFolder } from '../host/paths';
import { run } from '../host/run';
import { activation } from './activation';
import { bundle } from './bundle';
import { callOverhead } from './callOverhead';
import { composite } from './composite';
import { describing } from './describing';
import { download } from './download';
import { galleryScroll } from './galleryScroll';
import { gridScroll } from './gridScroll';
import type { Bench, Measure } from './measure';
import { promptFiles } from './promptFiles';
import { rescan } from './rescan';
import { search } from './search';
import { searchSizes } from './searchSizes';
import { strokeFrames } from './strokeFrames';
import { studioFirstPaint } from './studioFirstPaint';
import { videoWaiting } from './videoWaiting';
import { vsix } from './vsix';

const benches: readonly Bench[] = [
  bundle,
  vsix,
  callOverhead,
  describing,
  composite,
  search,
  ...searchSizes,
  rescan,
  strokeFrames,
  galleryScroll,
  gridScroll,
  activation,
  studioFirstPaint,
  download,
  videoWaiting,
  promptFiles,
];

const node = await cachedNode('24');
// Node tells its own path without links; compared with one, it would start itself for ever.
if (process.execPath === (await realpath(node))) {
  await measure();
} else {
  // The storage needs `node:sqlite`, which an older Node does not have.
  const [, main = '', ...args] = process.argv;
  const { code } = await run(node, ['--enable-source-maps', '--no-warnings', main, ...args], {
    cwd: repositoryFolder,
    show: true,
  });
  process.exitCode = code;
}

async function measure(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const known = benches.flatMap(({ names }) => names);
  // `search` stands for all whose names begin with `search_`.
  const isMeant = (name: string, asked: string): boolean => name === asked || name.startsWith(`${asked}_`);
  const unknown = positionals.filter((asked) => !known.some((name) => isMeant(name, asked)));
  if (unknown.length > 0) {
    throw new Error(`Not measured here: ${unknown.join(', ')}. Known: ${known.join(', ')}`);
  }
  const isAsked = (name: string): boolean => positionals.some((asked) => isMeant(name, asked));
  const measures: Record<string, Measure> = {};
  for (const { names, isOnRequest = false, run: measureNames } of benches) {
    const isWanted = (name: string): boolean => isAsked(name) || (positionals.length === 0 && !isOnRequest);
    if (!names.some(isWanted)) continue;
    for (const [name, found] of Object.entries(await measureNames())) {
      if (isWanted(name)) {
        measures[name] = found;
      }
    }
  }
  process.stdout.write(values.json ? `${JSON.stringify(measures)}\n` : table(measures));
}

function table(measures: Readonly<Record<string, Measure>>): string {
  const rows = Object.entries(measures).map(
    ([name, { value, unit, runs, p95 }]) =>
      `${name.padEnd(28)}${String(value).padStart(10)} ${unit.padEnd(4)} p95 ${p95}, runs ${runs}\n`,
  );
  return rows.join('');
}
