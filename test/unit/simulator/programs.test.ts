import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import { GetAsyncInvokeCommand, StartAsyncInvokeCommand } from '@aws-sdk/client-bedrock-runtime';
import { CreateBucketCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import type { StartRecord } from '../../../src/simulator/server';
import { repositoryFolder } from '../../host/paths';
import { http2Client, s3Client } from './clients';
import { filmFacts } from './filmFacts';
import { bucketName, idOf, ray } from './videoClient';

/** From a start to the film's file, by clients as the SDK ships them. */
async function makeFilm(simulator: StartRecord): Promise<Buffer> {
  const [bedrock, s3] = [http2Client(simulator), s3Client(simulator)];
  try {
    await s3.send(
      new CreateBucketCommand({
        Bucket: bucketName,
        CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
      }),
    );
    const { invocationArn = '' } = await bedrock.send(
      new StartAsyncInvokeCommand({
        modelId: ray,
        modelInput: { prompt: 'a kite' },
        outputDataConfig: { s3OutputDataConfig: { s3Uri: `s3://${bucketName}` } },
      }),
    );
    await fetch(`${simulator.url}/_simulator/settle`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    const { status, failureMessage } = await bedrock.send(new GetAsyncInvokeCommand({ invocationArn }));
    assert.equal(status, 'Completed', failureMessage);
    const Key = `${idOf(invocationArn)}/output.mp4`;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucketName, Key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  } finally {
    bedrock.destroy();
    s3.destroy();
  }
}

describe('the simulator as it ships', () => {
  let stateDir: string;

  beforeEach(async () => {
    stateDir = await mkdtemp(join(tmpdir(), 'easel-shipped-'));
  });
  afterEach(() => rm(stateDir, { recursive: true }));

  it('makes films in a thread of the offline provider', async () => {
    const workerData = { lifecycle: 'active', stateDir, videoSeconds: 0.001, maxFilmSidePx: 64 };
    const worker = new Worker(join(repositoryFolder, 'dist', 'simulator', 'worker.js'), { workerData });
    try {
      const [record] = (await once(worker, 'message')) as [StartRecord];
      assert.equal(filmFacts(await makeFilm(record)).seconds, 5);
    } finally {
      await worker.terminate();
    }
  });

  it('makes films as a program', async () => {
    const program = join(repositoryFolder, 'dist', 'simulator', 'main.js');
    const flags = ['--state', stateDir, '--video-seconds', '0.001', '--film-side', '64'];
    const child = spawn(process.execPath, [program, ...flags], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
      const { width, height } = filmFacts(await makeFilm(JSON.parse(line) as StartRecord));
      assert.deepEqual([width, height], [64, 36]);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  });
});
