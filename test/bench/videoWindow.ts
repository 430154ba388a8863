import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Clock } from '../../src/core/clock';
import type { Log } from '../../src/core/log';
import { createVideoRegistry } from '../../src/core/video/known';
import type { VideoJob, VideoPlace } from '../../src/core/video/jobs/job';
import type { ObjectDownloads, VideoInvoker, VideoJobsPorts } from '../../src/core/video/jobs/ports';
import { VideoJobs } from '../../src/core/video/jobs/videoJobs';
import { DiskBlobs } from '../../src/storage/blobs';
import { SharedDatabase } from '../../src/storage/database';
import { SqliteLedger } from '../../src/storage/ledger';
import { LocalRecipes } from '../../src/storage/recipes';
import { LocalFilms } from '../../src/storage/videoFiles';
import { SqliteVideoJobs } from '../../src/storage/videoJobs';
import { SqliteLease } from '../../src/storage/videoLease';

export const place: VideoPlace = { via: { provider: 'bedrock' }, region: 'us-west-2' };

export const silent: Log = { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Everything around the video jobs of one window, on the real disk; a measurement plays the service. */
export interface VideoWindow {
  readonly jobs: VideoJobs;
  readonly store: SqliteVideoJobs;
  close(): Promise<void>;
}

export function openWindow(
  folder: string,
  { invoker, objects, clock }: { invoker: VideoInvoker; objects: ObjectDownloads; clock: Clock },
): VideoWindow {
  const storage = join(folder, 'storage');
  const database = new SharedDatabase(storage, silent);
  const store = new SqliteVideoJobs(database, silent);
  const ledger = new SqliteLedger(database, clock);
  const ports: VideoJobsPorts = {
    invoker,
    objects,
    files: new LocalFilms(storage),
    store,
    lease: new SqliteLease(database, clock, 'bench'),
    ledger,
    blobs: new DiskBlobs(storage, clock, silent),
    recipes: new LocalRecipes(storage),
    recipeFolder: (each) => each,
    clock,
    random: Math.random,
    newId: randomUUID,
    extensionVersion: 'bench',
    log: silent,
  };
  const jobs = new VideoJobs(ports, createVideoRegistry());
  jobs.begin();
  return {
    jobs,
    store,
    close: async () => {
      jobs.dispose();
      await jobs.ended();
      store.dispose();
      ledger.dispose();
      database.dispose();
    },
  };
}

/** A job that the service has taken, of a model whose films are usually ready after 2 to 5 minutes. */
export function runningJob(
  id: string,
  { folder, outputUri, startedAt }: { folder: string; outputUri: string; startedAt: number },
): VideoJob {
  return {
    id,
    token: `easel-${id}`,
    label: 'kite',
    place,
    model: { id: 'luma.ray-v2:0', name: 'Ray 2' },
    concurrentJobs: 10,
    usual: { fromSeconds: 120, toSeconds: 300 },
    kind: 'textToVideo',
    prompt: 'A red kite over the sea',
    durationSeconds: 5,
    shots: 0,
    size: { kind: 'ratio', ratio: '16:9', resolution: '540p' },
    s3Uri: outputUri,
    request: { modelInput: {}, task: { kind: 'textToVideo', prompt: 'A red kite over the sea' } },
    inputs: [],
    destination: {
      folder: pathToFileURL(folder).href,
      template: 'generated-videos/${slug}',
      values: { slug: 'kite', task: 'textToVideo', model: 'ray-2', seed: '', date: '2026-11-20', n: '' },
    },
    workspace: '',
    createdAt: startedAt,
    state: 'running',
    arn: `arn:aws:bedrock:us-west-2:123456789012:async-invoke/${id}`,
    startedAt,
    outputUri,
  };
}

function nothing(): void {
  // Nobody listens in a measurement.
}
