import { fitDraft, type RememberedChoices } from '../../core/generate/draft';
import { chooseDefault } from '../../core/models/availability';
import { priceOf } from '../../core/models/price';
import type { ModelService } from '../../core/models/service';

/** What the price of the next image depends on. */
export interface UsualPriceDependencies {
  readonly service: ModelService;
  readonly choices: { read(): RememberedChoices | undefined };
  /** Of the setting; a demand. */
  readonly preferredModelId: () => string | undefined;
  readonly prices: () => Readonly<Record<string, number>>;
}

/**
 * What one image costs that *Generate Image* would make now; never spends.
 *
 * @returns USD, 0 offline; undefined where nobody is connected, or no price is known
 */
export async function usualPrice({
  service,
  choices,
  preferredModelId,
  prices,
}: UsualPriceDependencies): Promise<number | undefined> {
  if (!(await service.isConnected())) return undefined;
  const state = await service.current(AbortSignal.timeout(15_000));
  if (!state.ok) return undefined;
  if (state.value.provider === 'offline') return 0;
  const remembered = choices.read();
  const wanted = preferredModelId() ?? remembered?.modelId;
  const model = chooseDefault(state.value.models, 'textToImage', wanted)?.model;
  if (!model) return undefined;
  const draft = fitDraft({ options: {}, ...remembered, count: 1, prompts: [''], modelId: model.id }, model);
  return priceOf(model, prices(), draft);
}
