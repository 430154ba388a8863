import type { AvailableVideoModel } from '../models/service';
import { durationChoices } from '../video/descriptor';
import type { VideoTaskKind } from '../video/task';
import { checkState, inkOf, replace, type Tell } from './checkImage';
import type { Expansion } from './expand';
import { itemsOf, type PromptFile } from './promptFile';
import { nearestSize, videoSize, videoSizes } from './sizes';
import type { TextRange } from './text';

/** Everything of a file that this video model takes otherwise. */
export function checkVideoModel(
  file: PromptFile,
  task: VideoTaskKind,
  { model, state }: AvailableVideoModel,
  expansion: Expansion,
  others: readonly AvailableVideoModel[],
  modelRange: TextRange | undefined,
  tell: Tell,
): void {
  const successor = others.find((each) => each.model.id === model.successorId)?.model;
  if (!checkState(model, state, successor, modelRange, tell)) return;
  const { name } = model;
  if (!model.tasks.includes(task)) {
    const range = file.fields.get('task')?.items[0]?.range ?? modelRange ?? file.prompt.range;
    tell({ kind: 'taskNotDone', model: name, task, tasks: model.tasks, severity: 'error', range });
    return;
  }
  for (const { value, range } of itemsOf(file, 'size', 'size')) {
    if (videoSize(value, undefined, model)) continue;
    const sizes = videoSizes(model);
    tell({
      kind: 'sizeNotTaken',
      model: name,
      size: value,
      sizes,
      severity: 'error',
      range,
      fixes: replace(nearestSize(value, sizes), range),
    });
  }
  const choices = durationChoices(model, task);
  for (const { value, range } of itemsOf(file, 'duration', 'number')) {
    if (choices.includes(value) || choices.length === 0) continue;
    const near = choices.toSorted((a, b) => Math.abs(a - value) - Math.abs(b - value))[0];
    tell({
      kind: 'durationNotTaken',
      model: name,
      seconds: value,
      choices,
      severity: 'error',
      range,
      fixes: replace(near === undefined ? undefined : String(near), range),
    });
  }
  checkOptions(file, model, tell);
  checkWords(file, task, model, expansion, tell);
}

function checkOptions(file: PromptFile, model: AvailableVideoModel['model'], tell: Tell): void {
  const { name, sizes, takesLoop, seed } = model;
  const notTaken = (field: string, isTaken: boolean): void => {
    const found = file.fields.get(field);
    if (!found || isTaken) return;
    tell({
      kind: 'optionNotTaken',
      model: name,
      option: field,
      options: [],
      severity: 'warning',
      range: found.keyRange,
    });
  };
  notTaken('resolution', sizes.kind === 'ratios');
  notTaken('loop', takesLoop);
  notTaken('end', model.frames.takesEnd);
  const seeds = file.fields.get('seed');
  if (seeds && !seed) tell({ kind: 'seedNotTaken', model: name, severity: 'warning', range: seeds.keyRange });
  for (const { from, to, range } of itemsOf(file, 'seed', 'seeds')) {
    if (!seed || (Math.min(from, to) >= seed.min && Math.max(from, to) <= seed.max)) continue;
    tell({ kind: 'seedOutOfRange', model: name, min: seed.min, max: seed.max, severity: 'error', range });
  }
}

function checkWords(
  file: PromptFile,
  task: VideoTaskKind,
  model: AvailableVideoModel['model'],
  expansion: Expansion,
  tell: Tell,
): void {
  const { name, surePrompt } = model;
  const limits = model.prompt[task];
  const texts =
    task === 'multiShotManual'
      ? file.shots.map(({ range }, index) => ({ text: expansion.longest(`shots.${index}`), range }))
      : [{ text: expansion.longest('prompt'), range: file.prompt.range }];
  for (const { text, range: whole } of texts) {
    const range = inkOf(file, whole);
    if (limits && text.length < limits.minLength)
      tell({ kind: 'promptMissing', model: name, severity: 'error', range });
    if (limits && text.length > limits.maxLength) {
      const { maxLength } = limits;
      tell({ kind: 'promptTooLong', model: name, length: text.length, maxLength, severity: 'error', range });
    } else if (surePrompt && text.length > surePrompt.characters) {
      tell({ kind: 'promptMayBeTooLong', model: name, ...surePrompt, severity: 'warning', range });
    }
  }
  if (task !== 'multiShotManual') return;
  const most = model.shots?.max ?? 0;
  const { shots } = file;
  const beyond = shots[most];
  if (beyond)
    tell({
      kind: 'tooManyShots',
      model: name,
      shots: shots.length,
      most,
      severity: 'error',
      range: inkOf(file, beyond.range),
    });
}
