import * as vscode from 'vscode';
import { chooseDefault, type AvailableModel } from '../../core/models/availability';
import type { ModelFamily } from '../../core/models/descriptor';
import type { ModelRegistry } from '../../core/models/registry';
import type { ServiceState } from '../../core/models/service';
import { err, ok, type Result } from '../../core/result';
import type { TaskKind } from '../../core/tasks/task';
import { pick } from '../quickPick';

const { t } = vscode.l10n;

/** The user's answers about ARNs that do not say which model stands behind them. */
export interface FamilyMemory {
  families(): Readonly<Record<string, ModelFamily>>;
  nameFamily(arn: string, family: ModelFamily): void;
}

/**
 * The service's models with the one that a setting or a recipe asks for. An id outside the table is used where its family
 * can be told, and an ARN that does not tell is asked about once.
 *
 * @param wantedId from a setting or a recipe; undefined for the best usable model
 * @returns `modelEnded` or `modelNotInRegion` with what takes its place; undefined when the user leaves the question
 */
export async function withWantedModel(
  state: ServiceState,
  task: TaskKind,
  wantedId: string | undefined,
  registry: Pick<ModelRegistry, 'resolve'>,
  memory: FamilyMemory,
): Promise<Result<{ readonly state: ServiceState; readonly entry: AvailableModel }> | undefined> {
  if (wantedId === undefined) return best(state, task);
  let resolved = registry.resolve(wantedId, memory.families());
  if (resolved.kind === 'needsFamily') {
    const family = await askFamily(wantedId);
    if (!family) return undefined;
    memory.nameFamily(wantedId, family);
    resolved = registry.resolve(wantedId, memory.families());
  }
  if (resolved.kind !== 'known' && resolved.kind !== 'guessed') {
    return err({ kind: 'unknownModel', modelId: wantedId });
  }
  const { model } = resolved;
  const listed = state.models.find((entry) => entry.model.id === model.id);
  if (!listed) {
    const entry: AvailableModel = { model, state: { kind: 'ready' }, invokeAs: wantedId, isGuessed: true };
    return ok({ state: { ...state, models: [...state.models, entry] }, entry });
  }
  switch (listed.state.kind) {
    case 'ended':
      return err({
        kind: 'modelEnded',
        modelId: model.id,
        ...(listed.state.endsOn === undefined ? {} : { endedOn: listed.state.endsOn }),
        ...(listed.state.successorId === undefined ? {} : { successorId: listed.state.successorId }),
      });
    case 'elsewhere':
      return err({
        kind: 'modelNotInRegion',
        modelId: model.id,
        region: state.region,
        regions: listed.state.regions,
      });
    default:
      return ok({ state, entry: listed });
  }
}

/** The remembered model where it can still be called, else the best one: memory is no demand. */
export function best(
  state: ServiceState,
  task: TaskKind,
  rememberedId?: string,
): Result<{ readonly state: ServiceState; readonly entry: AvailableModel }> {
  const entry = chooseDefault(state.models, task, rememberedId);
  return entry ? ok({ state, entry }) : err({ kind: 'noModelForTask', task, region: state.region });
}

async function askFamily(arn: string): Promise<ModelFamily | undefined> {
  const result = await pick<ModelFamily>({
    title: t('Which Model Stands Behind This ARN?'),
    placeholder: arn,
    rows: [
      {
        label: t('Stability AI, from text'),
        detail: 'Stable Image Core, Ultra, Stable Diffusion 3.5',
        value: 'stabilityText',
      },
      { label: t('Amazon images'), detail: 'Nova Canvas, Titan Image Generator', value: 'amazonImage' },
    ],
  });
  return result.kind === 'picked' ? result.value : undefined;
}
