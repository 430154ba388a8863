import type { OptionValues, SizeChoice, TextToImageTask } from '../tasks/task';
import { err, ok, type Result } from '../result';
import type { Warning } from './adapter';
import { optionsFor } from './abilities';
import { defaultSize, takesSize, takesValue } from './choices';
import type { ModelDescriptor, OptionDescriptor, OptionName } from './descriptor';

/** What both families check before they write a request: nothing is cut or dropped in silence. */
export interface CheckedTask {
  readonly prompt: string;
  readonly negativePrompt?: string;
  readonly options: OptionValues;
  readonly warnings: readonly Warning[];
}

/** @returns `promptTooLong`, or `badRequest` with the field's name where a value is not one the model takes */
export function checkTask(task: TextToImageTask, model: ModelDescriptor): Result<CheckedTask> {
  const warnings: Warning[] = [];
  const { prompt } = task;
  if (prompt.length < model.prompt.minLength) return err(refused('prompt', 'it must not be empty'));
  if (prompt.length > model.prompt.maxLength) {
    return err({
      kind: 'promptTooLong',
      length: prompt.length,
      maxLength: model.prompt.maxLength,
      modelId: model.id,
    });
  }
  if (!Number.isInteger(task.seed) || task.seed < model.seed.min || task.seed > model.seed.max) {
    return err(refused('seed', `it must be a whole number from ${model.seed.min} to ${model.seed.max}`));
  }
  if (!Number.isInteger(task.count) || task.count < 1 || task.count > model.maxImagesPerRequest) {
    return err(refused('count', `it must be 1 to ${model.maxImagesPerRequest}`));
  }
  const options = checkOptions(task.options, optionsFor(model, task.kind), warnings);
  if (!options.ok) return options;

  const negative = task.negativePrompt ?? '';
  if (negative === '') return ok({ prompt, options: options.value, warnings });
  if (!model.negativePrompt) {
    warnings.push({ kind: 'optionNotSent', option: 'negativePrompt' });
    return ok({ prompt, options: options.value, warnings });
  }
  if (negative.length > model.negativePrompt.maxLength) {
    return err(
      refused('negativePrompt', `it has ${negative.length} characters of ${model.negativePrompt.maxLength}`),
    );
  }
  return ok({ prompt, negativePrompt: negative, options: options.value, warnings });
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

/** The size to send: the wanted one or the model's default, never a size that nobody asked for. */
export function checkSize({ size }: TextToImageTask, { sizes }: ModelDescriptor): Result<SizeChoice> {
  if (!size) {
    const usual = defaultSize(sizes);
    return usual ? ok(usual) : err(refused('size', 'the model takes no size'));
  }
  return takesSize(size, sizes) ? ok(size) : err(refused('size', 'the model has no such size'));
}

export function refused(
  field: string,
  reason: string,
): { readonly kind: 'badRequest'; readonly field: string; readonly reason: string } {
  return { kind: 'badRequest', field, reason };
}
