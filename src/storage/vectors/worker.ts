// The thread in which indexes are read and searched. Started by path; answers one request after the other.
import { parentPort, workerData } from 'node:worker_threads';
import { VectorOperations } from './operations';
import type { WorkerReply, WorkerRequest, WorkerStart } from './protocol';
import { findSqlite } from './sqlite';

// Our own client has started it.
const { folder } = workerData as WorkerStart;
const operations = new VectorOperations(findSqlite(), folder);

parentPort?.on('message', ({ name, params }: WorkerRequest) => {
  const result = operations.run(name, params);
  const reply: WorkerReply = { result, state: params && operations.stateOf(params.space) };
  parentPort?.postMessage(reply);
});
