import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import * as z from 'zod/mini';
import { startSimulator } from './server';

/** The simulator in a thread: options in `workerData`, one start record out, and the message `close` to end it. */
const options = z.parse(
  z.object({
    lifecycle: z.enum(['real', 'active']),
    stateDir: z.optional(z.string()),
    videoSeconds: z.optional(z.number()),
    maxFilmSidePx: z.optional(z.number()),
  }),
  workerData,
);
const { lifecycle, stateDir, videoSeconds, maxFilmSidePx } = options;
const simulator = await startSimulator({
  lifecycle,
  filmProgram: fileURLToPath(new URL('./filmWorker.js', import.meta.url)),
  ...(stateDir === undefined ? {} : { stateDir }),
  ...(videoSeconds === undefined ? {} : { videoSeconds }),
  ...(maxFilmSidePx === undefined ? {} : { maxFilmSidePx }),
});
const { url, region, accountId, accessKeyId, secretAccessKey, bearerKey } = simulator;
parentPort?.postMessage({ url, region, accountId, accessKeyId, secretAccessKey, bearerKey });
parentPort?.on('message', (message: unknown) => {
  if (message === 'close') void simulator.close().then(() => process.exit(0));
});
