import type { GenerateBudget } from '../../../core/generate/run';
import type { AdapterLookup } from '../../../core/generate/ports';
import type { ModelService } from '../../../core/models/service';
import type { PreparedEdit } from '../../../core/edit/prepared';
import type { EditDraft } from '../../../core/edit/draft';
import type { Blobs } from '../../../core/files/blobs';
import type { Pictures } from '../../../core/edit/pictures';
import type { Pixels } from '../../../core/pixels/port';
import type { CopiesPorts } from '../../../core/promptFiles/runs/copies';
import type { CellArchive, ImageMakerPorts } from '../../../core/promptFiles/runs/imageMaker';
import type { VideoArchive } from '../../../core/promptFiles/runs/videoMaker';
import type { RunPorts } from '../../../core/promptFiles/runs/ports';
import type { Result } from '../../../core/result';
import type { PromptVideos } from '../../../core/video/promptVideos';

/** Everything that only running needs; built when the first file is run. */
export interface RunEngine {
  readonly service: ModelService;
  readonly adapters: AdapterLookup;
  readonly engine: ImageMakerPorts['engine'];
  readonly inbox: ImageMakerPorts['inbox'];
  readonly edits: EditEngine;
  /** What is known of the cells of a workspace folder, and the runs that lie in it. @param folder its URI */
  readonly folderPorts: (folder: string) => Pick<RunPorts, 'book' | 'store' | 'log'> & {
    readonly archive: CellArchive & VideoArchive;
  };
  /** Loaded when the first file that asks for a video is run. */
  readonly videos: () => Promise<PromptVideos>;
  /** What writes copies in other formats and widths. */
  readonly copies: Pick<CopiesPorts, 'recipes' | 'files' | 'pixels'>;
  readonly budget: () => GenerateBudget;
  /** Tells two runs that begin in one millisecond apart. */
  readonly runSuffix: () => string;
  /** Asks how images are to be made, once; false when the user leaves. */
  readonly askHowToMakeImages: () => Promise<boolean>;
}

/** What makes the pictures of an edit ready to send. */
export interface EditEngine {
  prepare(draft: EditDraft, signal: AbortSignal): Promise<Result<PreparedEdit>>;
  readonly blobs: Pick<Blobs, 'put'>;
  readonly pictures: Pick<Pictures, 'use'>;
  readonly pixels: () => Promise<Pick<Pixels, 'readMask'>>;
}
