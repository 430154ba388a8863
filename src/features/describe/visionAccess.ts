import * as vscode from 'vscode';
import { err, ok, type Result } from '../../core/result';
import type { VisionContext } from '../../core/vision/caller';
import {
  chooseVisionModel,
  findVisionModel,
  type AvailableVisionModel,
  type VisionState,
} from '../../core/vision/models/availability';
import { withOwnPrice } from '../../core/vision/models/ownPrice';
import { usageUsd } from '../../core/vision/models/price';
import { pick, separator, type Row, type Separator } from '../../platform/quickPick';
import type { DescribeDependencies } from './ports';

const { t } = vscode.l10n;

/** The model that was chosen last, in `Memento`. */
const MODEL_KEY = 'easel.vision.model';

/** How long the service is asked which models there are. */
const ASK_MS = 15_000;

/** What a usual description takes, for the price in the list: an image of 1568 pixels and a paragraph. */
const USUAL = { inputTokens: 2500, outputTokens: 250 };

type Ports = Pick<
  DescribeDependencies,
  'vision' | 'service' | 'settings' | 'memory' | 'workspace' | 'askHowToMakeImages' | 'format'
>;

/** Who is asked about images, and from whose money. */
export class VisionAccess {
  readonly #ports: Ports;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /**
   * @param scope whose settings hold
   * @returns undefined when the user leaves the question how images are to be made
   */
  async context(scope: vscode.Uri | undefined): Promise<Result<VisionContext> | undefined> {
    const { service, askHowToMakeImages } = this.#ports;
    if (!vscode.workspace.isTrusted) return err({ kind: 'untrustedWorkspace' });
    if (!(await service.isConnected()) && !(await askHowToMakeImages())) return undefined;
    return this.peek(scope);
  }

  /** The same without asking the user anything; for prices. */
  async peek(scope: vscode.Uri | undefined): Promise<Result<VisionContext>> {
    const { vision, settings, workspace } = this.#ports;
    const state = await vision.currentVision(AbortSignal.timeout(ASK_MS));
    if (!state.ok) return state;
    const { provider, region } = state.value;
    const models = this.#priced(state.value);
    const model = this.#choose(models, scope);
    if (!model) return err({ kind: 'noVisionModel', region });
    const { perDayUsd, perCallRefuseUsd } = settings.window().budget;
    return ok({ model, region, provider, workspace: workspace(), budget: { perDayUsd, perCallRefuseUsd } });
  }

  /** A model that a setting names and nobody knows is used as it is named, where the service lists it. */
  #choose(
    models: readonly AvailableVisionModel[],
    scope: vscode.Uri | undefined,
  ): AvailableVisionModel | undefined {
    const { settings, memory } = this.#ports;
    const set = settings.resource(scope).describe.modelId;
    if (set !== undefined) return findVisionModel(models, set) ?? chooseVisionModel(models);
    return chooseVisionModel(models, memory.get<string>(MODEL_KEY));
  }

  /** The native pick of models, by what can be used now. @returns false when the user leaves */
  async pickModel(scope: vscode.Uri | undefined): Promise<Result<boolean>> {
    const { vision, settings, memory } = this.#ports;
    const state = await vision.currentVision(AbortSignal.timeout(ASK_MS));
    if (!state.ok) return state;
    const models = this.#priced(state.value);
    const current = this.#choose(models, scope);
    const picked = await pick({
      title: t('Model That Looks at Images'),
      rows: this.#rows({ ...state.value, models }),
      active: (id) => id === current?.invokeAs,
      matchOnDetail: true,
    });
    if (picked.kind !== 'picked') return ok(false);
    await memory.update(MODEL_KEY, picked.value);
    const own = settings.resource(scope).describe.modelId;
    if (own !== undefined && own !== picked.value) {
      // A setting that stands against the user's choice would win the next time.
      await settings.setForUser('describe.model', picked.value);
    }
    return ok(true);
  }

  #priced({ models }: VisionState): readonly AvailableVisionModel[] {
    const { prices } = this.#ports.settings.window();
    return models.map((model) => withOwnPrice(model, prices));
  }

  #rows({ models, provider }: VisionState): readonly (Row<string> | Separator)[] {
    const { format } = this.#ports;
    const groups = [
      ['ready', t('Ready')],
      ['endingSoon', t('Ending soon')],
      ['needsAccess', t('Needs access')],
    ] as const;
    return groups.flatMap(([kind, label]): readonly (Row<string> | Separator)[] => {
      const inGroup = models.filter(({ state }) => state.kind === kind);
      if (inGroup.length === 0) return [];
      return [
        separator(label),
        ...inGroup.map(({ model, invokeAs, isGlobal, isGuessed }) => {
          const usd = provider === 'offline' ? 0 : usageUsd(model, invokeAs, USUAL);
          return {
            label: model.name,
            description:
              usd === undefined
                ? t('price not known')
                : usd === 0
                  ? format.price(0)
                  : t('{0} an image', format.price(usd)),
            detail: isGlobal
              ? t('Requests may be answered in any region of the world: {0}', invokeAs)
              : isGuessed
                ? t('Easel does not know this model; its limits are those of its family.')
                : invokeAs,
            value: invokeAs,
          };
        }),
      ];
    });
  }
}
