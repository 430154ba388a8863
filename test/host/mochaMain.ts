// Runs one mocha suite on the Node that starts this program: `mochaMain.js STAGE FOLDER TIMEOUT_MS [TEXT]`.
import { writeCounts } from './counts';
import { runSuite } from './mocha';

const [stage, folder, timeoutMs, only] = process.argv.slice(2);
if (stage === undefined || folder === undefined) {
  throw new Error('Usage: mochaMain.js STAGE FOLDER TIMEOUT_MS [TEXT]');
}
// Why the workbench gets a second attempt: docs/decisions/second-attempt-in-the-workbench.md
const retries = stage === 'ui' ? 1 : 0;
const counts = await runSuite({ folder, timeoutMs: Number(timeoutMs), only, retries });
await writeCounts(stage, counts);
// A test that leaves a server or a worker behind must not keep the run alive.
process.exit(counts.failed === 0 ? 0 : 1);
