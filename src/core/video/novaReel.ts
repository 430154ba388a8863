import type { JsonObject, JsonValue } from '../json';
import { err, ok, type Result } from '../result';
import { refused } from '../models/refused';
import type { InputImage } from '../tasks/task';
import type { EncodedVideo, VideoAdapter } from './adapter';
import { checkVideoTask } from './check';
import type { VideoModelDescriptor } from './descriptor';
import type { VideoTask } from './task';

/**
 * Nova Reel: `taskType` with its parameters and a common configuration.
 *
 * @see https://docs.aws.amazon.com/nova/latest/userguide/video-gen-access.html
 */
export const novaReel: VideoAdapter = {
  family: 'novaReel',

  encode(task: VideoTask, model: VideoModelDescriptor): Result<EncodedVideo> {
    const checked = checkVideoTask(task, model);
    if (!checked.ok) return checked;
    const { size } = task;
    if (size.kind !== 'pixels') return err(refused('size', 'it must be given in pixels'));
    const configuration: Record<string, JsonValue> = {
      fps: model.framesPerSecond ?? 24,
      dimension: `${size.width}x${size.height}`,
      seed: task.seed,
    };
    // Where the shots decide the length, naming it is refused.
    if (task.kind !== 'multiShotManual') configuration['durationSeconds'] = task.durationSeconds;
    return ok({
      modelInput: { ...parametersOf(task), videoGenerationConfig: configuration },
      warnings: checked.value,
    });
  },

  withSeed(modelInput: JsonObject, seed: number): JsonObject {
    const configuration = modelInput['videoGenerationConfig'];
    return { ...modelInput, videoGenerationConfig: { ...(configuration as JsonObject), seed } };
  },
};

function parametersOf(task: VideoTask): JsonObject {
  switch (task.kind) {
    case 'textToVideo':
      return { taskType: 'TEXT_VIDEO', textToVideoParams: { text: task.prompt } };
    case 'imageToVideo':
      return {
        taskType: 'TEXT_VIDEO',
        textToVideoParams: { text: task.prompt, ...(task.start ? { images: [source(task.start)] } : {}) },
      };
    case 'multiShotAutomated':
      return { taskType: 'MULTI_SHOT_AUTOMATED', multiShotAutomatedParams: { text: task.prompt } };
    case 'multiShotManual':
      return {
        taskType: 'MULTI_SHOT_MANUAL',
        multiShotManualParams: {
          shots: task.shots.map(({ text, image }) => ({ text, ...(image ? { image: source(image) } : {}) })),
        },
      };
  }
}

function source({ type, base64 }: InputImage): JsonObject {
  return { format: type, source: { bytes: base64 } };
}
