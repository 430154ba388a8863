import type * as vscode from 'vscode';
import type { Clock } from '../../core/clock';
import type { CopiesPorts } from '../../core/files/copiesInS3';
import type { Blobs } from '../../core/files/blobs';
import type { ImageStore } from '../../core/files/store';
import type { JobList } from '../../core/jobs/jobList';
import type { VideoJobFeed } from '../../core/jobs/lateVideoJobs';
import type { Log } from '../../core/log';
import type { VideoModelService } from '../../core/models/service';
import type { Pixels } from '../../core/pixels/port';
import type { VideoRecipeStore } from '../../core/recipes/video';
import type { VideoBuckets } from '../../core/video/bucket';
import type { VideoJobs } from '../../core/video/jobs/videoJobs';
import type { VideoRegistry } from '../../core/video/known';
import type { RememberedVideo } from '../../platform/choiceMemory';
import type { LinkInserter } from '../../platform/insertLinks';
import type { Reporter } from '../../platform/reporter';
import type { Settings } from '../../platform/settings';
import type { Words } from '../../platform/words';

/** What making and looking after videos needs; built at its first use. */
export interface VideoEngine {
  readonly jobs: VideoJobs;
  readonly buckets: VideoBuckets;
  /** What was copied to S3 from this computer. */
  readonly copies: CopiesPorts;
  readonly registry: VideoRegistry;
  /** A thread of its own, started at its first use. */
  readonly pixels: () => Promise<Pixels>;
  readonly blobs: Blobs;
  /** For posters. */
  readonly files: ImageStore;
  readonly recipes: Pick<VideoRecipeStore, 'readVideo'>;
}

/** The last choices of this computer's user; no prompts. */
export interface VideoChoiceMemory {
  readVideo(): RememberedVideo | undefined;
  writeVideo(choices: RememberedVideo): void;
}

/** What the feature needs from the start of a window. */
export interface VideoDependencies {
  readonly engine: () => Promise<VideoEngine>;
  /** Follows the jobs of all windows, also before the engine is there. */
  readonly videos: VideoJobFeed;
  readonly images: Pick<JobList, 'snapshot' | 'onDidChange' | 'cancel' | 'forget'>;
  readonly service: VideoModelService & { isConnected(): Promise<boolean> };
  readonly choices: () => Promise<VideoChoiceMemory>;
  readonly links: LinkInserter;
  readonly settings: Settings;
  readonly reporter: Reporter;
  readonly words: Words;
  readonly clock: Clock;
  readonly log: Log;
  readonly extensionUri: vscode.Uri;
  readonly workspace: () => string;
  /** Asks how images are to be made, once; false when the user leaves. */
  readonly askHowToMakeImages: () => Promise<boolean>;
  readonly signIn: () => unknown;
}
