import type { Disposable } from '../core/disposable';
import type { VideoVia } from '../core/video/jobs/job';
import type { AwsBackends } from './backends';
import { AwsConnection } from './connection';
import type { OfflineService } from './offlineService';
import type { BedrockSettings } from './settings';

/** The connection that a job's requests go over, whichever settings this window has. */
export interface VideoConnections {
  /** @throws Error when the offline provider cannot start */
  of(via: VideoVia): Promise<AwsConnection>;
}

export interface VideoConnectionOptions {
  readonly backends: Pick<AwsBackends, 'backend'>;
  readonly offline: Pick<OfflineService, 'settings'>;
  /** This window's own, also while it works offline; read again after each `changed`. */
  readonly bedrock: () => BedrockSettings;
}

/** Takes the window's own connection where it fits, so that sign-in and sockets are shared; else one for each profile. */
export class AwsVideoConnections implements VideoConnections, Disposable {
  readonly #options: VideoConnectionOptions;
  readonly #others = new Map<string, Promise<AwsConnection>>();

  constructor(options: VideoConnectionOptions) {
    this.#options = options;
  }

  async of(via: VideoVia): Promise<AwsConnection> {
    const { connection } = await this.#options.backends.backend();
    const { settings } = connection;
    if (via.provider === settings.provider) {
      if (settings.provider === 'offline' || via.provider === 'offline') return connection;
      if ((settings.profile ?? '') === (via.profile ?? '')) return connection;
    }
    const key = via.provider === 'offline' ? 'offline' : `bedrock ${via.profile ?? ''}`;
    const known = this.#others.get(key);
    if (known) return known;
    const created = this.#create(via);
    this.#others.set(key, created);
    // A simulator that could not start may start the next time.
    created.catch(() => this.#others.delete(key));
    return created;
  }

  /** Settings or sign-in have changed. The old connections are left to the requests that still use them. */
  changed(): void {
    this.#others.clear();
  }

  dispose(): void {
    for (const other of this.#others.values()) void other.then((connection) => connection.dispose());
    this.#others.clear();
  }

  async #create(via: VideoVia): Promise<AwsConnection> {
    const { offline, bedrock } = this.#options;
    if (via.provider === 'offline') return new AwsConnection(await offline.settings());
    const { profile: _profile, ...rest } = bedrock();
    return new AwsConnection({ ...rest, ...(via.profile === undefined ? {} : { profile: via.profile }) });
  }
}
