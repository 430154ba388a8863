import * as vscode from 'vscode';
import { decodeBase64 } from '../../core/models/base64';
import { err, ok, type Result } from '../../core/result';
import type { InputImage } from '../../core/tasks/task';
import type { VideoAgain } from '../../core/video/jobs/request';
import { framesOf } from '../../core/video/task';
import type { VideoEngine } from './dependencies';
import type { Frame, WantedVideo } from '../../core/video/draft';
import { frameOf } from './frames';

const { t } = vscode.l10n;

/** An earlier film's request as a wish; its pictures are those that were sent. */
export async function wantedAgain(
  { modelId, task, origin }: VideoAgain,
  { pixels, registry }: Pick<VideoEngine, 'pixels' | 'registry'>,
): Promise<Result<WantedVideo>> {
  const frames = new Map<InputImage, Frame>();
  for (const image of framesOf(task)) {
    const bytes = decodeBase64(image.base64);
    if (!bytes) return err({ kind: 'notReadable', name: image.path ?? '', reason: 'gone' });
    const name = image.path?.slice(image.path.lastIndexOf('/') + 1) ?? t('the image');
    const frame = await frameOf(
      bytes,
      { name, ...(image.path === undefined ? {} : { path: image.path }), fitted: image },
      await pixels(),
    );
    if (!frame.ok) return frame;
    frames.set(image, frame.value);
  }
  const frame = (image: InputImage | undefined): Frame | undefined => image && frames.get(image);
  const start = task.kind === 'imageToVideo' ? frame(task.start) : undefined;
  const end = task.kind === 'imageToVideo' ? frame(task.end) : undefined;
  const { kind, prompt, durationSeconds, size, loop, seed } = task;
  const takesSeed = registry.find(modelId)?.seed !== undefined;
  return ok({
    kind,
    prompt,
    modelId,
    durationSeconds,
    size,
    ...(loop === undefined ? {} : { loop }),
    ...(takesSeed ? { seed } : {}),
    ...(start ? { start } : {}),
    ...(end ? { end } : {}),
    ...(task.kind === 'multiShotManual'
      ? {
          shots: task.shots.map(({ text, image }) => {
            const shown = frame(image);
            return { text, ...(shown ? { frame: shown } : {}) };
          }),
        }
      : {}),
    ...(origin ? { origin } : {}),
  });
}
