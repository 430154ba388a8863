import type { AvailableVisionModel } from '../../../core/vision/models/availability';
import { pick, separator } from '../../../platform/quickPick';
import type { Words } from '../../../platform/words';
import { placeDetail, writeLabel, type ExpandSize } from './expandText';
import type { ExpandEngine } from './ports';

/** What the user wants with the offer. */
export type OfferStep = 'write' | 'products' | 'descriptions' | 'variants' | 'model';

export interface Offer {
  readonly name: string;
  readonly size: ExpandSize;
  /** Where the products come from. */
  readonly listLabel: string;
  readonly fileName: string;
  readonly usd: number | undefined;
  readonly model: AvailableVisionModel;
  /** Region, or that it is offline. */
  readonly where: string;
  /** What one prompt file expands to at most. */
  readonly mostRows: number;
}

/** Number, price and what is sent, before anything is. @returns undefined when the user leaves */
export async function confirmExpand(offer: Offer, words: Words): Promise<OfferStep | undefined> {
  const { name, size, listLabel, fileName, usd, model, where, mostRows } = offer;
  const { t, format } = words;
  const picked = await pick<OfferStep>({
    title: t('Expand {0} with Claude', name),
    placeholder: t('Press Enter to write, or choose what to change'),
    rows: [
      {
        label: `$(sparkle) ${writeLabel(size, usd, words)}`,
        description: `${model.model.name} · ${where}`,
        detail: placeDetail(size, fileName, mostRows, words),
        value: 'write',
      },
      separator(t('change')),
      {
        label: t('Products'),
        description: t('{0} from {1}', format.number(size.products), listLabel),
        value: 'products',
      },
      {
        label: t('Descriptions'),
        description: t('{0} of each product', format.number(size.descriptions)),
        value: 'descriptions',
      },
      {
        label: t('Variants'),
        description: t('{0} of each description', format.number(size.variants)),
        value: 'variants',
      },
      { label: t('Model'), description: model.model.name, value: 'model' },
    ],
  });
  return picked.kind === 'picked' ? picked.value : undefined;
}

/** How many of each; remembered. */
const SIZE_KEY = 'easel.expandPrompt.size';
const MOST = 10;

export type Numbers = Pick<ExpandSize, 'descriptions' | 'variants'>;

export function rememberedNumbers(memory: ExpandEngine['memory']): Numbers {
  const kept = memory.get<Partial<Record<keyof Numbers, unknown>>>(SIZE_KEY) ?? {};
  const number = (value: unknown, usual: number): number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST ? value : usual;
  return { descriptions: number(kept.descriptions, 3), variants: number(kept.variants, 2) };
}

export async function pickNumber(
  which: keyof Numbers,
  numbers: Numbers,
  memory: ExpandEngine['memory'],
  { t, format }: Words,
): Promise<Numbers> {
  const picked = await pick<number>({
    title: which === 'descriptions' ? t('Descriptions of Each Product') : t('Variants of Each Description'),
    withBack: true,
    rows: Array.from({ length: MOST }, (_, index) => ({ label: format.number(index + 1), value: index + 1 })),
    active: (value) => value === numbers[which],
  });
  if (picked.kind !== 'picked') return numbers;
  const chosen = { ...numbers, [which]: picked.value };
  await memory.update(SIZE_KEY, chosen);
  return chosen;
}
