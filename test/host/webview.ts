// `npm run test:webview [-- TEXT]`: the tests of test/webview, which drive the built pages in a browser without VS Code.
import { join } from 'node:path';
import { findBrowser } from './browser';
import { cachedNode } from './cache';
import { clearCounts } from './counts';
import { outFolder, repositoryFolder } from './paths';
import { run } from './run';

await clearCounts('webview');
await findBrowser();
const mocha = [
  join(outFolder, 'test', 'host', 'mochaMain.js'),
  'webview',
  join(outFolder, 'test', 'webview'),
  '60000',
];
const { code } = await run(
  await cachedNode('24'),
  ['--enable-source-maps', ...mocha, ...process.argv.slice(2)],
  { cwd: repositoryFolder, show: true },
);
process.exitCode = code;
