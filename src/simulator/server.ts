import { randomBytes, randomInt } from 'node:crypto';
import { authenticate, type Caller, type Credentials } from './auth';
import {
  getFoundationModel,
  getModelAvailability,
  listFoundationModels,
  listInferenceProfiles,
} from './bedrock/controlPlane';
import { EmbeddingQuota } from './bedrock/embeddingQuota';
import { invokeModel } from './bedrock/invokeModel';
import type { LifecycleMode } from './bedrock/models';
import { Refusal, errorResponse } from './errors';
import { Faults, refusalOf } from './faults';
import type { Now, SimRequest, SimResponse } from './http';
import { Listener, type Delivery } from './listener';
import { RequestLog, type RecordedRequest } from './requestLog';
import { decodeAwsChunked } from './s3/awsChunked';
import { S3Service } from './s3/service';
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
  /** Of each embedding model, in place of the published quotas. */
  readonly requestsPerMinute?: number;
}

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
  close(): Promise<void>;
}

/** Starts a local Bedrock, S3 and STS on 127.0.0.1; every service answers at the one URL. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const simulator = new Simulator(options);
  const listener = new Listener((request) => simulator.answer(request), options.now ?? Date.now);
  const port = await listener.listen(options.port ?? 0);
  return {
    url: `http://127.0.0.1:${port}`,
    region: simulator.region,
    accountId: simulator.accountId,
    ...simulator.credentials,
    faults: simulator.faults,
    requests: () => simulator.log.all(),
    close: () => listener.close(),
  };
}

class Simulator {
  readonly region: string;
  readonly accountId = String(randomInt(100_000_000_000, 999_999_999_999));
  readonly credentials: Credentials = {
    accessKeyId: `AKIA${randomText(16)}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    bearerKey: `ABSK${randomBytes(90).toString('base64')}`,
  };
  readonly faults = new Faults();
  readonly log = new RequestLog();
  readonly #mode: LifecycleMode;
  readonly #now: Now;
  readonly #s3: S3Service;
  readonly #drawings = new DrawingMemory();
  readonly #embeddingQuota: EmbeddingQuota;

  constructor(options: SimulatorOptions) {
    const { region = 'us-west-2', lifecycle = 'real', now = Date.now, stateDir } = options;
    this.region = region;
    this.#embeddingQuota = new EmbeddingQuota(options.requestsPerMinute);
    this.#mode = lifecycle;
    this.#now = now;
    this.#s3 = new S3Service({ region, now, ...(stateDir === undefined ? {} : { stateDir }) });
  }

  async answer(request: SimRequest): Promise<Delivery> {
    if (request.rawPath.startsWith('/_simulator/')) return { response: this.#control(request) };
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
    if (caller.service === 's3') return this.#answerS3(request);
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

  async #answerS3(request: SimRequest): Promise<Delivery> {
    const isChunked =
      (request.headers['content-encoding'] ?? '').includes('aws-chunked') ||
      (request.headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
    const plain = isChunked ? { ...request, body: decodeAwsChunked(request.body) } : request;
    const operation = s3Operation(request);
    this.log.add(request, operation, undefined);
    const fault = this.faults.take(operation, undefined);
    if (fault?.kind === 'noAccess' || fault?.kind === 'iamDenied') {
      throw new Refusal({ type: 'AccessDenied', status: 403, message: 'Access Denied' });
    }
    if (fault?.kind === 'unavailable' || fault?.kind === 'throttle') {
      throw new Refusal({ type: 'SlowDown', status: 503, message: 'Please reduce your request rate.' });
    }
    if (fault?.kind === 'internalError') {
      throw new Refusal({
        type: 'InternalError',
        status: 500,
        message: 'We encountered an internal error. Please try again.',
      });
    }
    if (fault?.kind === 'delay') await pause(fault.delayMs ?? 0);
    const response = await this.#s3.handle(plain);
    return fault?.kind === 'reset' ? { response, resetAfterBytes: fault.afterBytes ?? 0 } : { response };
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
    this.log.add(request, operation, id);
    const fault = this.faults.take(operation, id);
    if (fault?.kind === 'delay') await pause(fault.delayMs ?? 0);
    const response = await this.#bedrock(operation, id, request, {
      ...context,
      fault: fault?.kind,
      caller,
    });
    return fault?.kind === 'reset' ? { response, resetAfterBytes: fault.afterBytes ?? 0 } : { response };
  }

  async #bedrock(
    operation: Operation,
    id: string,
    request: SimRequest,
    context: Parameters<typeof listFoundationModels>[0] & {
      readonly fault: Parameters<typeof refusalOf>[0] | undefined;
      readonly caller: Caller;
    },
  ): Promise<SimResponse> {
    if (operation === 'InvokeModel')
      return invokeModel(id, request, {
        ...context,
        region: context.caller.region,
        drawings: this.#drawings,
        embeddingQuota: this.#embeddingQuota,
      });
    const refusal = context.fault && refusalOf(context.fault, id, context.region);
    if (refusal) throw new Refusal(refusal);
    switch (operation) {
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
  #control(request: SimRequest): SimResponse {
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
      case 'GET /_simulator/requests':
        return reply(200, this.log.all());
      default:
        return reply(404, { message: 'Not found' });
    }
  }
}

type Operation =
  | 'InvokeModel'
  | 'ListFoundationModels'
  | 'GetFoundationModel'
  | 'GetFoundationModelAvailability'
  | 'ListInferenceProfiles';

const operations: Readonly<Record<string, Operation>> = {
  'POST /model/*/invoke': 'InvokeModel',
  'GET /foundation-models': 'ListFoundationModels',
  'GET /foundation-models/*': 'GetFoundationModel',
  'GET /foundation-model-availability/*': 'GetFoundationModelAvailability',
  'GET /inference-profiles': 'ListInferenceProfiles',
};

function s3Operation({ method, rawPath, query }: SimRequest): string {
  const isObject = rawPath.split('/').filter(Boolean).length > 1;
  if (query.has('uploadId') && method === 'PUT') return 'UploadPart';
  if (method === 'PUT') return isObject ? 'PutObject' : 'CreateBucket';
  if (method === 'GET') return isObject ? 'GetObject' : 'ListObjectsV2';
  if (method === 'HEAD') return isObject ? 'HeadObject' : 'HeadBucket';
  if (method === 'DELETE') return isObject ? 'DeleteObject' : 'DeleteBucket';
  return 'PostObject';
}

function isLikelyS3({ query, headers }: SimRequest): boolean {
  return query.has('X-Amz-Signature') || /\/s3\/aws4_request/.test(headers['authorization'] ?? '');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function randomText(length: number): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return Array.from(randomBytes(length), (byte) => letters[byte % 32]).join('');
}
