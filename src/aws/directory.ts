import * as z from 'zod/mini';
import type { Clock } from '../core/clock';
import type { KeptValues } from '../core/kept';
import type { Log } from '../core/log';
import type { ModelDirectory, ServiceCatalogue } from '../core/models/directory';
import { parseCatalogue, readCatalogue } from './catalogueReader';
import type { AwsConnection } from './connection';
import { FREE_CALL_LIMIT_MS, freeCall } from './freeCall';
import { accountKey } from './identity';

export type ModelProof = Parameters<ModelDirectory['remember']>[2];

const DAY_MS = 24 * 60 * 60_000;
/** Without permission or network every command would wait for the same refusal again. */
const FAILURE_PAUSE_MS = 60_000;

const proofSchema = z.object({
  proof: z.enum(['usable', 'noAccess', 'ended', 'locked']),
  at: z.number(),
});

/** The service's catalogue and what invocations proved, kept a day per account and region. */
export class AwsModelDirectory implements ModelDirectory {
  readonly #connection: AwsConnection;
  readonly #kept: KeptValues;
  readonly #clock: Clock;
  readonly #log: Log;
  /** By region; offline this is all there is, because the simulator's address changes with every start. */
  readonly #inMemory = new Map<string, ServiceCatalogue>();
  readonly #inFlight = new Map<string, Promise<ServiceCatalogue | undefined>>();
  readonly #failedAt = new Map<string, number>();
  readonly #proofs = new Map<string, { readonly proof: ModelProof; readonly at: number }>();
  #account: Promise<string | undefined> | undefined;
  #refreshedAt = Number.NEGATIVE_INFINITY;

  constructor(connection: AwsConnection, kept: KeptValues, clock: Clock, log: Log) {
    this.#connection = connection;
    this.#kept = kept;
    this.#clock = clock;
    this.#log = log;
  }

  async catalogue(region: string, signal: AbortSignal): Promise<ServiceCatalogue | undefined> {
    const known = this.#inMemory.get(region);
    if (known && this.#isFresh(known.readAt)) return known;
    if (this.#clock.now() - (this.#failedAt.get(region) ?? Number.NEGATIVE_INFINITY) < FAILURE_PAUSE_MS) {
      return undefined;
    }
    // Callers share one reading; one caller's abort ends its own waiting only.
    let reading = this.#inFlight.get(region);
    if (!reading) {
      reading = this.#read(region).finally(() => this.#inFlight.delete(region));
      this.#inFlight.set(region, reading);
    }
    return orAborted(reading, signal);
  }

  remember(region: string, modelId: string, proof: ModelProof): void {
    const entry = { proof, at: this.#clock.now() };
    this.#proofs.set(`${region} ${modelId}`, entry);
    void this.#accountKey().then((account) => {
      if (account !== undefined && this.#isKept)
        this.#kept.set(proofKey(account, region, modelId), entry, DAY_MS);
    });
  }

  /** What the last invocation within a day proved; undefined where none did. */
  async proofOf(region: string, modelId: string): Promise<ModelProof | undefined> {
    const own = this.#proofs.get(`${region} ${modelId}`);
    if (own && this.#isFresh(own.at)) return own.proof;
    const account = this.#isKept ? await this.#accountKey() : undefined;
    if (account === undefined) return undefined;
    const kept = z.safeParse(proofSchema, this.#kept.get(proofKey(account, region, modelId)));
    return kept.success && this.#isFresh(kept.data.at) ? kept.data.proof : undefined;
  }

  refresh(): void {
    this.#refreshedAt = this.#clock.now();
    this.#inMemory.clear();
    this.#failedAt.clear();
    this.#proofs.clear();
    this.#account = undefined;
  }

  get #isKept(): boolean {
    return this.#connection.settings.provider === 'bedrock';
  }

  #isFresh(readAt: number): boolean {
    const age = this.#clock.now() - readAt;
    return readAt > this.#refreshedAt && age >= 0 && age < DAY_MS;
  }

  #accountKey(): Promise<string | undefined> {
    return (this.#account ??= accountKey(this.#connection, AbortSignal.timeout(FREE_CALL_LIMIT_MS)).then(
      (key) => {
        // Not knowing is not kept: the user may sign in meanwhile.
        if (key === undefined) this.#account = undefined;
        return key;
      },
    ));
  }

  async #read(region: string): Promise<ServiceCatalogue | undefined> {
    const account = this.#isKept ? await this.#accountKey() : undefined;
    const key = account === undefined ? undefined : `catalogue ${account} ${region}`;
    const kept = key === undefined ? undefined : parseCatalogue(this.#kept.get(key), region);
    if (kept && this.#isFresh(kept.readAt)) {
      this.#inMemory.set(region, kept);
      return kept;
    }
    const readAt = this.#clock.now();
    const never = new AbortController().signal;
    const reading = await freeCall(this.#connection, { region }, never, (limited) =>
      readCatalogue(this.#connection, region, readAt, limited),
    );
    if (!reading.ok) {
      const { kind, context } = reading.error;
      this.#failedAt.set(region, this.#clock.now());
      this.#log.warn('the catalogue could not be read', { region, kind, code: context?.code });
      return undefined;
    }
    // A refresh during the reading makes it old; it is still the best answer for who waits.
    if (this.#isFresh(readAt)) this.#inMemory.set(region, reading.value);
    if (key !== undefined) this.#kept.set(key, reading.value, DAY_MS);
    const { models, profiles } = reading.value;
    this.#log.info('read the catalogue', { region, models: models.length, profiles: profiles.length });
    return reading.value;
  }
}

function proofKey(account: string, region: string, modelId: string): string {
  return `proof ${account} ${region} ${modelId}`;
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  const end = new AbortController();
  const aborted = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { signal: end.signal });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    end.abort();
  }
}
