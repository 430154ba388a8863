import { createHash } from 'node:crypto';
import type { ImageError } from '../../../../../src/core/errors';
import { err, ok } from '../../../../../src/core/result';
import type {
  Invocation,
  ObjectDownloads,
  StoredObject,
  VideoInvoker,
} from '../../../../../src/core/video/jobs/ports';
import { sampleMp4 } from '../sampleMp4';
import type { SimulatedClock } from './simulatedClock';

interface MadeJob {
  readonly invocation: Omit<Invocation, 'status' | 'failureMessage'>;
  readonly input: string;
  readonly readyAt: number;
  isWritten: boolean;
}

/** What the service makes of a job; by default one film. */
export interface Making {
  readonly seconds?: number;
  /** Says `Failed`, with this sentence. */
  readonly failure?: string;
  /** By name, below the job's own folder. */
  readonly objects?: Readonly<Record<string, Uint8Array>>;
}

/** Amazon Bedrock and S3, with everything that can go wrong there. */
export class Service {
  readonly clock: SimulatedClock;
  readonly jobs: MadeJob[] = [];
  readonly calls: string[] = [];
  readonly objects = new Map<string, { readonly bytes: Uint8Array; readonly etag: string }>();
  making: (token: string) => Making = () => ({});
  concurrent = 1;
  mostAtOnce = 0;
  /** Answers for the next calls instead of the true ones; `lost` takes the call and loses the answer. */
  readonly startFaults: (ImageError | 'lost')[] = [];
  readonly getFaults: ImageError[] = [];
  readonly listFaults: ImageError[] = [];
  readonly objectFaults: ImageError[] = [];
  /** After how many more bytes each of the next transfers ends. */
  readonly cuts: number[] = [];
  readonly transfers: number[] = [];

  constructor(clock: SimulatedClock) {
    this.clock = clock;
  }

  /** What has been taken is paid. */
  get charges(): number {
    return this.jobs.length;
  }

  invoker(window: string): VideoInvoker {
    return {
      start: async (request) => {
        this.calls.push(`${window} start`);
        await Promise.resolve();
        const fault = this.startFaults.shift();
        if (fault && fault !== 'lost') return err(fault);
        const input = JSON.stringify([request.modelId, request.modelInput, request.s3Uri]);
        const known = this.jobs.find(({ invocation }) => invocation.token === request.token);
        if (known && known.input !== input) return err({ kind: 'badRequest', reason: 'ConflictException' });
        const made = known ?? this.#take(request, input);
        if (!made) return err({ kind: 'throttled', modelId: request.modelId, attempts: 1 });
        return fault === 'lost'
          ? err({ kind: 'connectionLost', charge: 'unknown' })
          : ok({ arn: made.invocation.arn });
      },
      get: async (_place, arn) => {
        this.calls.push(`${window} get`);
        await Promise.resolve();
        const fault = this.getFaults.shift();
        if (fault) return err(fault);
        const made = this.jobs.find(({ invocation }) => invocation.arn === arn);
        return made ? ok(this.#look(made)) : err({ kind: 'badRequest', reason: 'no such job' });
      },
      list: async (_place, { submittedAfter = 0, next }) => {
        this.calls.push(`${window} list`);
        await Promise.resolve();
        const fault = this.listFaults.shift();
        if (fault) return err(fault);
        const all = this.jobs
          .filter(({ invocation }) => invocation.submittedAt > submittedAfter)
          .toReversed();
        const from = Number(next ?? 0);
        const page = all.slice(from, from + 2).map((made) => this.#look(made));
        return ok({ invocations: page, ...(from + 2 < all.length ? { next: String(from + 2) } : {}) });
      },
    };
  }

  objectsPort(): ObjectDownloads {
    const find = (bucket: string, key: string): StoredObject | undefined => {
      const found = this.objects.get(`${bucket}/${key}`);
      return found && { key, bytes: found.bytes.length, etag: found.etag, modifiedAt: 0 };
    };
    return {
      list: async (_place, bucket, prefix) => {
        await Promise.resolve();
        const fault = this.objectFaults.shift();
        if (fault) return err(fault);
        const keys = [...this.objects.keys()].filter((each) => each.startsWith(`${bucket}/${prefix}`));
        return ok(keys.sort().flatMap((each) => find(bucket, each.slice(bucket.length + 1)) ?? []));
      },
      head: async ({ bucket, key }) => {
        await Promise.resolve();
        const found = find(bucket, key);
        return found
          ? ok({ ...found, md5: found.etag.replaceAll('"', '') })
          : err({ kind: 'videoGone', uri: key });
      },
      read: async ({ bucket, key }, { byte, etag }, take, signal) => {
        await Promise.resolve();
        const fault = this.objectFaults.shift();
        if (fault) return err(fault);
        const found = this.objects.get(`${bucket}/${key}`);
        if (!found) return err({ kind: 'videoGone', uri: key });
        if (found.etag !== etag) return err({ kind: 'videoChanged', uri: key });
        const isFilm = key.endsWith('.mp4');
        const cut = isFilm ? (this.cuts.shift() ?? Infinity) : Infinity;
        if (isFilm) this.transfers.push(byte);
        for (let at = byte; at < found.bytes.length; at += 1000) {
          await Promise.resolve();
          if (signal.aborted) return err({ kind: 'cancelled' });
          const end = Math.min(found.bytes.length, at + 1000, byte + cut);
          const taken = end > at ? await take(found.bytes.subarray(at, end)) : ok();
          if (!taken.ok) return taken;
          if (end === byte + cut) return err({ kind: 'connectionLost', charge: 'none' });
        }
        return ok();
      },
      presign: async ({ bucket, key }, { seconds }) =>
        ok({ url: `https://${bucket}/${key}?expires=${seconds}` }),
      remove: async (_place, bucket, keys) => {
        for (const key of keys) this.objects.delete(`${bucket}/${key}`);
        return ok();
      },
    };
  }

  put(path: string, bytes: Uint8Array): void {
    this.objects.set(path, { bytes, etag: `"${createHash('md5').update(bytes).digest('hex')}"` });
  }

  #take(
    request: { readonly modelId: string; readonly s3Uri: string; readonly token: string },
    input: string,
  ): MadeJob | undefined {
    const running = this.jobs.filter(({ readyAt }) => readyAt > this.clock.trueNow()).length;
    if (running >= this.concurrent) return undefined;
    this.mostAtOnce = Math.max(this.mostAtOnce, running + 1);
    const id = `job${String(this.jobs.length + 1).padStart(9, '0')}`;
    const now = this.clock.trueNow();
    const made: MadeJob = {
      invocation: {
        arn: `arn:aws:bedrock:us-west-2:123456789012:async-invoke/${id}`,
        modelId: request.modelId,
        token: request.token,
        submittedAt: now,
        outputUri: `${request.s3Uri}/${id}`,
      },
      input,
      readyAt: now + (this.making(request.token).seconds ?? 200) * 1000,
      isWritten: false,
    };
    this.jobs.push(made);
    return made;
  }

  #look(made: MadeJob): Invocation {
    const { invocation, readyAt } = made;
    const { failure, objects } = this.making(invocation.token ?? '');
    if (this.clock.trueNow() < readyAt) return { ...invocation, status: 'inProgress' };
    if (!made.isWritten) {
      made.isWritten = true;
      const folder = invocation.outputUri.replace('s3://', '');
      const written = objects ?? (failure === undefined ? { 'output.mp4': sampleMp4(invocation.arn) } : {});
      for (const [name, bytes] of Object.entries(written)) this.put(`${folder}/${name}`, bytes);
    }
    return {
      ...invocation,
      status: failure === undefined ? 'completed' : 'failed',
      ...(failure === undefined ? {} : { failureMessage: failure }),
      endedAt: readyAt,
    };
  }
}
