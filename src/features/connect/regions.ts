import type { ModelDescriptor } from '../../core/models/descriptor';

/** A region that some of our models can be used in. */
export interface RegionOffer {
  readonly region: string;
  /** Display names, none of them ended. */
  readonly models: readonly string[];
}

/**
 * Regions with models that have not ended, the one with most models first.
 *
 * @param now milliseconds since 1970
 */
export function regionOffers(models: readonly ModelDescriptor[], now: number): readonly RegionOffer[] {
  const today = new Date(now).toISOString().slice(0, 10);
  const byRegion = new Map<string, string[]>();
  for (const { name, regions, lifecycle } of models) {
    const hasEnded =
      lifecycle.hasEnded === true || (lifecycle.endsOn !== undefined && lifecycle.endsOn <= today);
    if (hasEnded) continue;
    for (const region of regions) byRegion.set(region, [...(byRegion.get(region) ?? []), name]);
  }
  return [...byRegion]
    .map(([region, names]) => ({ region, models: names }))
    .sort((a, b) => b.models.length - a.models.length || a.region.localeCompare(b.region));
}

/** `us-west-2`, `us-gov-east-1`: the shape that `package.json` demands of the setting. */
export function isRegion(text: string): boolean {
  return /^[a-z]{2}(-[a-z]+)+-[0-9]+$/.test(text);
}

/**
 * Where a region is, as AWS calls it.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 */
const places: Readonly<Record<string, string>> = {
  'us-east-1': 'N. Virginia',
  'us-east-2': 'Ohio',
  'us-west-1': 'N. California',
  'us-west-2': 'Oregon',
  'ca-central-1': 'Canada Central',
  'sa-east-1': 'São Paulo',
  'eu-west-1': 'Ireland',
  'eu-west-2': 'London',
  'eu-west-3': 'Paris',
  'eu-central-1': 'Frankfurt',
  'eu-north-1': 'Stockholm',
  'ap-south-1': 'Mumbai',
  'ap-northeast-1': 'Tokyo',
  'ap-northeast-2': 'Seoul',
  'ap-southeast-1': 'Singapore',
  'ap-southeast-2': 'Sydney',
};

/** A name, not a text: it stays as it is in every language. Empty for regions not listed here. */
export function placeOf(region: string): string {
  return places[region] ?? '';
}
