/**
 * The first part of a profile's id: where the request may be computed.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html
 */
export type Geography = 'us' | 'eu' | 'apac' | 'jp' | 'au' | 'global';

/** Which regions a profile can be called in. */
const sources: Readonly<Record<Geography, RegExp>> = {
  us: /^us-(?!gov-)/,
  eu: /^eu-/,
  apac: /^ap-/,
  jp: /^ap-northeast-[13]$/,
  au: /^ap-southeast-[24]$/,
  global: /^(?!us-gov-)/,
};

/** How the service names the profile. */
export const geographyNames: Readonly<Record<Geography, string>> = {
  us: 'US',
  eu: 'EU',
  apac: 'APAC',
  jp: 'JP',
  au: 'AU',
  global: 'Global',
};

export function isCallableIn(geography: Geography, region: string): boolean {
  return sources[geography].test(region);
}

/** @returns the parts of a profile's id, or undefined for an id without a geography */
export function splitProfileId(
  id: string,
): { readonly geography: Geography; readonly modelId: string } | undefined {
  const dot = id.indexOf('.');
  const [prefix, modelId] = [id.slice(0, dot), id.slice(dot + 1)];
  return isGeography(prefix) ? { geography: prefix, modelId } : undefined;
}

function isGeography(text: string): text is Geography {
  return Object.hasOwn(sources, text);
}
