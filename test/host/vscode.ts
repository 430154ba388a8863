// `npm run test:vscode [-- newest|oldest [TEXT]]`: the tests of test/vscode in the extension host of VS Code, both versions.
import { join } from 'node:path';
import { type HostVersion, newestHost, oldestHost } from './cache';
import { clearCounts, readCounts, reportFile, writeCounts } from './counts';
import { followFile } from './followFile';
import { runInExtensionHost } from './hostSuite';
import { outFolder } from './paths';

const [, , chosen, ...text] = process.argv;
const versions = [newestHost, oldestHost].filter(
  (version) => chosen === undefined || version === (chosen === 'oldest' ? oldestHost : newestHost),
);

let passed = 0;
let failed = 0;
for (const version of versions) {
  const counts = await runOn(version);
  passed += counts.passed;
  failed += counts.failed;
}
await writeCounts('vscode', { passed, failed });
process.exitCode = failed === 0 ? 0 : 1;

async function runOn(version: HostVersion): Promise<{ passed: number; failed: number }> {
  const stage = `vscode-${version.vscode}`;
  await clearCounts(stage);
  process.stdout.write(`\nVS Code ${version.vscode}\n`);
  const report = followFile(reportFile(stage));
  try {
    const ended = await runInExtensionHost({
      version,
      testsModule: join(outFolder, 'test', 'vscode', 'index.js'),
      limitMs: 240_000,
      env: { EASEL_TEST_STAGE: stage, EASEL_TEST_TEXT: text.join(' ') },
    });
    const counts = await readCounts(stage);
    if (counts === undefined) {
      throw new Error(
        `The extension host ended with ${ended.code} before the tests did\n${ended.console.slice(-4000)}`,
      );
    }
    return counts;
  } catch (error) {
    process.stdout.write(`VS Code ${version.vscode}: ${String(error)}\n`);
    return { passed: 0, failed: 1 };
  } finally {
    report.end();
  }
}
