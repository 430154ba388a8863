import { join } from 'node:path';
import {
  GetAsyncInvokeCommand,
  ListAsyncInvokesCommand,
  StartAsyncInvokeCommand,
  type BedrockRuntimeClient,
  type GetAsyncInvokeCommandOutput,
  type ListAsyncInvokesCommandInput,
  type ListAsyncInvokesCommandOutput,
  type StartAsyncInvokeCommandInput,
} from '@aws-sdk/client-bedrock-runtime';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  type S3Client,
} from '@aws-sdk/client-s3';
import { startSimulator, type RunningSimulator, type SimulatorOptions } from '../../../src/simulator/server';
import { repositoryFolder } from '../../host/paths';
import { http1Client, s3Client } from './clients';

/** As it ships. */
export const filmProgram = join(repositoryFolder, 'dist', 'simulator', 'filmWorker.js');

export const ray = 'luma.ray-v2:0';
export const reel10 = 'amazon.nova-reel-v1:0';
export const reel11 = 'amazon.nova-reel-v1:1';
export const bucketName = 'easel-video-test';

type ModelInput = NonNullable<StartAsyncInvokeCommandInput['modelInput']>;
export type Parts = Partial<StartAsyncInvokeCommandInput> & { readonly prefix?: string };

/** A simulator with a bucket and small films, whose clock a test moves. */
export class VideoBench {
  readonly simulator: RunningSimulator;
  readonly bedrock: BedrockRuntimeClient;
  readonly s3: S3Client;
  readonly #clock: { ms: number };

  private constructor(simulator: RunningSimulator, clock: { ms: number }) {
    this.simulator = simulator;
    this.bedrock = http1Client(simulator);
    this.s3 = s3Client(simulator);
    this.#clock = clock;
    this.#setClients();
  }

  static async start(options: SimulatorOptions = {}, startedAt = Date.now()): Promise<VideoBench> {
    const clock = { ms: startedAt };
    const simulator = await startSimulator({
      lifecycle: 'active',
      filmProgram,
      maxFilmSidePx: 64,
      videoSeconds: 100,
      now: () => clock.ms,
      ...options,
    });
    return new VideoBench(simulator, clock);
  }

  async makeBucket(): Promise<void> {
    await this.s3.send(
      new CreateBucketCommand({
        Bucket: bucketName,
        CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
      }),
    );
  }

  get now(): number {
    return this.#clock.ms;
  }

  /** Lets time go by, and with it whatever is due. */
  async pass(seconds: number): Promise<void> {
    this.#clock.ms += seconds * 1000;
    this.#setClients();
    await this.simulator.settled();
  }

  /** The clients sign by the simulator's clock. */
  #setClients(): void {
    for (const { config } of [this.bedrock, this.s3]) config.systemClockOffset = this.now - Date.now();
  }

  async begin(modelId: string, modelInput: object, { prefix = '', ...parts }: Parts = {}): Promise<string> {
    const { invocationArn = '' } = await this.bedrock.send(
      new StartAsyncInvokeCommand({
        modelId,
        modelInput: modelInput as ModelInput,
        outputDataConfig: { s3OutputDataConfig: { s3Uri: `s3://${bucketName}${prefix}` } },
        ...parts,
      }),
    );
    return invocationArn;
  }

  get(invocationArn: string): Promise<GetAsyncInvokeCommandOutput> {
    return this.bedrock.send(new GetAsyncInvokeCommand({ invocationArn }));
  }

  list(input: ListAsyncInvokesCommandInput = {}): Promise<ListAsyncInvokesCommandOutput> {
    return this.bedrock.send(new ListAsyncInvokesCommand(input));
  }

  async keys(prefix = ''): Promise<readonly string[]> {
    const { Contents = [] } = await this.s3.send(
      new ListObjectsV2Command({ Bucket: bucketName, Prefix: prefix }),
    );
    return Contents.map(({ Key = '' }) => Key);
  }

  async read(key: string): Promise<Buffer> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: bucketName, Key: key }));
    return Buffer.from((await Body?.transformToByteArray()) ?? []);
  }

  async close(): Promise<void> {
    this.bedrock.destroy();
    this.s3.destroy();
    await this.simulator.close();
  }
}

/** The last part of an ARN: the name of the job's folder. */
export function idOf(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}

export function reelInput(configuration: object = {}): object {
  return {
    taskType: 'TEXT_VIDEO',
    textToVideoParams: { text: 'a red kite over the sea' },
    videoGenerationConfig: { durationSeconds: 6, fps: 24, dimension: '1280x720', ...configuration },
  };
}

export function shotsInput(...texts: readonly string[]): object {
  return {
    taskType: 'MULTI_SHOT_MANUAL',
    multiShotManualParams: { shots: texts.map((text) => ({ text })) },
    videoGenerationConfig: { fps: 24, dimension: '1280x720', seed: 1 },
  };
}
