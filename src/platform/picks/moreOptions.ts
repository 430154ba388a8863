import * as vscode from 'vscode';
import { optionsFor, takesNegativePrompt } from '../../core/models/abilities';
import type { ModelDescriptor, OptionDescriptor } from '../../core/models/descriptor';
import type { OptionValues, TaskKind } from '../../core/tasks/task';
import { optionHelp, optionLabel, optionRange } from '../optionWords';
import { pick, separator, type Row, type Separator } from '../quickPick';

const { t } = vscode.l10n;

/** What stands below *More…* in a Quick Pick. */
export interface MoreValues {
  readonly negativePrompt?: string;
  readonly seed?: number;
  readonly options: OptionValues;
}

/** What stands beside *More…*: the options in use, else what there is to choose. */
export function moreSummary(model: ModelDescriptor, task: TaskKind, values: MoreValues): string {
  const parts: string[] = [];
  if (takesNegativePrompt(model, task)) {
    parts.push(
      values.negativePrompt === undefined ? t('negative prompt') : t('without {0}', values.negativePrompt),
    );
  }
  parts.push(values.seed === undefined ? t('seed') : t('seed {0}', String(values.seed)));
  for (const option of optionsFor(model, task)) {
    const value = values.options[option.name];
    parts.push(
      value === undefined ? optionLabel(option.name).toLocaleLowerCase(vscode.env.language) : String(value),
    );
  }
  return parts.join(', ');
}

type MoreChoice =
  | { readonly kind: 'negativePrompt' }
  | { readonly kind: 'seed' }
  | { readonly kind: 'option'; readonly option: OptionDescriptor }
  | { readonly kind: 'reset' };

/** Only what this model has. */
export async function pickMore<D extends MoreValues>(
  draft: D,
  model: ModelDescriptor,
  task: TaskKind,
  lastSeed: number | undefined,
): Promise<D | 'reset' | undefined> {
  const result = await pick<MoreChoice>({
    title: t('More'),
    withBack: true,
    rows: moreRows(draft, model, task),
  });
  if (result.kind === 'left') return undefined;
  if (result.kind === 'back') return draft;
  switch (result.value.kind) {
    case 'negativePrompt':
      return editNegativePrompt(draft, model);
    case 'seed':
      return pickSeed(draft, model, lastSeed);
    case 'option':
      return pickOption(draft, result.value.option);
    case 'reset':
      return 'reset';
  }
}

function moreRows(
  draft: MoreValues,
  model: ModelDescriptor,
  task: TaskKind,
): readonly (Row<MoreChoice> | Separator)[] {
  const rows: (Row<MoreChoice> | Separator)[] = [];
  if (takesNegativePrompt(model, task)) {
    rows.push({
      label: t('Negative Prompt'),
      description: draft.negativePrompt ?? t('none'),
      detail: t('What the image should not show, in plain nouns.'),
      value: { kind: 'negativePrompt' },
    });
  }
  rows.push({
    label: t('Seed'),
    description: draft.seed === undefined ? t('random, recorded in the recipe') : String(draft.seed),
    detail: t('The same request with the same seed gives the same image.'),
    value: { kind: 'seed' },
  });
  for (const option of optionsFor(model, task)) {
    const value = draft.options[option.name] ?? option.default;
    rows.push({
      label: optionLabel(option.name),
      description: value === undefined ? t('none') : String(value),
      detail: [optionHelp(option), optionRange(option)].filter(Boolean).join(' '),
      value: { kind: 'option', option },
    });
  }
  rows.push(separator(), { label: t('Reset to Defaults'), value: { kind: 'reset' } });
  return rows;
}

async function editNegativePrompt<D extends MoreValues>(
  draft: D,
  model: ModelDescriptor,
): Promise<D | undefined> {
  const limit = model.negativePrompt?.maxLength ?? 0;
  const text = await vscode.window.showInputBox({
    title: t('Negative Prompt'),
    value: draft.negativePrompt ?? '',
    placeHolder: t('text, watermark, blur'),
    validateInput: (value) =>
      value.trim().length > limit
        ? t('The text has {0} characters; this model takes {1}', value.trim().length, limit)
        : undefined,
  });
  if (text === undefined) return draft;
  const { negativePrompt: _dropped, ...rest } = draft;
  return (text.trim() === '' ? rest : { ...rest, negativePrompt: text.trim() }) as D;
}

async function pickSeed<D extends MoreValues>(
  draft: D,
  model: ModelDescriptor,
  lastSeed: number | undefined,
): Promise<D | undefined> {
  const rows: Row<'random' | 'last' | 'enter'>[] = [
    { label: t('Random, recorded in the recipe'), value: 'random' },
    ...(lastSeed === undefined
      ? []
      : [{ label: t('Last seed {0}', String(lastSeed)), value: 'last' as const }]),
    { label: t('Enter a Seed…'), value: 'enter' },
  ];
  const result = await pick({ title: t('Seed'), withBack: true, rows });
  if (result.kind === 'left') return undefined;
  if (result.kind === 'back') return draft;
  const { seed: _seed, ...rest } = draft;
  const plain = rest as D;
  if (result.value === 'random') return plain;
  if (result.value === 'last') return lastSeed === undefined ? plain : { ...plain, seed: lastSeed };
  const entered = await enterNumber(t('Seed'), draft.seed, { ...model.seed, isWhole: true });
  return entered === undefined ? draft : { ...plain, seed: entered };
}

async function pickOption<D extends MoreValues>(draft: D, option: OptionDescriptor): Promise<D | undefined> {
  if (option.kind === 'number') {
    const current = draft.options[option.name] ?? option.default;
    const entered = await enterNumber(optionLabel(option.name), Number(current), {
      ...option,
      isWhole: false,
    });
    return entered === undefined ? draft : withOption(draft, option, entered);
  }
  const none = { label: t('None'), value: undefined };
  const result = await pick<string | undefined>({
    title: optionLabel(option.name),
    withBack: true,
    rows: [
      ...(option.default === undefined ? [none] : []),
      ...option.values.map((value) => ({ label: value, value })),
    ],
    active: (value) => value === (draft.options[option.name] ?? option.default),
  });
  if (result.kind === 'left') return undefined;
  return result.kind === 'back' ? draft : withOption(draft, option, result.value);
}

function withOption<D extends MoreValues>(
  draft: D,
  option: OptionDescriptor,
  value: string | number | undefined,
): D {
  const { [option.name]: _previous, ...others } = draft.options;
  return { ...draft, options: value === undefined ? others : { ...others, [option.name]: value } };
}

async function enterNumber(
  title: string,
  value: number | undefined,
  range: { readonly min: number; readonly max: number; readonly isWhole: boolean },
): Promise<number | undefined> {
  const problem = (text: string): string | undefined => {
    const number = Number(text);
    const isNumber =
      text.trim() !== '' && Number.isFinite(number) && (!range.isWhole || Number.isInteger(number));
    return isNumber && number >= range.min && number <= range.max
      ? undefined
      : t('Enter a number from {0} to {1}', range.min, range.max);
  };
  const text = await vscode.window.showInputBox({
    title,
    value: value === undefined ? '' : String(value),
    prompt: t('{0} to {1}', range.min, range.max),
    validateInput: problem,
  });
  return text === undefined || problem(text) !== undefined ? undefined : Number(text);
}
