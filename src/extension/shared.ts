import type { AwsBackends } from '../aws/backends';
import type { AwsModelService } from '../aws/modelService';
import type { Clock } from '../core/clock';
import type { DisposableStore } from '../core/disposable';
import type { Log } from '../core/log';
import type { Ledger } from '../core/money/ledger';
import type { Pixels } from '../core/pixels/port';
import type { WorkspaceSearch } from '../core/search/workspaceSearch';
import type { Format } from '../platform/format';
import type { Reporter } from '../platform/reporter';
import type { Settings } from '../platform/settings';
import type { DiskBlobs } from '../storage/blobs';
import type { SharedDatabase } from '../storage/database';

/** What everything is built from that is loaded after the start. All of it outlives what is built. */
export interface SharedParts {
  /** The extension's folder for what it keeps on this computer. */
  readonly storage: string;
  readonly database: SharedDatabase;
  readonly ledger: Ledger;
  readonly backends: AwsBackends;
  readonly service: AwsModelService;
  readonly blobs: () => Promise<DiskBlobs>;
  readonly pixels: () => Promise<Pixels>;
  readonly search: () => Promise<WorkspaceSearch>;
  readonly askHowToMakeImages: () => Promise<boolean>;
  /** @returns the workspace folder whose recipes are kept beside its images, if it is one */
  readonly recipeFolder: (folder: string) => string | undefined;
  readonly settings: Settings;
  readonly format: Format;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly logOf: (topic: string) => Log;
  /** Disposes at the end of the window what is built. */
  readonly owner: DisposableStore;
}
