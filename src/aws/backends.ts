import type { Identities } from '../core/aws/signIn';
import type { Clock } from '../core/clock';
import type { Disposable } from '../core/disposable';
import type { Doctor, DoctorLine, DoctorSubject, Identity } from '../core/doctor';
import type { S3Uploads, UploadRequest } from '../core/files/upload';
import type { KeptValues } from '../core/kept';
import type { Log } from '../core/log';
import type { InvokeAnswer, InvokeRequest, ModelInvoker } from '../core/models/invoker';
import { err, type Result } from '../core/result';
import type {
  ConverseAnswer,
  ConverseFailure,
  ConverseRequest,
  Converser,
  PieceKind,
} from '../core/vision/ports';
import type { AwsConnection } from './connection';
import type { AwsModelDirectory, ModelProof } from './directory';
import type { ModelFacts } from './failures';
import type { OfflineService } from './offlineService';
import type { BedrockSettings } from './settings';

/** What the user's settings say about where requests go. */
export type BackendChoice = (BedrockSettings | { readonly provider: 'offline' }) & {
  readonly guardrail?: { readonly id: string; readonly version: string } | undefined;
};

export interface BackendOptions {
  /** Read again after each `changed`. */
  readonly choice: () => BackendChoice;
  readonly offline: OfflineService;
  readonly kept: KeptValues;
  readonly clock: Clock;
  readonly log: Log;
  readonly factsOf: (modelId: string) => ModelFacts | undefined;
}

/** Everything that hangs on one set of settings. */
export interface AwsBackend {
  readonly connection: AwsConnection;
  readonly invoker: ModelInvoker;
  readonly converser: Converser;
  readonly directory: AwsModelDirectory;
  readonly doctor: Doctor;
  readonly uploads: S3Uploads;
}

/**
 * The backend that the settings name now. A change of settings makes the next use build a new one; a request under way
 * keeps the one it started with.
 */
export class AwsBackends implements ModelInvoker, Converser, S3Uploads, Doctor, Identities, Disposable {
  readonly #options: BackendOptions;
  #current: Promise<AwsBackend> | undefined;

  constructor(options: BackendOptions) {
    this.#options = options;
  }

  /** @throws Error when the offline provider cannot start */
  backend(): Promise<AwsBackend> {
    this.#current ??= this.#build().catch((cause: unknown) => {
      this.#current = undefined;
      throw cause;
    });
    return this.#current;
  }

  /** Settings or sign-in have changed. The old connection is left to the requests that still use it. */
  changed(): void {
    this.#current = undefined;
  }

  async invoke(request: InvokeRequest, signal: AbortSignal): Promise<Result<InvokeAnswer>> {
    return (await this.backend()).invoker.invoke(request, signal);
  }

  async converse(
    request: ConverseRequest,
    signal: AbortSignal,
  ): Promise<Result<ConverseAnswer, ConverseFailure>> {
    return (await this.backend()).converser.converse(request, signal);
  }

  async stream(
    request: ConverseRequest,
    onPiece: (piece: string, kind: PieceKind) => void,
    signal: AbortSignal,
  ): Promise<Result<ConverseAnswer, ConverseFailure>> {
    return (await this.backend()).converser.stream(request, onPiece, signal);
  }

  async upload(request: UploadRequest, signal: AbortSignal): ReturnType<S3Uploads['upload']> {
    if (signal.aborted) return err({ kind: 'cancelled' });
    return (await this.backend()).uploads.upload(request, signal);
  }

  async *check(subject: DoctorSubject | undefined, signal: AbortSignal): AsyncIterable<DoctorLine> {
    yield* (await this.backend()).doctor.check(subject, signal);
  }

  /** What an invocation proved about a model, for the backend that made it. */
  remember(region: string, modelId: string, proof: ModelProof): void {
    void this.#current?.then(({ directory }) => directory.remember(region, modelId, proof));
  }

  async current(signal: AbortSignal): Promise<Result<Identity>> {
    const { whoAmI } = await import('./identity');
    return whoAmI((await this.backend()).connection, signal);
  }

  dispose(): void {
    void this.#current?.then(({ connection }) => connection.dispose());
    this.#current = undefined;
  }

  async #build(): Promise<AwsBackend> {
    // Loaded at the first question: none is asked while a window opens.
    const { buildBackend } = await import('./backend');
    return buildBackend(this.#options);
  }
}
