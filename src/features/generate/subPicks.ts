import * as vscode from 'vscode';
import type { GenerateDraft } from '../../core/generate/draft';
import type { ModelDescriptor } from '../../core/models/descriptor';
import { sizeChoices } from '../../core/models/choices';
import type { Format } from '../../platform/format';
import { pick } from '../../platform/quickPick';
import { sizeLabel } from '../../platform/picks/labels';

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
