import type { AvailableVisionModel } from './availability';
import type { TokenPrice, TokenRates, VisionModel } from './descriptor';

/** The user's own prices hold until the user changes them. */
const OWN = { source: 'the setting easel.models.prices', readOn: 'now' } as const;

/**
 * The model at the user's own prices, in USD for a million tokens: `<id>@input` and `<id>@output`, where the id is the
 * model's or one of its profiles'. A profile's own price counts before the model's; what the user does not say stays as
 * the table has it, and half a price of a model without one is none.
 *
 * @param own as the setting has it; prices of images and seconds stand there too
 */
export function withOwnPrice(
  available: AvailableVisionModel,
  own: Readonly<Record<string, number>>,
): AvailableVisionModel {
  const price = ownPrice(available.model, own);
  return price ? { ...available, model: { ...available.model, price } } : available;
}

function ownPrice({ id, price }: VisionModel, own: Readonly<Record<string, number>>): TokenPrice | undefined {
  const ofModel = (known: TokenRates | undefined): TokenRates | undefined => mixed(own, id, known);
  const prefixes = Object.keys(own).flatMap((key) => {
    const [profile = '', kind] = key.split('@');
    const isOfProfile = profile.endsWith(`.${id}`) && (kind === 'input' || kind === 'output');
    return isOfProfile ? [profile.slice(0, -id.length - 1)] : [];
  });
  if (prefixes.length === 0 && own[`${id}@input`] === undefined && own[`${id}@output`] === undefined) {
    return undefined;
  }
  const ofProfile = (prefix: string): TokenRates | undefined => {
    const known = prefix === 'global' ? (price?.global ?? price?.geographic) : price?.byGeography?.[prefix];
    return mixed(own, `${prefix}.${id}`, ofModel(known ?? price?.geographic));
  };
  const geographic = ofModel(price?.geographic);
  const global = ofProfile('global');
  const places = [...new Set([...prefixes, ...Object.keys(price?.byGeography ?? {})])].filter(
    (prefix) => prefix !== 'global',
  );
  return {
    ...OWN,
    ...(geographic ? { geographic } : {}),
    ...(global ? { global } : {}),
    byGeography: Object.fromEntries(
      places.flatMap((prefix) => {
        const rates = ofProfile(prefix);
        return rates ? [[prefix, rates] as const] : [];
      }),
    ),
  };
}

/** @returns undefined where one of the two is neither set nor known */
function mixed(
  own: Readonly<Record<string, number>>,
  id: string,
  known: TokenRates | undefined,
): TokenRates | undefined {
  const inputUsd = own[`${id}@input`] ?? known?.inputUsd;
  const outputUsd = own[`${id}@output`] ?? known?.outputUsd;
  return inputUsd === undefined || outputUsd === undefined ? undefined : { inputUsd, outputUsd };
}
