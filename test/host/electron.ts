// `npm run test:electron`: the tests of test/vscode in desktop VS Code, where the network reaches its download.
import { runTests } from '@vscode/test-electron';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clearCounts, reportFile } from './counts';
import { followFile } from './followFile';
import { offlineSettings } from './hostSuite';
import { cacheFolder, outFolder, repositoryFolder } from './paths';
import { removeFolder, temporaryFolder } from './temporary';

const workspace = await temporaryFolder('workspace');
const data = await temporaryFolder('desktop');
await writeFile(join(workspace, 'README.md'), '# A workspace\n\nA red fox in the snow.\n');
await mkdir(join(data, 'User'), { recursive: true });
await writeFile(join(data, 'User', 'settings.json'), JSON.stringify(offlineSettings));
await clearCounts('electron');
const report = followFile(reportFile('electron'));
try {
  await runTests({
    version: process.argv[2] ?? 'stable',
    cachePath: join(cacheFolder, 'vscode-desktop'),
    extensionDevelopmentPath: repositoryFolder,
    extensionTestsPath: join(outFolder, 'test', 'vscode', 'index.js'),
    extensionTestsEnv: { EASEL_TEST_STAGE: 'electron' },
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', `--user-data-dir=${data}`],
  });
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
} finally {
  report.end();
  await removeFolder(workspace);
  await removeFolder(data);
}
