import type { JsonObject, JsonValue } from '../json';
import { err, ok, type Result } from '../result';
import { refused } from '../models/refused';
import type { InputImage } from '../tasks/task';
import type { EncodedVideo, VideoAdapter } from './adapter';
import { checkVideoTask } from './check';
import type { VideoModelDescriptor } from './descriptor';
import type { VideoTask } from './task';

/**
 * Luma Ray: one flat object. It takes no seed.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-luma.html
 */
export const lumaRay: VideoAdapter = {
  family: 'lumaRay',

  encode(task: VideoTask, model: VideoModelDescriptor): Result<EncodedVideo> {
    const checked = checkVideoTask(task, model);
    if (!checked.ok) return checked;
    const { size } = task;
    if (size.kind !== 'ratio') return err(refused('size', 'it must be given as a ratio'));
    const modelInput: Record<string, JsonValue> = {
      prompt: task.prompt,
      aspect_ratio: size.ratio,
      resolution: size.resolution,
      duration: `${task.durationSeconds}s`,
    };
    if (task.loop !== undefined) modelInput['loop'] = task.loop;
    if (task.kind === 'imageToVideo') {
      modelInput['keyframes'] = {
        ...(task.start ? { frame0: keyframe(task.start) } : {}),
        ...(task.end ? { frame1: keyframe(task.end) } : {}),
      };
    }
    return ok({ modelInput, warnings: checked.value });
  },

  withSeed: () => undefined,
};

function keyframe({ type, base64 }: InputImage): JsonObject {
  return { type: 'image', source: { type: 'base64', media_type: `image/${type}`, data: base64 } };
}
