import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { AwsConnection } from '../../src/aws/connection';
import { S3Objects } from '../../src/aws/videoObjects';
import type { VideoInvoker } from '../../src/core/video/jobs/ports';
import { repositoryFolder } from '../host/paths';
import { sampleMp4 } from '../unit/core/video/sampleMp4';
import { summarize, type Bench, type Measure } from './measure';
import { systemClock } from './systemClock';
import { openWindow, place, runningJob } from './videoWindow';

const FILM_BYTES = 20_000_000;
const BUCKET = 'easel-video-bench';
const WARM_UP_RUNS = 4;
const RUNS = 30;

const startRecord = z.object({
  url: z.string(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
});

/**
 * A film of 20 MB comes from S3 on loopback, which runs in a process of its own: from the service's *Completed* to the
 * finished job, with the list, the checks, the flush, the file in the project, its recipe and every record in between; over
 * GetObject piped into a file by the same client, without a flush. By turns, each time another film.
 */
export const download: Bench = {
  names: ['download_ratio', 'video_ready_ms', 'video_plain_copy_ms'],
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'easel-bench-'));
    const simulator = spawn(process.execPath, [join(repositoryFolder, 'dist', 'simulator', 'main.js')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const [line] = await new Promise<readonly string[]>((resolve, reject) => {
        simulator.once('error', reject);
        simulator.stdout.once('data', (text: Buffer) => resolve(text.toString().split('\n')));
      });
      const record = z.parse(startRecord, JSON.parse(line ?? ''));
      const connection = new AwsConnection({ provider: 'offline', ...record });
      try {
        return await measure(folder, connection);
      } finally {
        connection.dispose();
      }
    } finally {
      simulator.kill();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function measure(
  folder: string,
  connection: AwsConnection,
): Promise<Readonly<Record<string, Measure>>> {
  const client = await connection.s3(place.region);
  await client.send(
    new CreateBucketCommand({
      Bucket: BUCKET,
      CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
    }),
  );
  const service = new ReadyService();
  const objects = new S3Objects({ of: async () => connection });
  const window = openWindow(folder, { invoker: service, objects, clock: systemClock });
  const ours: number[] = [];
  const plain: number[] = [];
  const ratios: number[] = [];
  const measureOurs = async (id: string): Promise<number> => {
    const startedAt = Date.now() - 200_000;
    const job = runningJob(id, { folder, outputUri: `s3://${BUCKET}/${id}`, startedAt });
    // What waits for its next try is asked after at once.
    const trouble = {
      error: { kind: 'serviceFailed' },
      attempts: 1,
      since: startedAt,
      nextAt: startedAt,
    } as const;
    const ended = new Promise<void>((resolve, reject) => {
      const watch = window.store.onDidChange(() => {
        const found = window.store.find(id);
        const now = found.ok ? found.value : undefined;
        if (now?.state === 'running' || (now?.state === 'downloading' && !now.trouble)) return;
        watch.dispose();
        if (now?.state === 'saved') resolve();
        else reject(new Error(`A download failed: ${JSON.stringify(now)}`));
      });
    });
    window.store.add({ ...job, state: 'running', trouble } as typeof job);
    await ended;
    return performance.now() - service.completedAt;
  };
  try {
    for (let run = 0; run < WARM_UP_RUNS + RUNS; run++) {
      const id = `run${run}`;
      await client.send(
        new PutObjectCommand({
          Bucket: BUCKET,
          Key: `${id}/output.mp4`,
          Body: sampleMp4(`${id} of many`, { bytes: FILM_BYTES }),
        }),
      );
      const turn = [0, 0];
      for (const isOurs of run % 2 === 0 ? [true, false] : [false, true]) {
        if (isOurs) turn[0] = await measureOurs(id);
        else turn[1] = await copyPlainly(client, `${id}/output.mp4`, join(folder, 'plain.mp4'));
      }
      await checkAndClear(join(folder, 'generated-videos'));
      const [our = 0, their = 0] = turn;
      if (run < WARM_UP_RUNS) continue;
      ours.push(our);
      plain.push(their);
      ratios.push(our / their);
    }
  } finally {
    await window.close();
  }
  const [own, other] = [summarize(ours, 'ms'), summarize(plain, 'ms')];
  const ratio = summarize(ratios, '');
  return {
    download_ratio: { ...ratio, value: Math.round((1000 * own.value) / other.value) / 1000 },
    video_ready_ms: own,
    video_plain_copy_ms: other,
  };
}

/** What has been written is removed, so that nobody's later flush has to write it. */
async function copyPlainly(client: S3Client, key: string, path: string): Promise<number> {
  const startedAt = performance.now();
  const { Body: body } = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
  await pipeline(body as Readable, createWriteStream(path));
  const ms = performance.now() - startedAt;
  await rm(path);
  return ms;
}

async function checkAndClear(folder: string): Promise<void> {
  const names = await readdir(folder);
  const [name = ''] = names;
  const { size } = await stat(join(folder, name));
  if (names.length !== 1 || size !== FILM_BYTES) throw new Error(`Not the film: ${names.join()}, ${size}`);
  await rm(join(folder, name));
}

/** Every job is ready when it is asked after. */
class ReadyService implements VideoInvoker {
  completedAt = 0;

  start(): never {
    throw new Error('Nobody starts anything here');
  }

  async get(_place: unknown, arn: string): ReturnType<VideoInvoker['get']> {
    const id = arn.split('/').at(-1) ?? '';
    this.completedAt = performance.now();
    return {
      ok: true,
      value: {
        arn,
        modelId: 'luma.ray-v2:0',
        status: 'completed',
        submittedAt: Date.now() - 200_000,
        endedAt: Date.now(),
        outputUri: `s3://${BUCKET}/${id}`,
      },
    };
  }

  list(): never {
    throw new Error('Nobody looks for lost jobs here');
  }
}
