import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { clearCounts, reportFile, writeCounts } from '../host/counts';
import { runSuite } from '../host/mocha';
import { outFolder } from '../host/paths';

/** Called in the extension host, by the runner of `npm run test:vscode` and by `@vscode/test-electron` alike. */
export async function run(): Promise<void> {
  const stage = process.env['EASEL_TEST_STAGE'] ?? 'extension-host';
  await clearCounts(stage);
  const { passed, failed } = await runSuite({
    folder: join(outFolder, 'test', 'vscode'),
    timeoutMs: 60_000,
    only: process.env['EASEL_TEST_TEXT'] === '' ? undefined : process.env['EASEL_TEST_TEXT'],
    // The console of an extension host is full of other things, and does not reach every terminal.
    print: (text) => appendFileSync(reportFile(stage), text),
  });
  await writeCounts(stage, { passed, failed });
  if (failed > 0) {
    throw new Error(`${failed} of ${passed + failed} tests failed`);
  }
}
