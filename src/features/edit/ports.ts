import type { Preparer } from '../../core/edit/preparer';
import type { Pictures } from '../../core/edit/pictures';
import type { Clock } from '../../core/clock';
import type { PrunedBlobs } from '../../core/files/blobs';
import type { Destination, Inbox, InboxEntry } from '../../core/files/store';
import type { S3Uploads } from '../../core/files/upload';
import type {
  GenerateBudget,
  GenerateOutcome,
  GenerateProgress,
  GenerateRequest,
  SavedImage,
} from '../../core/generate/run';
import type { Log } from '../../core/log';
import type { ModelService } from '../../core/models/service';
import type { Ledger } from '../../core/money/ledger';
import type { Pixels } from '../../core/pixels/port';
import type { Result } from '../../core/result';
import type { SessionStore } from '../../core/studio/store';
import type { FilmMaker } from '../../core/video/filmMaker';
import type { WorkspaceSearch } from '../../core/search/workspaceSearch';
import type { LinkableImage } from '../../platform/insertLinks';
import type { AskPage, AskTab } from '../../platform/askTab';
import type { Format } from '../../platform/format';
import type { LookAtImages } from '../../platform/lookAtImages';
import type { Reporter } from '../../platform/reporter';
import type { Settings } from '../../platform/settings';
import type { Words } from '../../platform/words';

/** The engine, as this feature uses it. */
export interface EditEngine {
  generateAll(
    requests: readonly GenerateRequest[],
    budget: GenerateBudget,
    onProgress: (progress: GenerateProgress) => void,
    signal: AbortSignal,
  ): Promise<readonly Result<GenerateOutcome>[]>;
  recover(entry: InboxEntry, destination?: Destination): Promise<Result<SavedImage>>;
  complete(entry: InboxEntry): Promise<Result<InboxEntry>>;
}

/** What editing needs from outside. */
export interface EditDependencies {
  readonly service: ModelService;
  readonly modelName: (id: string) => string;
  readonly engine: EditEngine;
  readonly preparer: Preparer;
  readonly pictures: Pictures;
  readonly pixels: Pixels;
  readonly blobs: PrunedBlobs;
  readonly inbox: Inbox;
  /** For copies of what is accepted. */
  readonly uploads: S3Uploads;
  readonly sessions: SessionStore;
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly format: Format;
  readonly words: Words;
  readonly reporter: Reporter;
  readonly clock: Clock;
  readonly log: Log;
  /** Loaded at the first film. */
  readonly films: () => Promise<FilmMaker>;
  /** Asks how images are to be made, once; false when the user leaves. */
  readonly askHowToMakeImages: () => Promise<boolean>;
  /** Into the last text editor, by the same code as after generating. */
  readonly insertLinks: (images: readonly LinkableImage[]) => Promise<void>;
  /** The second tab of a Studio. */
  readonly askTab: (page: AskPage) => Promise<AskTab>;
  readonly looker: () => Promise<LookAtImages>;
  readonly search: () => Promise<WorkspaceSearch>;
}
