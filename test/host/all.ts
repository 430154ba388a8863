// `npm test`: every check and every suite, each in a process of its own. The last line says how many passed and failed.
import { join } from 'node:path';
import { clearCounts, readCounts } from './counts';
import { outFolder, repositoryFolder } from './paths';
import { run } from './run';

let passed = 0;
let failed = 0;
for (const stage of ['check', 'unit', 'webview', 'vscode', 'ui']) {
  process.stdout.write(`\n== ${stage}\n`);
  await clearCounts(stage);
  const program = join(outFolder, 'test', 'host', `${stage}.js`);
  const { code } = await run(process.execPath, [program], { cwd: repositoryFolder, show: true });
  const counts = (await readCounts(stage)) ?? { passed: 0, failed: 0 };
  passed += counts.passed;
  failed += counts.failed;
  // A stage that broke off, or in which nothing ran, has failed even when no test has.
  if (counts.failed === 0 && (code !== 0 || counts.passed === 0)) {
    process.stdout.write(`${stage} ended with ${code} after ${counts.passed} tests\n`);
    failed += 1;
  }
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 ? 0 : 1;
