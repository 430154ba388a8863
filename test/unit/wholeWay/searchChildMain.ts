// A window that indexes, as a program of its own: `searchChildMain.mjs ROOT SIMULATOR AHEAD_MS STEP`. It dies without a word in
// the given step: of rows written, of pictures about to be sent and just answered. Says what came of it where it lives.
import { SearchWorld } from './searchWorld';
import type { StartRecord } from '../../../src/simulator/server';

const [root = '', simulator = '', aheadMs = '0', dieAt = '0'] = process.argv.slice(2);
const world = SearchWorld.join(root, JSON.parse(simulator) as StartRecord, Number(aheadMs));
let steps = 0;
let answered = 0;
const step = (): void => {
  if (++steps === Number(dieAt)) process.kill(process.pid, 'SIGKILL');
};
world.beforeEmbedding = step;
world.onWrite = step;
world.onEmbedding = (_body, answer) => {
  if (answer.ok) answered++;
  step();
};
const { indexer } = world.window(`process ${process.pid}`);
indexer.start();
await indexer.settled();
const { kind } = indexer.state;
await world.close();
process.send?.({ kind, answered, steps });
