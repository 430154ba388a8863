import type { Clock } from '../core/clock';
import type { Doctor, DoctorLine, DoctorLineId, DoctorRepair, DoctorSubject } from '../core/doctor';
import type { ImageError } from '../core/errors';
import type { ModelAccess, ServiceCatalogue } from '../core/models/directory';
import type { Result } from '../core/result';
import { readCatalogue } from './catalogueReader';
import type { AwsConnection } from './connection';
import { freeCall } from './freeCall';
import { whoAmI } from './identity';

/** Enough time to make one image and to be told first. */
const SOON_MS = 15 * 60_000;

/** Half of what the services tolerate: worth mending before it hurts. */
const CLOCK_WARNING_MS = 150_000;

/** Checks the way to the models from near to far, each line as soon as it is known. Spends nothing. */
export class AwsDoctor implements Doctor {
  readonly #connection: AwsConnection;
  readonly #access: ModelAccess;
  readonly #clock: Clock;

  constructor(connection: AwsConnection, access: ModelAccess, clock: Clock) {
    this.#connection = connection;
    this.#access = access;
    this.#clock = clock;
  }

  async *check(
    subject: DoctorSubject | undefined,
    signal: AbortSignal,
  ): AsyncGenerator<DoctorLine, void, void> {
    const isOffline = this.#connection.settings.provider === 'offline';

    const identity = await whoAmI(this.#connection, signal);
    if (isAborted(signal)) return;
    const isClockToBlame = !identity.ok && identity.error.kind === 'clockSkew';
    if (identity.ok) {
      yield pass('credentials', { kind: 'signedIn', identity: identity.value });
      yield this.#expiry(identity.value.expiresAt, identity.value.source === 'bearerKey');
    } else {
      yield isClockToBlame ? skipped('credentials') : credentialsFailure(identity.error);
      yield skipped('expiry');
    }

    const region = await this.#connection.region();
    const catalogue = region ? await this.#catalogue(region.region, signal) : undefined;
    if (isAborted(signal)) return;
    yield this.#clockLine(identity);
    if (!region || !catalogue) {
      yield { id: 'region', state: 'fail', fact: { kind: 'noRegion' }, repair: 'chooseRegion' };
      yield skipped('endpoint');
      yield skipped('models');
      yield skipped('modelAccess');
    } else {
      yield pass('region', { kind: 'region', region: region.region, from: region.from });
      yield await this.#endpoint(region.region, catalogue);
      yield models(catalogue);
      yield await this.#modelAccess(subject, region.region, catalogue, signal);
      if (isAborted(signal)) return;
    }
    // Offline a call is free and always answered; on Bedrock only a paid one could prove it.
    if (subject && !isOffline) {
      yield {
        id: 'modelCall',
        state: 'notChecked',
        fact: { kind: 'wouldCost', modelId: subject.modelId, priceUsd: subject.priceUsd },
      };
    }
  }

  #expiry(expiresAt: number | undefined, isBearerKey: boolean): DoctorLine {
    // A bearer key may well expire, but does not say when.
    if (isBearerKey) return skipped('expiry');
    if (expiresAt === undefined) return pass('expiry', { kind: 'doesNotExpire' });
    return expiresAt - this.#clock.now() > SOON_MS
      ? pass('expiry', { kind: 'expires', at: expiresAt })
      : { id: 'expiry', state: 'fail', fact: { kind: 'expiresSoon', at: expiresAt }, repair: 'signIn' };
  }

  #clockLine(identity: Result<unknown>): DoctorLine {
    const offsetMs = this.#connection.http.clockOffsetMs;
    const minutes = offsetMs === undefined ? undefined : Math.round(Math.abs(offsetMs) / 60_000);
    const isRefused = !identity.ok && identity.error.kind === 'clockSkew';
    if (isRefused || (offsetMs !== undefined && Math.abs(offsetMs) > CLOCK_WARNING_MS)) {
      return {
        id: 'clock',
        state: 'fail',
        fact: { kind: 'clockOff', minutes: minutes ?? 0 },
        repair: 'retry',
      };
    }
    return offsetMs === undefined ? skipped('clock') : pass('clock', { kind: 'clockRight' });
  }

  #catalogue(region: string, signal: AbortSignal): Promise<Result<ServiceCatalogue>> {
    return freeCall(this.#connection, { region }, signal, (limited) =>
      readCatalogue(this.#connection, region, this.#clock.now(), limited),
    );
  }

  async #endpoint(region: string, catalogue: Result<ServiceCatalogue>): Promise<DoctorLine> {
    if (!catalogue.ok && isWayBlocked(catalogue.error)) return failed('endpoint', catalogue.error);
    const wasAsked = catalogue.ok || catalogue.error.context?.requestId !== undefined;
    if (!wasAsked) return skipped('endpoint');
    const client = await this.#connection.control(region);
    const endpoint = await client.config.endpoint?.();
    return pass('endpoint', {
      kind: 'reachable',
      host: endpoint?.hostname ?? `bedrock.${region}.amazonaws.com`,
    });
  }

  async #modelAccess(
    subject: DoctorSubject | undefined,
    region: string,
    catalogue: Result<ServiceCatalogue>,
    signal: AbortSignal,
  ): Promise<DoctorLine> {
    if (!subject) {
      return { id: 'modelAccess', state: 'notChecked', fact: { kind: 'noModel' }, repair: 'chooseModel' };
    }
    if (!catalogue.ok) return skipped('modelAccess');
    const { modelId } = subject;
    const isListed = catalogue.value.models.some(({ id }) => id === modelId);
    if (!isListed) {
      const fact = { kind: 'modelNotListed', modelId, region } as const;
      return { id: 'modelAccess', state: 'fail', fact, repair: 'chooseModel' };
    }
    const access = await this.#access.check(modelId, region, signal);
    if (!access.ok) return failed('modelAccess', access.error);
    return access.value === 'noAccess'
      ? {
          id: 'modelAccess',
          state: 'fail',
          fact: { kind: 'modelNotUsable', modelId },
          repair: 'openModelAccess',
        }
      : pass('modelAccess', { kind: 'modelListed', modelId });
  }
}

/** Asked anew after each `await`; a compiler would take the first answer for good. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function models(catalogue: Result<ServiceCatalogue>): DoctorLine {
  if (!catalogue.ok) {
    return isWayBlocked(catalogue.error) || catalogue.error.context?.requestId === undefined
      ? skipped('models')
      : failed('models', catalogue.error);
  }
  const imageModels = catalogue.value.models.filter(({ outputModalities }) =>
    outputModalities.includes('IMAGE'),
  );
  return pass('models', { kind: 'modelsListed', imageModels: imageModels.length });
}

/** STS out of reach says nothing about the credentials; behind private endpoints only Bedrock may be open. */
function credentialsFailure(error: ImageError): DoctorLine {
  return isWayBlocked(error)
    ? { id: 'credentials', state: 'notChecked', fact: { kind: 'failed', error }, repair: 'retry' }
    : failed('credentials', error);
}

function isWayBlocked({ kind }: ImageError): boolean {
  switch (kind) {
    case 'noNetwork':
    case 'endpointUnreachable':
    case 'proxyRefused':
    case 'certificateRefused':
    case 'timeout':
    case 'connectionLost':
      return true;
    default:
      return false;
  }
}

function repairOf(error: ImageError): DoctorRepair {
  switch (error.kind) {
    case 'signInExpired':
      return error.isSso ? 'signIn' : 'connect';
    case 'notSignedIn':
      return 'connect';
    case 'noModelAccess':
      return 'openModelAccess';
    case 'quotaReached':
      return 'openServiceQuotas';
    case 'permissionDenied':
      return 'chooseProfile';
    case 'endpointUnreachable':
      return 'chooseRegion';
    default:
      return 'retry';
  }
}

function pass(id: DoctorLineId, fact: DoctorLine['fact']): DoctorLine {
  return { id, state: 'pass', fact };
}

function failed(id: DoctorLineId, error: ImageError): DoctorLine {
  return { id, state: 'fail', fact: { kind: 'failed', error }, repair: repairOf(error) };
}

function skipped(id: DoctorLineId): DoctorLine {
  return { id, state: 'notChecked', fact: { kind: 'skipped' } };
}
