import { createHash, randomUUID } from 'node:crypto';
import { Refusal, jsonResponse, validation } from '../errors';
import { refusalOf, type ActiveFault } from '../faults';
import type { SimRequest, SimResponse } from '../http';
import { arnOf, type Ending, type FilmPlan, type Job } from '../jobs/job';
import type { Jobs } from '../jobs/jobs';
import type { S3Service } from '../s3/service';
import { readEnvelope, type Envelope } from './asyncEnvelope';
import { blockedImage, blockedText } from './filters';
import type { LifecycleMode } from './models';
import { requireModel, unknownModel } from './standing';
import { videoHandlerFor, type VideoHandler } from './videoModels';

export interface AsyncContext {
  readonly mode: LifecycleMode;
  /** Of the endpoint that was asked. */
  readonly region: string;
  readonly accountId: string;
  readonly now: number;
  readonly fault: ActiveFault | undefined;
}

/** What the operations on jobs work with. */
export interface AsyncServices {
  readonly jobs: Jobs;
  readonly s3: S3Service;
  /** How long a job takes. */
  readonly jobMs: number;
  /** Films are made smaller, so that their longer side has no more than this. */
  readonly maxFilmSidePx: number;
}

/** `POST /async-invoke` */
export async function startAsyncInvoke(
  request: SimRequest,
  context: AsyncContext,
  services: AsyncServices,
): Promise<SimResponse> {
  const envelope = readEnvelope(request.body);
  const model = requireModel(envelope.modelId, context);
  const handler = videoHandlerFor(model.id);
  if (!handler) throw unknownModel();
  return services.jobs.exclusively(async () => {
    const jobs = await services.jobs.all();
    const token = envelope.clientRequestToken ?? randomUUID();
    const fingerprint = fingerprintOf(envelope);
    const before = jobs.find((job) => job.token === token && job.region === context.region);
    if (before?.fingerprint === fingerprint) return started(before, context);
    if (before) throw conflict();
    const plan = await handler.read(envelope.modelInput, { readObject: readerFor(services.s3, context) });
    refuseFiltered(context.fault, plan);
    await requireBucket(envelope, context, services.s3);
    requireRoom(jobs, model.id, handler, context);
    const job = await services.jobs.start(
      {
        region: context.region,
        modelId: model.id,
        token,
        fingerprint,
        s3Uri: envelope.s3Uri,
        ...(envelope.kmsKeyId === undefined ? {} : { kmsKeyId: envelope.kmsKeyId }),
        submittedAt: context.now,
        dueAt: context.now + services.jobMs,
        ending: endingOf(context.fault, plan),
      },
      shrunk(plan, services.maxFilmSidePx),
    );
    if (!job) throw noBucket(envelope.bucket);
    return started(job, context);
  });
}

/** `GET /async-invoke/{invocationArn}` */
export async function getAsyncInvoke(
  arn: string,
  context: AsyncContext,
  { jobs }: AsyncServices,
): Promise<SimResponse> {
  const [, region, accountId, id] =
    /^arn:aws[\w-]*:bedrock:([\w-]+):(\d{12}):async-invoke\/([a-z0-9]{12})$/.exec(arn) ?? [];
  if (id === undefined) throw validation('The provided ARN is invalid.');
  const isHere = region === context.region && accountId === context.accountId;
  const job = isHere ? await jobs.find(id) : undefined;
  // The operation declares no ResourceNotFoundException.
  if (!job) throw validation('The specified invocation could not be found.');
  return jsonResponse(describe(job, context));
}

/** A job as `GetAsyncInvoke` and `ListAsyncInvokes` show it. */
export function describe(job: Job, { accountId }: AsyncContext): object {
  const parent = job.s3Uri.replace(/\/$/, '');
  return {
    invocationArn: arnOf(job, accountId),
    modelArn: `arn:aws:bedrock:${job.region}::foundation-model/${job.modelId}`,
    clientRequestToken: job.token,
    status: job.status,
    ...(job.failureMessage === undefined ? {} : { failureMessage: job.failureMessage }),
    submitTime: new Date(job.submittedAt).toISOString(),
    lastModifiedTime: new Date(job.modifiedAt).toISOString(),
    ...(job.endedAt === undefined ? {} : { endTime: new Date(job.endedAt).toISOString() }),
    outputDataConfig: {
      s3OutputDataConfig: {
        s3Uri: `${parent}/${job.id}`,
        ...(job.kmsKeyId === undefined ? {} : { kmsKeyId: job.kmsKeyId }),
      },
    },
  };
}

/** @throws Refusal where a fault asks for one of the plain refusals */
export function refuseByFault(modelId: string, { fault, region }: AsyncContext): void {
  const refusal = fault && refusalOf(fault.kind, modelId, region);
  if (refusal) throw new Refusal(refusal);
}

function started(job: Job, { accountId }: AsyncContext): SimResponse {
  return jsonResponse({ invocationArn: arnOf(job, accountId) });
}

function fingerprintOf({ clientRequestToken: _token, ...rest }: Envelope): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(rest)))
    .digest('hex');
}

/** The order of an object's fields is none of its meaning. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, sorted(item)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function conflict(): Refusal {
  return new Refusal({
    type: 'ConflictException',
    status: 400,
    message: 'The client request token was already used with different parameters.',
  });
}

/** Amazon's models say at once what they do not take. */
function refuseFiltered(fault: ActiveFault | undefined, { shots }: FilmPlan): void {
  if (fault?.kind === 'promptFiltered') throw validation(blockedText);
  if (fault?.kind === 'inputFiltered') {
    throw validation(shots.some(({ start, end }) => start ?? end) ? blockedImage : blockedText);
  }
}

/** The service's own wording of these is not documented. */
async function requireBucket(envelope: Envelope, context: AsyncContext, s3: S3Service): Promise<void> {
  const { bucket: name, bucketOwner } = envelope;
  const bucket = context.fault?.kind === 'missingBucket' ? undefined : await s3.bucket(name);
  if (!bucket) throw noBucket(name);
  const region = context.fault?.kind === 'wrongRegion' ? 'ap-southeast-2' : bucket.region;
  if (region !== context.region) {
    throw validation(
      `The S3 bucket ${name} is in ${region}. It must be in the same Region as the request, ${context.region}.`,
    );
  }
  if ((bucketOwner ?? context.accountId) !== context.accountId) {
    throw new Refusal({
      type: 'AccessDeniedException',
      status: 403,
      message: `The S3 bucket ${name} is not owned by the account ${bucketOwner ?? ''}.`,
    });
  }
}

function noBucket(name: string): Refusal {
  return validation(`The S3 bucket ${name} does not exist or cannot be accessed.`);
}

function requireRoom(
  jobs: readonly Job[],
  modelId: string,
  { mostAtOnce }: VideoHandler,
  { region }: AsyncContext,
): void {
  const running = jobs.filter(
    (job) => job.status === 'InProgress' && job.modelId === modelId && job.region === region,
  );
  if (running.length < mostAtOnce) return;
  throw new Refusal({
    type: 'ThrottlingException',
    status: 429,
    message: 'Too many requests, please wait before trying again.',
  });
}

function readerFor(s3: S3Service, { accountId, region }: AsyncContext) {
  return async (bucket: string, key: string, owner: string | undefined): Promise<Buffer | undefined> => {
    if ((owner ?? accountId) !== accountId || (await s3.bucket(bucket))?.region !== region) return undefined;
    return (await s3.getObject(bucket, key))?.bytes;
  };
}

function endingOf(fault: ActiveFault | undefined, { shots }: FilmPlan): Ending {
  const some = { shots: [...(fault?.shots ?? [shots.length])] };
  switch (fault?.kind) {
    case 'outputFiltered':
      return { failure: 'RAI_VIOLATION_OUTPUT_VIDEO_DEFLECTION' };
    case 'partlyFiltered':
      return { failure: 'RAI_VIOLATION_OUTPUT_VIDEO_DEFLECTION', ...some };
    case 'jobError':
      return { failure: 'INTERNAL_SERVER_EXCEPTION' };
    case 'partlyFailed':
      return { failure: 'INTERNAL_SERVER_EXCEPTION', ...some };
    case 'jobRateLimit':
      return { failure: 'RATE_LIMIT_EXCEEDED' };
    case 'jobAborted':
      return { failure: 'ABORTED' };
    case 'jobStuck':
      return { isStuck: true };
    case 'jobSilent':
      return { failure: 'INTERNAL_SERVER_EXCEPTION', isSilent: true };
    default:
      return {};
  }
}

function shrunk(plan: FilmPlan, maxSidePx: number): FilmPlan {
  const scale = Math.min(1, maxSidePx / Math.max(plan.width, plan.height));
  const even = (length: number): number => Math.max(2, Math.round((length * scale) / 2) * 2);
  return { ...plan, width: even(plan.width), height: even(plan.height) };
}
