import type { Result } from '../result';
import { err, ok } from '../result';
import { refused } from '../models/refused';
import type { InputImage } from '../tasks/task';
import type { VideoWarning } from './adapter';
import { durationChoices, type FrameLimits, type VideoModelDescriptor } from './descriptor';
import { framesOf, type VideoTask } from './task';

/**
 * What every family asks of a task before it writes it: the limits of the descriptor.
 *
 * @returns warnings; `badRequest` or `promptTooLong` for what the model would refuse
 */
export function checkVideoTask(
  task: VideoTask,
  model: VideoModelDescriptor,
): Result<readonly VideoWarning[]> {
  if (!model.tasks.includes(task.kind)) return err(refused('task', `${model.name} does not do it`));
  return (
    failureOf(
      wordsFailure(task, model),
      shotsFailure(task, model),
      durationFailure(task, model),
      sizeFailure(task, model),
      framesFailure(task, model),
      seedFailure(task, model),
    ) ?? ok(warningsOf(task, model))
  );
}

type Failure = Result<never> | undefined;

function failureOf(...failures: readonly Failure[]): Failure {
  return failures.find((failure) => failure !== undefined);
}

function wordsFailure(task: VideoTask, model: VideoModelDescriptor): Failure {
  const limits = model.prompt[task.kind];
  const texts =
    task.kind === 'multiShotManual'
      ? task.shots.map(({ text }, index) => ({ field: `shots[${index}].text`, text }))
      : [{ field: 'prompt', text: task.prompt }];
  for (const { field, text } of texts) {
    if (!limits || text.trim().length < limits.minLength) return err(refused(field, 'it is empty'));
    if (text.length > limits.maxLength) {
      return field === 'prompt'
        ? err({
            kind: 'promptTooLong',
            length: text.length,
            maxLength: limits.maxLength,
            modelId: model.id,
          })
        : err(refused(field, `it has ${text.length} characters; at most ${limits.maxLength} are taken`));
    }
  }
  return undefined;
}

function shotsFailure(task: VideoTask, { shots: limits }: VideoModelDescriptor): Failure {
  if (task.kind !== 'multiShotManual') return undefined;
  const { length } = task.shots;
  if (length === 0) return err(refused('shots', 'there are none'));
  if (!limits || length > limits.max) {
    return err(refused('shots', `there are ${length}; at most ${limits?.max ?? 0} are taken`));
  }
  const seconds = length * limits.secondsEach;
  return task.durationSeconds === seconds
    ? undefined
    : err(refused('durationSeconds', `${length} shots make ${seconds} s`));
}

function durationFailure(task: VideoTask, model: VideoModelDescriptor): Failure {
  const choices = durationChoices(model, task.kind);
  if (model.durations[task.kind]?.kind === 'ofShots' || choices.includes(task.durationSeconds)) {
    return undefined;
  }
  return err(
    refused('durationSeconds', `${task.durationSeconds} s cannot be made; possible: ${choices.join(', ')}`),
  );
}

function sizeFailure({ size }: VideoTask, { sizes }: VideoModelDescriptor): Failure {
  if (sizes.kind === 'fixed') {
    return size.kind === 'pixels' && size.width === sizes.width && size.height === sizes.height
      ? undefined
      : err(refused('size', `only ${sizes.width}x${sizes.height} is made`));
  }
  return size.kind === 'ratio' &&
    sizes.ratios.includes(size.ratio) &&
    sizes.resolutions.includes(size.resolution)
    ? undefined
    : err(refused('size', `possible: ${sizes.ratios.join(', ')} at ${sizes.resolutions.join(' or ')}`));
}

function framesFailure(task: VideoTask, { frames }: VideoModelDescriptor): Failure {
  if (task.kind === 'imageToVideo') {
    if (!task.start && !task.end) return err(refused('start', 'there is no frame'));
    if (task.end && !frames.takesEnd) return err(refused('end', 'the model takes no end frame'));
  }
  const reason = framesOf(task)
    .map((image) => frameComplaint(image, frames))
    .find((complaint) => complaint !== undefined);
  return reason === undefined ? undefined : err(refused('frame', reason));
}

function frameComplaint({ type, width, height }: InputImage, limits: FrameLimits): string | undefined {
  if (!limits.formats.some((format) => format === type)) return `${type} is not taken`;
  if (limits.size.kind === 'exact') {
    return width === limits.size.width && height === limits.size.height
      ? undefined
      : `it has ${width}x${height} pixels; ${limits.size.width}x${limits.size.height} are needed`;
  }
  const { minSidePx, maxSidePx } = limits.size;
  return Math.min(width, height) >= minSidePx && Math.max(width, height) <= maxSidePx
    ? undefined
    : `it has ${width}x${height} pixels; each side must have ${minSidePx} to ${maxSidePx}`;
}

function seedFailure({ seed }: VideoTask, { seed: limits }: VideoModelDescriptor): Failure {
  if (!limits || (Number.isInteger(seed) && seed >= limits.min && seed <= limits.max)) return undefined;
  return err(refused('seed', `it must be a whole number from ${limits.min} to ${limits.max}`));
}

function warningsOf(task: VideoTask, model: VideoModelDescriptor): readonly VideoWarning[] {
  const { surePrompt } = model;
  return [
    ...(task.loop && !model.takesLoop ? [{ kind: 'optionNotSent', option: 'loop' } as const] : []),
    ...(surePrompt && task.prompt.length > surePrompt.characters
      ? [{ kind: 'promptMayBeTooLong', ...surePrompt } as const]
      : []),
  ];
}
