import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { startSimulator } from './server';

/** The simulator in a thread: options in `workerData`, one start record out, and the message `close` to end it. */
const options = z.parse(
  z.object({ lifecycle: z.enum(['real', 'active']), stateDir: z.optional(z.string()) }),
  workerData,
);
const simulator = await startSimulator({
  lifecycle: options.lifecycle,
  ...(options.stateDir === undefined ? {} : { stateDir: options.stateDir }),
});
const { url, region, accountId, accessKeyId, secretAccessKey, bearerKey } = simulator;
parentPort?.postMessage({ url, region, accountId, accessKeyId, secretAccessKey, bearerKey });
parentPort?.on('message', (message: unknown) => {
  if (message === 'close') void simulator.close().then(() => process.exit(0));
});
