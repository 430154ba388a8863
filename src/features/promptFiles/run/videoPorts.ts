import type * as vscode from 'vscode';
import type { GenerateBudget } from '../../../core/generate/run';
import type { ServiceState } from '../../../core/models/service';
import type { VideoWish } from '../../../core/promptFiles/cellRequest';
import {
  VideoCellMaker,
  type PreparedVideo,
  type VideoArchive,
} from '../../../core/promptFiles/runs/videoMaker';
import type { FolderReader } from '../../../core/promptFiles/sources';
import { err, ok, type Result } from '../../../core/result';
import type { DraftShot, Frame, VideoDraft } from '../../../core/video/draft';
import type { PromptVideos } from '../../../core/video/promptVideos';
import { localDay } from '../../../platform/localDay';
import type { PromptFileDependencies } from '../ports';
import { MAX_PICTURE_BYTES } from './prepareEdit';

export interface VideoScene {
  readonly videos: PromptVideos;
  readonly archive: VideoArchive;
  readonly budget: () => GenerateBudget;
  readonly folder: vscode.Uri;
  readonly state: Pick<ServiceState, 'provider' | 'region'>;
  readonly template: string;
  readonly reader: FolderReader;
  /** The prompt file, relative to the folder. */
  readonly promptFile: string;
}

/** What makes the videos of one run whose files go to one place. */
export function videoMaker(
  { videos, archive, budget, folder, state, template, reader, promptFile }: VideoScene,
  { clock }: Pick<PromptFileDependencies, 'clock'>,
): VideoCellMaker {
  const via = videos.placeOf(state);
  // Looked at once for a run; a bucket that is mended meanwhile is looked at anew by the next one.
  const looked = new Map<string, Promise<Result<string>>>();
  return new VideoCellMaker({
    jobs: videos.jobs,
    archive,
    budget,
    place: {
      via,
      folder: folder.toString(),
      template,
      date: localDay(new Date(clock.now())),
      promptFile,
    },
    bucket: (modelId, signal) => {
      const known = looked.get(modelId);
      if (known) return known;
      const asked = videos.checkedBucket(via, modelId, signal);
      looked.set(modelId, asked);
      return asked;
    },
    prepare: (wish, seed) => prepareVideo(wish, seed, reader, videos),
    clock,
  });
}

/** Reads the pictures of a film from the workspace folder and fits them to the model; nothing is sent. */
async function prepareVideo(
  { task, prompt, model, durationSeconds, size, loop, start, end, shots }: VideoWish,
  seed: number,
  reader: FolderReader,
  videos: PromptVideos,
): Promise<Result<PreparedVideo>> {
  const frame = (path: string | undefined): Promise<Result<Frame | undefined>> =>
    path === undefined ? Promise.resolve(ok(undefined)) : readFrame(path, reader, videos);
  const [first, last] = [await frame(start), await frame(end)];
  if (!first.ok) return first;
  if (!last.ok) return last;
  const framed: DraftShot[] = [];
  for (const { text, image } of shots) {
    const own = await frame(image);
    if (!own.ok) return own;
    framed.push({ text, ...(own.value ? { frame: own.value } : {}) });
  }
  const draft: VideoDraft = {
    kind: task,
    prompt,
    modelId: model.id,
    durationSeconds,
    size,
    loop,
    seed,
    ...(first.value ? { start: first.value } : {}),
    ...(last.value ? { end: last.value } : {}),
    shots: framed,
  };
  const fitted = await videos.fittedTask(draft, model, seed);
  if (!fitted.ok) return fitted;
  const frames = [first.value, last.value, ...framed.map((shot) => shot.frame)];
  return ok({
    task: fitted.value,
    inputs: frames.flatMap((each) =>
      each
        ? [
            {
              role: 'image' as const,
              sha256: each.sha256,
              ...(each.path === undefined ? {} : { path: each.path }),
            },
          ]
        : [],
    ),
  });
}

async function readFrame(path: string, reader: FolderReader, videos: PromptVideos): Promise<Result<Frame>> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const bytes = await reader.read(path, MAX_PICTURE_BYTES);
  return bytes
    ? videos.frameOf(bytes, { name, path })
    : err({ kind: 'notReadable', name, reason: 'it is not in the workspace folder' });
}
