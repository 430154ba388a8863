import { optionsFor } from '../../core/models/abilities';
import * as vscode from 'vscode';
import { fitDraft, type GenerateDraft } from '../../core/generate/draft';
import type { ModelDescriptor, OptionDescriptor } from '../../core/models/descriptor';
import { sizeChoices } from '../../core/models/choices';
import type { Format } from '../../platform/format';
import { pick, separator, type Row, type Separator } from '../../platform/quickPick';
import { optionHelp, optionLabel, optionRange } from '../../platform/optionWords';
import { sizeLabel } from './texts';

const { t } = vscode.l10n;

/** The changed draft, the same draft after Back, or undefined when the user leaves for good. */
export type SubPickResult = GenerateDraft | undefined;

const MOST_IMAGES = 10;

export async function pickSize(draft: GenerateDraft, model: ModelDescriptor): Promise<SubPickResult> {
  const result = await pick({
    title: t('Size'),
    withBack: true,
    rows: sizeChoices(model.sizes).map(({ size, name }) => ({
      label: sizeLabel(size),
      ...(name === undefined ? {} : { description: name }),
      value: size,
    })),
    active: (size) => draft.size !== undefined && sizeLabel(size) === sizeLabel(draft.size),
  });
  if (result.kind === 'left') return undefined;
  return result.kind === 'back' ? draft : { ...draft, size: result.value };
}

export async function pickNumber(format: Format, draft: GenerateDraft): Promise<SubPickResult> {
  const result = await pick({
    title: draft.prompts.length === 1 ? t('Number of Images') : t('Images for Each Prompt'),
    withBack: true,
    rows: Array.from({ length: MOST_IMAGES }, (_, index) => ({
      label: format.number(index + 1),
      value: index + 1,
    })),
    active: (count) => count === draft.count,
  });
  if (result.kind === 'left') return undefined;
  return result.kind === 'back' ? draft : { ...draft, count: result.value };
}

type MoreChoice =
  | { readonly kind: 'negativePrompt' }
  | { readonly kind: 'seed' }
  | { readonly kind: 'option'; readonly option: OptionDescriptor }
  | { readonly kind: 'reset' };

/** Only what this model has. */
export async function pickMore(
  draft: GenerateDraft,
  model: ModelDescriptor,
  lastSeed: number | undefined,
): Promise<SubPickResult> {
  const result = await pick<MoreChoice>({
    title: t('More'),
    withBack: true,
    rows: moreRows(draft, model),
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
    case 'reset': {
      const { negativePrompt: _negativePrompt, seed: _seed, size: _size, ...rest } = draft;
      return fitDraft({ ...rest, options: {}, count: 1 }, model);
    }
  }
}

function moreRows(draft: GenerateDraft, model: ModelDescriptor): readonly (Row<MoreChoice> | Separator)[] {
  const rows: (Row<MoreChoice> | Separator)[] = [];
  if (model.negativePrompt) {
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
  for (const option of optionsFor(model, 'textToImage')) {
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

async function editNegativePrompt(draft: GenerateDraft, model: ModelDescriptor): Promise<SubPickResult> {
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
  return text.trim() === '' ? rest : { ...rest, negativePrompt: text.trim() };
}

async function pickSeed(
  draft: GenerateDraft,
  model: ModelDescriptor,
  lastSeed: number | undefined,
): Promise<SubPickResult> {
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
  if (result.value === 'random') return rest;
  if (result.value === 'last') return lastSeed === undefined ? rest : { ...rest, seed: lastSeed };
  const entered = await enterNumber(t('Seed'), draft.seed, { ...model.seed, isWhole: true });
  return entered === undefined ? draft : { ...rest, seed: entered };
}

async function pickOption(draft: GenerateDraft, option: OptionDescriptor): Promise<SubPickResult> {
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

function withOption(
  draft: GenerateDraft,
  option: OptionDescriptor,
  value: string | number | undefined,
): GenerateDraft {
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
