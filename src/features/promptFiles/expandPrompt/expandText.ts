import type { ExpandOutcome } from '../../../core/promptFiles/products/productWriter';
import type { UserMessage } from '../../../platform/messages';
import type { Words } from '../../../platform/words';

/** How much is written. */
export interface ExpandSize {
  readonly products: number;
  readonly descriptions: number;
  readonly variants: number;
}

export function textsIn({ products, descriptions, variants }: ExpandSize): number {
  return products * descriptions * variants;
}

/** `Write 48 Prompts · $0.02`: what Enter does. */
export function writeLabel(size: ExpandSize, usd: number | undefined, { t, format }: Words): string {
  const price = usd === undefined ? t('price not known') : format.price(usd);
  const count = textsIn(size);
  return format.isOne(count)
    ? t('Write {0} Prompt · {1}', format.number(count), price)
    : t('Write {0} Prompts · {1}', format.number(count), price);
}

/** `Into hero.prompts.csv, beside the prompt file`; the numbers stand in the rows below. */
export function placeDetail(
  size: ExpandSize,
  fileName: string,
  mostRows: number,
  { t, format }: Words,
): string {
  return textsIn(size) <= mostRows
    ? t('Into {0}, beside the prompt file', fileName)
    : t('Into {0}; a prompt file expands to {1} combinations at most', fileName, format.number(mostRows));
}

export interface WrittenFacts {
  readonly fileName: string;
  readonly variable: string;
  /** The prompt names the variable already. */
  readonly isUsed: boolean;
  readonly asked: number;
  readonly isOffline: boolean;
}

/** What came of it, in one notification. */
export function writtenMessage(
  { described, isCancelled, spentUsd }: Pick<ExpandOutcome, 'described' | 'isCancelled' | 'spentUsd'>,
  { fileName, variable, isUsed, asked, isOffline }: WrittenFacts,
  { t, format }: Words,
): UserMessage {
  const written = described.reduce(
    (sum, { descriptions }) => sum + descriptions.reduce((texts, { variants }) => texts + variants.length, 0),
    0,
  );
  const number = format.number(written);
  const price = isOffline
    ? t('free, offline preview')
    : spentUsd === undefined
      ? t('price not known')
      : format.about(spentUsd);
  const what = isCancelled
    ? t(
        'Cancelled. {0} of {1} prompts had arrived and are in {2} ({3}).',
        number,
        format.number(asked),
        fileName,
        price,
      )
    : written < asked
      ? t('Wrote {0} of {1} prompts into {2} ({3}).', number, format.number(asked), fileName, price)
      : format.isOne(written)
        ? t('Wrote {0} prompt into {1} ({2}).', number, fileName, price)
        : t('Wrote {0} prompts into {1} ({2}).', number, fileName, price);
  const reference = `{{${variable}}}`;
  const how = isUsed
    ? t('They are the values of {0}.', reference)
    : t('Put {0} into the prompt where they belong.', reference);
  return { severity: 'info', text: `${what} ${how}`, actions: ['goToDocument'] };
}
