import type { PromptTask } from './fields';
import type { TemplateProblem } from './template';
import type { TextChange, TextRange } from './text';
import type { YamlProblem } from './yamlNodes';

/** One change that mends a problem. */
export interface PromptFix {
  readonly kind: 'replace' | 'remove' | 'useSuccessor' | 'addField';
  /** What would stand there: the new value's own text, or the successor's name. */
  readonly label: string;
  readonly changes: readonly TextChange[];
}

/** What is wrong with a file, or will not be as its writer thinks. Who shows it finds the words. */
export type PromptProblem = {
  readonly range: TextRange;
  readonly severity: 'error' | 'warning' | 'information';
  readonly fixes?: readonly PromptFix[];
} & PromptProblemKind;

export type PromptProblemKind =
  | Plain<YamlProblem>
  | Plain<TemplateProblem>
  // The file
  | { readonly kind: 'fileTooLong'; readonly length: number; readonly maxLength: number }
  | { readonly kind: 'frontMatterOpen' }
  | { readonly kind: 'frontMatterNotMap' }
  | { readonly kind: 'unknownField'; readonly field: string; readonly near?: string }
  | { readonly kind: 'forbiddenField'; readonly field: string }
  | { readonly kind: 'wrongType'; readonly field: string; readonly expected: ExpectedValue }
  | {
      readonly kind: 'notAChoice';
      readonly field: string;
      readonly value: string;
      readonly values: readonly string[];
    }
  | { readonly kind: 'outOfRange'; readonly field: string; readonly min: number; readonly max: number }
  | { readonly kind: 'listNotTaken'; readonly field: string }
  | { readonly kind: 'emptyField'; readonly field: string }
  | { readonly kind: 'fieldSaidTwice'; readonly field: string }
  | { readonly kind: 'fieldNotInTask'; readonly field: string; readonly task: PromptTask }
  | { readonly kind: 'sectionNameNear'; readonly name: string; readonly near: string }
  // Variables, partials, data
  | { readonly kind: 'unknownVariable'; readonly name: string; readonly near?: string }
  | { readonly kind: 'badVariableName'; readonly name: string }
  | { readonly kind: 'tooManyVariables'; readonly most: number }
  | { readonly kind: 'unusedVariable'; readonly name: string }
  | { readonly kind: 'variableCycle'; readonly names: readonly string[] }
  | {
      readonly kind: 'noSuchMember';
      readonly name: string;
      readonly member: string;
      readonly members: readonly string[];
    }
  | { readonly kind: 'unknownPartial'; readonly name: string }
  | { readonly kind: 'partialCycle'; readonly names: readonly string[] }
  | { readonly kind: 'expansionTooLong'; readonly length: number; readonly maxLength: number }
  | { readonly kind: 'outsideFolder'; readonly path: string }
  | { readonly kind: 'fileMissing'; readonly path: string }
  | {
      readonly kind: 'fileUnreadable';
      readonly path: string;
      readonly reason: DataReason;
      readonly line?: number;
    }
  // Numbers
  | {
      readonly kind: 'tooManyCombinations';
      /** At least this many where `isExact` is false. */
      readonly count: number;
      readonly isExact: boolean;
      readonly most: number;
    }
  | { readonly kind: 'unknownAxis'; readonly name: string; readonly axes: readonly string[] }
  | { readonly kind: 'axisTwice'; readonly name: string }
  // The model
  | { readonly kind: 'unknownModel'; readonly model: string; readonly near?: string }
  | {
      readonly kind: 'modelEnded';
      readonly model: string;
      readonly endedOn?: string;
      readonly successor?: string;
    }
  | {
      readonly kind: 'modelEndsSoon';
      readonly model: string;
      readonly endsOn: string;
      readonly successor?: string;
    }
  | { readonly kind: 'modelNeedsAccess'; readonly model: string }
  | { readonly kind: 'modelElsewhere'; readonly model: string; readonly regions: readonly string[] }
  | {
      readonly kind: 'taskNotDone';
      readonly model: string;
      readonly task: PromptTask;
      readonly tasks: readonly PromptTask[];
    }
  | {
      readonly kind: 'sizeNotTaken';
      readonly model: string;
      readonly size: string;
      readonly sizes: readonly string[];
    }
  | { readonly kind: 'sizeFollowsInput'; readonly model: string }
  | {
      readonly kind: 'optionNotTaken';
      readonly model: string;
      readonly option: string;
      readonly options: readonly string[];
    }
  | {
      readonly kind: 'optionValueNotTaken';
      readonly model: string;
      readonly option: string;
      readonly takes: OptionTakes;
    }
  | { readonly kind: 'negativeNotTaken'; readonly model: string }
  | { readonly kind: 'promptNotTaken'; readonly model: string }
  | { readonly kind: 'promptMissing'; readonly model: string }
  | {
      readonly kind: 'promptTooLong';
      readonly model: string;
      readonly length: number;
      readonly maxLength: number;
    }
  | {
      readonly kind: 'promptMayBeTooLong';
      readonly model: string;
      readonly characters: number;
      readonly tokens: number;
    }
  | {
      readonly kind: 'negativeTooLong';
      readonly model: string;
      readonly length: number;
      readonly maxLength: number;
    }
  | { readonly kind: 'seedOutOfRange'; readonly model: string; readonly min: number; readonly max: number }
  | { readonly kind: 'seedNotTaken'; readonly model: string }
  | { readonly kind: 'inputMissing'; readonly field: string; readonly task: PromptTask }
  | {
      readonly kind: 'areaNotTaken';
      readonly model: string;
      readonly area: 'mask' | 'words' | 'garment';
      readonly areas: readonly string[];
    }
  | { readonly kind: 'tooManyImages'; readonly model: string; readonly most: number }
  | {
      readonly kind: 'durationNotTaken';
      readonly model: string;
      readonly seconds: number;
      readonly choices: readonly number[];
    }
  | { readonly kind: 'shotsNotTaken'; readonly model: string }
  | { readonly kind: 'tooManyShots'; readonly model: string; readonly shots: number; readonly most: number };

export type ExpectedValue =
  | 'words'
  | 'number'
  | 'wholeNumber'
  | 'boolean'
  | 'map'
  | 'size'
  | 'seed'
  | 'color'
  | 'sha256'
  | 'path'
  | 'list'
  | 'axis';

export type OptionTakes =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'numbers'; readonly min: number; readonly max: number };

export type DataReason =
  'syntax' | 'tooLong' | 'notRows' | 'unknownType' | 'noSuchColumn' | 'empty' | 'tooManyRows';

type Plain<T> = T extends unknown ? Omit<T, 'range'> : never;

/** A problem that the YAML or the template reader has found. */
export function problemFrom(problem: YamlProblem | TemplateProblem): PromptProblem {
  return { ...problem, severity: isMild(problem.kind) ? 'warning' : 'error' };
}

function isMild(kind: (YamlProblem | TemplateProblem)['kind']): boolean {
  return kind === 'unclosedBrace' || kind === 'badReference';
}
