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
  let bytes = Infinity;
  try {
    const reply = await run(params);
    bytes = heldBytes(name, params, reply);
    return reply;
  } catch (cause) {
    return { ok: false, error: { kind: 'unexpected', cause } };
  } finally {
    await freeUnusedPictures(bytes);
  }
}

/** What sharp may still hold after small work, of which there may be thousands; anything else counts as much. */
function heldBytes(name: OperationName, params: unknown, reply: WorkerReply): number {
  if (!reply.ok) return Infinity;
  if (name === 'shrink') {
    const { bytes } = params as Operations['shrink']['params'];
    const { width, height } = reply.value as Operations['shrink']['result'];
    return bytes.length + 4 * width * height;
  }
  if (name === 'thumbnail') {
    const { bytes, sidePx } = params as Operations['thumbnail']['params'];
    return bytes.length + 4 * sidePx ** 2;
  }
  return Infinity;
}

parentPort?.on('message', (request: WorkerRequest) => {
  void answer(request).then((reply) => parentPort?.postMessage(reply, buffersOf(reply)));
});
