import type { Result } from '../result';
import type { VideoModelDescriptor } from '../video/descriptor';
import type { Availability, AvailableModel } from './availability';

/** Where requests go now, and the models that can be chosen there. */
export interface ServiceState {
  readonly provider: 'bedrock' | 'offline';
  readonly region: string;
  readonly models: readonly AvailableModel[];
}

/** The connection as features see it; `aws/` and the catalogue stand behind it. */
export interface ModelService {
  /**
   * The state as the service and the table know it. Asks the service at most once a day, and never spends.
   *
   * @returns an error where there is no region to ask
   */
  current(signal: AbortSignal): Promise<Result<ServiceState>>;
  /** False when Easel was never connected and finds no credentials: then the user is asked first how images are made. */
  isConnected(): Promise<boolean>;
}

export interface AvailableVideoModel {
  readonly model: VideoModelDescriptor;
  readonly state: Availability;
}

/** The same for videos. */
export interface VideoServiceState {
  readonly provider: 'bedrock' | 'offline';
  readonly region: string;
  readonly models: readonly AvailableVideoModel[];
}

/** The video models as the table, the service and past invocations together know them. */
export interface VideoModelService {
  currentVideo(
    models: readonly VideoModelDescriptor[],
    signal: AbortSignal,
  ): Promise<Result<VideoServiceState>>;
}
