import type { ImageTask, MaskRule, OptionValues, SizeChoice } from '../tasks/task';
import { err, ok, type Result } from '../result';
import type { Warning } from './adapter';
import { maxImagesFor, optionsFor, promptUse, sizesFor, takesNegativePrompt } from './abilities';
import { defaultSize, takesSize, takesValue } from './choices';
import type { ModelDescriptor, OptionDescriptor, OptionName } from './descriptor';
import { checkInput } from './inputs';
import { refused } from './refused';

/** What every family checks before it writes a request: nothing is cut or dropped in silence. */
export interface CheckedTask {
  /** Absent where nothing is said, or the task takes no words. */
  readonly prompt?: string;
  readonly negativePrompt?: string;
  /** The wanted size or the model's default; absent where it follows from the input. */
  readonly size?: SizeChoice;
  readonly options: OptionValues;
  readonly warnings: readonly Warning[];
}

/**
 * @param rule how the adapter wants this task's mask
 * @returns `promptTooLong`, or `badRequest` with the field's name where a value is not one the model takes
 * @throws TypeError for a mask that was painted for another rule
 */
export function checkTask(
  task: ImageTask,
  model: ModelDescriptor,
  rule: MaskRule | undefined,
): Result<CheckedTask> {
  if (!model.tasks.includes(task.kind)) return err(refused('task', 'the model does not do it'));
  const warnings: Warning[] = [];
  const prompt = checkPrompt(task, model, warnings);
  if (!prompt.ok) return prompt;
  if (!Number.isInteger(task.seed) || task.seed < model.seed.min || task.seed > model.seed.max) {
    return err(refused('seed', `it must be a whole number from ${model.seed.min} to ${model.seed.max}`));
  }
  const maxImages = maxImagesFor(model, task.kind);
  if (!Number.isInteger(task.count) || task.count < 1 || task.count > maxImages) {
    return err(refused('count', `it must be 1 to ${maxImages}`));
  }
  const options = checkOptions(task.options, optionsFor(model, task.kind), warnings);
  if (!options.ok) return options;
  const negative = checkNegativePrompt(task, model, warnings);
  if (!negative.ok) return negative;
  const size = checkSize(task, model, warnings);
  if (!size.ok) return size;
  const input = checkInput(task, model, rule);
  if (!input.ok) return input;
  return ok({
    ...(prompt.value === undefined ? {} : { prompt: prompt.value }),
    ...(negative.value === undefined ? {} : { negativePrompt: negative.value }),
    ...(size.value === undefined ? {} : { size: size.value }),
    options: options.value,
    warnings,
  });
}

function checkPrompt(
  { kind, prompt }: ImageTask,
  model: ModelDescriptor,
  warnings: Warning[],
): Result<string | undefined> {
  const use = promptUse(model, kind);
  if (use === 'none') {
    if (prompt !== '') warnings.push({ kind: 'optionNotSent', option: 'prompt' });
    return ok(undefined);
  }
  if (prompt === '' && use === 'optional') return ok(undefined);
  if (prompt.length < model.prompt.minLength) return err(refused('prompt', 'it must not be empty'));
  return prompt.length <= model.prompt.maxLength
    ? ok(prompt)
    : err({
        kind: 'promptTooLong',
        length: prompt.length,
        maxLength: model.prompt.maxLength,
        modelId: model.id,
      });
}

function checkNegativePrompt(
  { kind, negativePrompt = '' }: ImageTask,
  model: ModelDescriptor,
  warnings: Warning[],
): Result<string | undefined> {
  if (negativePrompt === '') return ok(undefined);
  const { length } = negativePrompt;
  const maxLength = takesNegativePrompt(model, kind) ? model.negativePrompt?.maxLength : undefined;
  if (maxLength === undefined) {
    warnings.push({ kind: 'optionNotSent', option: 'negativePrompt' });
    return ok(undefined);
  }
  return length <= maxLength
    ? ok(negativePrompt)
    : err(refused('negativePrompt', `it has ${length} characters of ${maxLength}`));
}

function checkOptions(
  values: OptionValues,
  descriptors: readonly OptionDescriptor[],
  warnings: Warning[],
): Result<OptionValues> {
  const checked: Record<string, string | number | boolean> = {};
  for (const [name, value] of Object.entries(values)) {
    const descriptor = descriptors.find((option) => option.name === (name as OptionName));
    if (!descriptor) warnings.push({ kind: 'optionNotSent', option: name });
    else if (takesValue(value, descriptor)) checked[name] = value;
    else return err(refused(name, `it must be ${allowed(descriptor)}`));
  }
  return ok(checked);
}

function allowed(option: OptionDescriptor): string {
  return option.kind === 'choice' ? `one of ${option.values.join(', ')}` : `${option.min} to ${option.max}`;
}

/** The wanted size or the model's default, never a size that nobody asked for. */
function checkSize(
  { kind, size }: ImageTask,
  model: ModelDescriptor,
  warnings: Warning[],
): Result<SizeChoice | undefined> {
  const sizes = sizesFor(model, kind);
  if (sizes.kind === 'ofInput') {
    if (size) warnings.push({ kind: 'optionNotSent', option: 'size' });
    return ok(undefined);
  }
  if (!size) return ok(defaultSize(sizes));
  return takesSize(size, sizes) ? ok(size) : err(refused('size', 'the model has no such size'));
}
