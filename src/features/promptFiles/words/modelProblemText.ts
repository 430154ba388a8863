import type { OptionTakes, PromptProblem } from '../../../core/promptFiles/problems';
import type { Words } from '../../../platform/words';
import { listed, oneOf } from './lists';
import { promptTaskLabel } from './taskText';

/** Kinds that are about what a chosen model takes. */
export type ModelProblem = Extract<PromptProblem, { readonly kind: ModelProblemKind }>;

type ModelProblemKind =
  | 'unknownModel'
  | 'modelEnded'
  | 'modelEndsSoon'
  | 'modelNeedsAccess'
  | 'modelElsewhere'
  | 'taskNotDone'
  | 'sizeNotTaken'
  | 'sizeFollowsInput'
  | 'optionNotTaken'
  | 'optionValueNotTaken'
  | 'negativeNotTaken'
  | 'promptNotTaken'
  | 'promptMissing'
  | 'promptTooLong'
  | 'promptMayBeTooLong'
  | 'negativeTooLong'
  | 'seedOutOfRange'
  | 'seedNotTaken'
  | 'inputMissing'
  | 'areaNotTaken'
  | 'tooManyImages'
  | 'durationNotTaken'
  | 'shotsNotTaken'
  | 'tooManyShots';

/** What the model does not take, and what it takes instead. */
export function modelProblemText(problem: ModelProblem, words: Words): string {
  const { t, format } = words;
  const count = (value: number): string => format.number(value);
  switch (problem.kind) {
    case 'unknownModel':
      return problem.near === undefined
        ? t('Easel knows no model {0}.', problem.model)
        : t('Easel knows no model {0}. Was {1} meant?', problem.model, problem.near);
    case 'modelEnded':
      return endedText(problem, words);
    case 'modelEndsSoon':
      return problem.successor === undefined
        ? t('{0} ends on {1}.', problem.model, format.date(problem.endsOn))
        : t(
            '{0} ends on {1}. {2} takes its place.',
            problem.model,
            format.date(problem.endsOn),
            problem.successor,
          );
    case 'modelNeedsAccess':
      return t('Your account may have no access to {0}.', problem.model);
    case 'modelElsewhere':
      return t(
        '{0} is only in {1}. Easel never changes the region by itself.',
        problem.model,
        listed(problem.regions, words),
      );
    case 'taskNotDone':
      return t(
        '{0} does not do this: {1}. It does: {2}.',
        problem.model,
        promptTaskLabel(problem.task, words),
        listed(
          problem.tasks.map((task) => promptTaskLabel(task, words)),
          words,
        ),
      );
    case 'sizeNotTaken':
      return t(
        '{0} does not make {1}. It makes {2}.',
        problem.model,
        problem.size,
        oneOf(problem.sizes, words),
      );
    case 'sizeFollowsInput':
      return t('{0} makes the size of the image here, so this size is left out.', problem.model);
    case 'optionNotTaken':
      return problem.options.length === 0
        ? t('{0} has no option {1}; it is left out.', problem.model, problem.option)
        : t(
            '{0} has no option {1}; it is left out. Its options are {2}.',
            problem.model,
            problem.option,
            listed(problem.options, words),
          );
    case 'optionValueNotTaken':
      return t('For {0}, {1} takes {2}.', problem.option, problem.model, takesText(problem.takes, words));
    case 'negativeNotTaken':
      return t('{0} takes no negative prompt here; it is left out.', problem.model);
    case 'promptNotTaken':
      return t('{0} takes no prompt here; it is left out.', problem.model);
    case 'promptMissing':
      return t('{0} needs a prompt. Write it below the front matter.', problem.model);
    case 'promptTooLong':
      return t(
        'The prompt has up to {0} characters; {1} takes {2}.',
        count(problem.length),
        problem.model,
        count(problem.maxLength),
      );
    case 'promptMayBeTooLong':
      return t(
        '{0} takes {1} tokens. More than {2} characters may be too long.',
        problem.model,
        count(problem.tokens),
        count(problem.characters),
      );
    case 'negativeTooLong':
      return t(
        'The negative prompt has up to {0} characters; {1} takes {2}.',
        count(problem.length),
        problem.model,
        count(problem.maxLength),
      );
    case 'seedOutOfRange':
      return t('{0} takes seeds from {1} to {2}.', problem.model, count(problem.min), count(problem.max));
    case 'seedNotTaken':
      return t('{0} takes no seed here; it is left out.', problem.model);
    case 'inputMissing':
      return t('{0} needs the field {1}.', promptTaskLabel(problem.task, words), problem.field);
    case 'areaNotTaken':
      return t(
        '{0} does not take {1} here. It takes {2}.',
        problem.model,
        areaText(problem.area, words),
        oneOf(
          problem.areas.map((area) => areaText(area, words)),
          words,
        ),
      );
    case 'tooManyImages':
      return format.isOne(problem.most)
        ? t('{0} varies one image at a time.', problem.model)
        : t('{0} varies at most {1} images together.', problem.model, count(problem.most));
    case 'durationNotTaken':
      return t(
        '{0} does not make {1} s. It makes {2} s.',
        problem.model,
        count(problem.seconds),
        oneOf(problem.choices.map(count), words),
      );
    case 'shotsNotTaken':
      return t('{0} takes no shots; they are left out.', problem.model);
    case 'tooManyShots':
      return t(
        '{0} takes {1} shots; this file has {2}.',
        problem.model,
        count(problem.most),
        count(problem.shots),
      );
  }
}

function endedText(
  { model, endedOn, successor }: Extract<ModelProblem, { readonly kind: 'modelEnded' }>,
  { t, format }: Words,
): string {
  if (endedOn === undefined) {
    return successor === undefined
      ? t('{0} has ended.', model)
      : t('{0} has ended. {1} takes its place.', model, successor);
  }
  return successor === undefined
    ? t('{0} ended on {1}.', model, format.date(endedOn))
    : t('{0} ended on {1}. {2} takes its place.', model, format.date(endedOn), successor);
}

function takesText(takes: OptionTakes, words: Words): string {
  const { t, format } = words;
  return takes.kind === 'values'
    ? oneOf(takes.values, words)
    : t('{0} to {1}', format.number(takes.min), format.number(takes.max));
}

function areaText(area: string, { t }: Words): string {
  switch (area) {
    case 'mask':
      return t('a mask');
    case 'words':
      return t('words for the area');
    case 'garment':
      return t('a class of garment');
    default:
      return area;
  }
}
