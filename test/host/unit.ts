// `npm run test:unit [-- TEXT]`: the tests of test/unit, in the Node that the cache holds, without VS Code.
import { join } from 'node:path';
import { cachedNode } from './cache';
import { outFolder, repositoryFolder } from './paths';
import { run } from './run';

const node = await cachedNode('24');
const { code } = await run(
  node,
  [
    '--enable-source-maps',
    join(outFolder, 'test', 'host', 'mochaMain.js'),
    'unit',
    join(outFolder, 'test', 'unit'),
    '60000',
    ...process.argv.slice(2),
  ],
  { cwd: repositoryFolder, show: true },
);
process.exitCode = code;
