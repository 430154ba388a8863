import * as vscode from 'vscode';
import { successorFor } from '../../core/models/abilities';
import type { AvailableModel } from '../../core/models/availability';
import type { ModelDescriptor } from '../../core/models/descriptor';
import { priceOf } from '../../core/models/price';
import type { TaskKind } from '../../core/tasks/task';
import type { Format } from '../format';
import { pick, separator, type Row, type Separator } from '../quickPick';
import { aboutOrUnknown } from './labels';
import { modelGroupLabel, modelGroups } from './modelGroups';

const { t } = vscode.l10n;

/** What an image costs here: nothing offline, else the user's own price or the table's. */
export interface Pricing {
  readonly provider: 'bedrock' | 'offline';
  readonly own: Readonly<Record<string, number>>;
}

/**
 * The model pick: groups by what can be used now, with price and abilities. An ended model stands for its successor.
 *
 * @returns the id to use, `back`, or undefined when the user leaves
 */
export async function pickModel(
  format: Format,
  models: readonly AvailableModel[],
  task: TaskKind,
  currentId: string,
  pricing: Pricing,
): Promise<{ readonly modelId: string } | 'back' | undefined> {
  const offered = models.filter(({ model }) => model.tasks.includes(task));
  const rows: (Row<string> | Separator)[] = [];
  for (const group of modelGroups) {
    const inGroup = offered.filter(({ state }) => state.kind === group);
    if (inGroup.length === 0) continue;
    rows.push(
      separator(modelGroupLabel(group)),
      ...inGroup.map((entry) => modelRow(format, task, entry, offered, pricing)),
    );
  }
  const result = await pick({
    title: t('Model'),
    withBack: true,
    rows,
    active: (id) => id === currentId,
    matchOnDetail: true,
  });
  if (result.kind === 'left') return undefined;
  return result.kind === 'back' ? 'back' : { modelId: result.value };
}

function modelRow(
  format: Format,
  task: TaskKind,
  { model, state, isGuessed }: AvailableModel,
  offered: readonly AvailableModel[],
  pricing: Pricing,
): Row<string> {
  const price = pricing.provider === 'offline' ? 0 : priceOf(model, pricing.own);
  const facts = `${price === undefined ? aboutOrUnknown(format, undefined) : format.price(price)} · ${sizesLabel(format, model)}`;
  switch (state.kind) {
    case 'ready':
      return {
        label: model.name,
        description: facts,
        ...(isGuessed
          ? { detail: t('Easel does not know this model; its limits are those of its family.') }
          : {}),
        value: model.id,
      };
    case 'endingSoon':
      return {
        label: model.name,
        description: `${facts} · ${t('ends {0}', format.date(state.endsOn))}`,
        value: model.id,
      };
    case 'needsAccess':
      return {
        label: model.name,
        description: facts,
        detail: t('Enter tries it; AWS decides whether your account has access.'),
        value: model.id,
      };
    case 'elsewhere':
      return {
        label: model.name,
        description: facts,
        detail: t('Only in {0}. Easel never changes the region by itself.', state.regions.join(', ')),
        value: model.id,
      };
    case 'ended': {
      const successorId = successorFor(model, task) ?? state.successorId;
      const successor = offered.find((entry) => entry.model.id === successorId)?.model;
      return {
        label: model.name,
        description: state.endsOn === undefined ? t('ended') : t('ended {0}', format.date(state.endsOn)),
        ...(successor ? { detail: t('Enter uses {0}, its successor', successor.name) } : {}),
        value: successor?.id ?? model.id,
      };
    }
  }
}

function sizesLabel(format: Format, { sizes }: ModelDescriptor): string {
  switch (sizes.kind) {
    case 'aspectRatios':
      return t('{0} aspect ratios', format.number(sizes.ratios.length));
    case 'list':
      return t('{0} sizes', format.number(sizes.sizes.length));
    case 'ofInput':
      return t('size of the image');
    case 'range':
      return t('any size from {0} to {1} px', format.number(sizes.minSidePx), format.number(sizes.maxSidePx));
  }
}
