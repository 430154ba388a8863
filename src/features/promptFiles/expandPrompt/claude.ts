import type * as vscode from 'vscode';
import {
  chooseVisionModel,
  findVisionModel,
  type AvailableVisionModel,
  type VisionState,
} from '../../../core/vision/models/availability';
import { withOwnPrice } from '../../../core/vision/models/ownPrice';
import { usageUsd } from '../../../core/vision/models/price';
import type { Settings } from '../../../platform/settings';
import { pick } from '../../../platform/quickPick';
import type { Words } from '../../../platform/words';
import type { ExpandEngine } from './ports';

/** The model that was chosen last, in `Memento`. */
const MODEL_KEY = 'easel.expandPrompt.model';

/** What forty prompts take, for the price in the list. */
const USUAL = { inputTokens: 1500, outputTokens: 2500 };

/** The Claude models that can be called here, with the user's own prices. */
export function claudeModels({ models }: VisionState, settings: Settings): readonly AvailableVisionModel[] {
  const { prices } = settings.window();
  return models.filter(({ model }) => model.family === 'claude').map((model) => withOwnPrice(model, prices));
}

/** The last choice, else the one that describes images where that is a Claude, else the small one. */
export function chosenClaude(
  models: readonly AvailableVisionModel[],
  scope: vscode.Uri,
  settings: Settings,
  memory: ExpandEngine['memory'],
): AvailableVisionModel | undefined {
  const wanted = memory.get<string>(MODEL_KEY);
  const { modelId } = settings.resource(scope).describe;
  const set = modelId === undefined ? undefined : findVisionModel(models, modelId);
  return chooseVisionModel(models, wanted ?? set?.invokeAs);
}

/** The native pick of models. */
export async function pickClaude(
  models: readonly AvailableVisionModel[],
  current: AvailableVisionModel,
  isOffline: boolean,
  memory: ExpandEngine['memory'],
  { t, format }: Words,
): Promise<void> {
  const usable = models.filter(({ state }) => ['ready', 'endingSoon', 'needsAccess'].includes(state.kind));
  const picked = await pick({
    title: t('Model That Writes'),
    withBack: true,
    rows: usable.map(({ model, invokeAs, isGlobal }) => {
      const usd = isOffline ? 0 : usageUsd(model, invokeAs, USUAL);
      return {
        label: model.name,
        description:
          usd === undefined
            ? t('price not known')
            : usd === 0
              ? format.price(0)
              : t('{0} for 40 prompts', format.price(usd)),
        detail: isGlobal ? t('Requests may be answered in any region of the world: {0}', invokeAs) : invokeAs,
        value: invokeAs,
      };
    }),
    active: (id) => id === current.invokeAs,
    matchOnDetail: true,
  });
  if (picked.kind === 'picked') await memory.update(MODEL_KEY, picked.value);
}
