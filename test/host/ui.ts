// `npm run test:ui [-- TEXT]`: packs the extension, then drives VS Code with it in a browser.
import { join } from 'node:path';
import { findBrowser } from './browser';
import { cachedNode, cachedVscode, newestHost } from './cache';
import { clearCounts } from './counts';
import { outFolder, repositoryFolder } from './paths';
import { run } from './run';
import { packageExtension } from './vsix';

await clearCounts('ui');
await cachedVscode(newestHost);
await findBrowser();
const vsix = await packageExtension();
const mocha = [
  join(outFolder, 'test', 'host', 'mochaMain.js'),
  'ui',
  join(outFolder, 'test', 'ui'),
  '120000',
];
const { code } = await run(
  await cachedNode('24'),
  ['--enable-source-maps', ...mocha, ...process.argv.slice(2)],
  {
    cwd: repositoryFolder,
    env: { ...process.env, EASEL_VSIX: vsix },
    show: true,
  },
);
process.exitCode = code;
