// The thread in which sharp runs. Started by path; answers one request after the other.
import { availableParallelism } from 'node:os';
import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import { freeUnusedPictures } from './memory';
import { createOperations } from './operations';
import { HeldPictures } from './pictures';
import type { OperationName, Operations, WorkerReply, WorkerRequest } from './protocol';
import { sealFiles } from './sealFiles';
import { buffersOf } from './transfer';

/** More threads gain little on one picture, and each has a stack of its own. */
const MAX_THREADS = 2;

// Pictures are held by us; what sharp keeps beside them is never asked for again.
sharp.cache(false);
sharp.concurrency(Math.min(MAX_THREADS, availableParallelism()));

sealFiles();

const operations = createOperations(new HeldPictures());

async function answer<Name extends OperationName>({
  name,
  params,
}: WorkerRequest<Name>): Promise<WorkerReply> {
  const run: (params: Operations[Name]['params']) => Promise<WorkerReply> = operations[name];
  try {
    return await run(params);
  } catch (cause) {
    return { ok: false, error: { kind: 'unexpected', cause } };
  } finally {
    await freeUnusedPictures();
  }
}

parentPort?.on('message', (request: WorkerRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply, buffersOf(reply)));
});
