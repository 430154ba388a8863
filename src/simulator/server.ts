import { randomBytes } from 'node:crypto';
import * as path from 'node:path';
import { accountOf } from './account';
import { authenticate, type Caller, type Credentials } from './auth';
import {
  getFoundationModel,
  getModelAvailability,
  listFoundationModels,
  listInferenceProfiles,
} from './bedrock/controlPlane';
import {
  getAsyncInvoke,
  refuseByFault,
  startAsyncInvoke,
  type AsyncContext,
  type AsyncServices,
} from './bedrock/asyncInvoke';
import { listAsyncInvokes } from './bedrock/asyncListing';
import { converse } from './bedrock/converse';
import { EmbeddingQuota } from './bedrock/embeddingQuota';
import { invokeModel } from './bedrock/invokeModel';
import type { LifecycleMode } from './bedrock/models';
import { RequestQuota } from './bedrock/requestQuota';
import { Refusal, errorResponse } from './errors';
import { Faults, refusalOf } from './faults';
import { FilmMaker } from './film/maker';
import { Jobs } from './jobs/jobs';
import type { Now, SimRequest, SimResponse } from './http';
import { Listener, delivered, type Delivery } from './listener';
import { RequestLog, type RecordedRequest } from './requestLog';
import { decodeAwsChunked } from './s3/awsChunked';
import { s3RefusalOf } from './s3/faults';
import { S3Service, objectKeyOf, s3Operation } from './s3/service';
import { s3Error } from './s3/errors';
import { DrawingMemory } from './seeing/memory';
import { handleSts } from './sts';

export interface SimulatorOptions {
  /** 0 or none: any free port. */
  readonly port?: number;
  /** Buckets and objects survive a restart here; in memory without it. */
  readonly stateDir?: string;
  readonly lifecycle?: LifecycleMode;
  readonly region?: string;
  /** The service's clock; a test sets it off. */
  readonly now?: Now;
  /** Those of an earlier run, for clients that outlive it; random without them. */
  readonly credentials?: Credentials;
  /** Path of the built `filmWorker`; without it the video models fail. */
  readonly filmProgram?: string;
  /** How long a video job takes. */
  readonly videoSeconds?: number;
  /** Films are made with no longer side than this, for tests that need films and not their pictures. */
  readonly maxFilmSidePx?: number;
  /** Of each text and embedding model, in place of the published quotas. */
  readonly requestsPerMinute?: number;
}

/** Long enough to see a job wait, and to encode a film of two shots meanwhile. */
const DEFAULT_VIDEO_SECONDS = 20;

/** What `npm run simulator` prints, and all that a client needs. */
export interface StartRecord {
  readonly url: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly bearerKey: string;
}

export interface RunningSimulator extends StartRecord {
  readonly faults: Faults;
  requests(): readonly RecordedRequest[];
  /** Waits until every film is encoded and every video job that is due has ended. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a local Bedrock, S3 and STS on 127.0.0.1; every service answers at the one URL. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const simulator = new Simulator(options, await accountOf(options.stateDir));
  await simulator.jobs.resume();
  const listener = new Listener((request) => simulator.answer(request), options.now ?? Date.now);
  const port = await listener.listen(options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    region: simulator.region,
    accountId: simulator.accountId,
    ...simulator.credentials,
    faults: simulator.faults,
    requests: () => simulator.log.all(),
    settled: () => simulator.jobs.settled(),
    close: () => {
      simulator.close();
      return listener.close();
    },
  };
}

class Simulator {
  readonly region: string;
  readonly accountId: string;
  readonly credentials: Credentials;
  readonly jobs: Jobs;
  readonly faults = new Faults();
  readonly log = new RequestLog();
  readonly #mode: LifecycleMode;
  readonly #now: Now;
  readonly #s3: S3Service;
  readonly #films: FilmMaker;
  readonly #async: AsyncServices;
  readonly #drawings = new DrawingMemory();
  readonly #quota: RequestQuota;
  readonly #embeddingQuota: EmbeddingQuota;

  constructor(options: SimulatorOptions, accountId: string) {
    const { region = 'us-west-2', lifecycle = 'real', now = Date.now, stateDir } = options;
    this.region = region;
    this.accountId = accountId;
    this.#quota = new RequestQuota(options.requestsPerMinute);
    this.#embeddingQuota = new EmbeddingQuota(options.requestsPerMinute);
    this.#mode = lifecycle;
    this.#now = now;
    this.credentials = options.credentials ?? randomCredentials();
    const place = stateDir === undefined ? {} : { stateDir };
    this.#s3 = new S3Service({ accountId, now, ...place });
    this.#films = new FilmMaker(options.filmProgram, stateDir && path.join(stateDir, 'films'));
    this.jobs = new Jobs({ s3: this.#s3, films: this.#films, now, ...place });
    this.#async = {
      jobs: this.jobs,
      s3: this.#s3,
      jobMs: (options.videoSeconds ?? DEFAULT_VIDEO_SECONDS) * 1000,
      maxFilmSidePx: options.maxFilmSidePx ?? Infinity,
    };
  }

  close(): void {
    this.jobs.close();
    this.#films.close();
  }

  async answer(request: SimRequest): Promise<Delivery> {
    if (request.rawPath.startsWith('/_simulator/')) return { response: await this.#control(request) };
    let caller: Caller | undefined;
    try {
      caller = await authenticate(request, this.credentials, this.#now());
      return await this.#dispatch(request, caller);
    } catch (cause) {
      if (!(cause instanceof Refusal)) throw cause;
      const isS3 = caller ? caller.service === 's3' : isLikelyS3(request);
      return { response: isS3 ? s3Error(cause.error, request.rawPath) : errorResponse(cause.error) };
    }
  }

  async #dispatch(request: SimRequest, caller: Caller): Promise<Delivery> {
    if (caller.service === 's3') return this.#answerS3(request, caller.region ?? this.region);
    if (caller.service === 'sts') {
      const fault = this.faults.take('GetCallerIdentity', undefined);
      const refusal = fault && refusalOf(fault.kind, '', this.region);
      if (refusal) throw new Refusal(refusal);
      return { response: handleSts(request, this.accountId) };
    }
    if (caller.service !== 'bedrock') {
      throw new Refusal({ type: 'UnknownOperationException', status: 404, message: 'Unknown service' });
    }
    return this.#answerBedrock(request, caller);
  }

  async #answerS3(request: SimRequest, region: string): Promise<Delivery> {
    const isChunked =
      (request.headers['content-encoding'] ?? '').includes('aws-chunked') ||
      (request.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
    const plain = isChunked ? { ...request, body: decodeAwsChunked(request.body) } : request;
    const operation = s3Operation(request);
    this.log.add(request, operation, undefined);
    const fault = this.faults.take(operation, objectKeyOf(request));
    const refusal = fault && s3RefusalOf(fault.kind);
    if (refusal) throw new Refusal(refusal);
    if (fault?.kind === 'delay') await pause(fault.delayMs ?? 0);
    return delivered(await this.#s3.handle(plain, region), fault);
  }

  async #answerBedrock(request: SimRequest, caller: Caller): Promise<Delivery> {
    const segments = request.rawPath.split('/').slice(1).map(decodeURIComponent);
    const [collection = '', id = '', action] = segments;
    const context = {
      mode: this.#mode,
      region: caller.region ?? this.region,
      accountId: this.accountId,
      now: this.#now(),
    };
    const route = `${request.method} /${collection}${id === '' ? '' : '/*'}${action === undefined ? '' : `/${action}`}`;
    const operation = operations[route];
    if (operation === undefined) {
      throw new Refusal({ type: 'UnknownOperationException', status: 404, message: 'Unknown operation' });
    }
    const modelId = operation === 'StartAsyncInvoke' ? modelIdIn(request.body) : id;
    this.log.add(request, operation, modelId);
    const fault = this.faults.take(operation, modelId);
    if (fault?.kind === 'delay') await pause(fault.delayMs ?? 0);
    const faulty = { ...context, fault };
    if (operation === 'Converse' || operation === 'ConverseStream') {
      const { region } = caller;
      const [drawings, quota] = [this.#drawings, this.#quota];
      return converse(operation, id, request, { ...context, region, fault, drawings, quota });
    }
    refuseByFault(modelId, faulty);
    return delivered(await this.#bedrock(operation, id, request, faulty, caller), fault);
  }

  async #bedrock(
    operation: Exclude<Operation, 'Converse' | 'ConverseStream'>,
    id: string,
    request: SimRequest,
    context: AsyncContext,
    caller: Caller,
  ): Promise<SimResponse> {
    switch (operation) {
      case 'InvokeModel':
        return invokeModel(id, request, {
          ...context,
          fault: context.fault?.kind,
          region: caller.region,
          drawings: this.#drawings,
          embeddingQuota: this.#embeddingQuota,
        });
      case 'StartAsyncInvoke':
        return startAsyncInvoke(request, context, this.#async);
      case 'GetAsyncInvoke':
        return getAsyncInvoke(id, context, this.#async);
      case 'ListAsyncInvokes':
        return listAsyncInvokes(request.query, context, this.#async);
      case 'ListFoundationModels':
        return listFoundationModels(context, request.query);
      case 'GetFoundationModel':
        return getFoundationModel(context, id);
      case 'GetFoundationModelAvailability':
        return getModelAvailability(context, id);
      case 'ListInferenceProfiles':
        return listInferenceProfiles(context, request.query);
    }
  }

  /** For tests and demos; not signed, and on this computer alone. */
  async #control(request: SimRequest): Promise<SimResponse> {
    const route = `${request.method} ${request.rawPath}`;
    const reply = (status: number, value: unknown): SimResponse => ({
      status,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(value),
    });
    // A page in a browser can reach loopback too: only a request that says JSON, which needs a preflight, is heard.
    const isFromProgram = request.headers['content-type'] === 'application/json' || request.method !== 'POST';
    if (!isFromProgram || request.headers['origin'] !== undefined)
      return reply(403, { message: 'Forbidden' });
    switch (route) {
      case 'POST /_simulator/faults':
        try {
          this.faults.add(JSON.parse(request.body.toString('utf8')));
          return reply(200, {});
        } catch (cause) {
          return reply(400, { message: cause instanceof Error ? cause.message : 'not a fault' });
        }
      case 'DELETE /_simulator/faults':
        this.faults.clear();
        return reply(200, {});
      case 'POST /_simulator/settle':
        await this.jobs.settled();
        return reply(200, {});
      case 'GET /_simulator/requests':
        return reply(200, this.log.all());
      default:
        return reply(404, { message: 'Not found' });
    }
  }
}

type Operation =
  | 'InvokeModel'
  | 'StartAsyncInvoke'
  | 'GetAsyncInvoke'
  | 'ListAsyncInvokes'
  | 'Converse'
  | 'ConverseStream'
  | 'ListFoundationModels'
  | 'GetFoundationModel'
  | 'GetFoundationModelAvailability'
  | 'ListInferenceProfiles';

const operations: Readonly<Record<string, Operation>> = {
  'POST /model/*/invoke': 'InvokeModel',
  'POST /async-invoke': 'StartAsyncInvoke',
  'GET /async-invoke': 'ListAsyncInvokes',
  'GET /async-invoke/*': 'GetAsyncInvoke',
  'POST /model/*/converse': 'Converse',
  'POST /model/*/converse-stream': 'ConverseStream',
  'GET /foundation-models': 'ListFoundationModels',
  'GET /foundation-models/*': 'GetFoundationModel',
  'GET /foundation-model-availability/*': 'GetFoundationModelAvailability',
  'GET /inference-profiles': 'ListInferenceProfiles',
};

/** @returns an empty text where there is none */
function modelIdIn(body: Buffer): string {
  return /"modelId"\s*:\s*"([^"]+)"/.exec(body.toString('latin1'))?.[1] ?? '';
}

function isLikelyS3({ query, headers }: SimRequest): boolean {
  return query.has('X-Amz-Signature') || /\/s3\/aws4_request/.test(headers['authorization'] ?? '');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function randomCredentials(): Credentials {
  return {
    accessKeyId: `AKIA${randomText(16)}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    bearerKey: `ABSK${randomBytes(90).toString('base64')}`,
  };
}

function randomText(length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return Array.from(randomBytes(length), (byte) => letters[byte % 32]).join('');
}
