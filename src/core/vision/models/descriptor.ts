import type { Lifecycle, Sourced } from '../../models/descriptor';

/** Models that take the same limits and count images in the same way. */
export type VisionFamily = 'claude' | 'nova';

/** USD for a million tokens. */
export interface TokenRates {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

/** What a token costs; which of the rates holds depends on the id that is invoked. */
export interface TokenPrice extends Sourced {
  /** By the model's own id, or by a profile within a geography; absent where only some ways have a known price. */
  readonly geographic?: TokenRates;
  /** By a `global.` profile. */
  readonly global?: TokenRates;
  /** By the geography's prefix (`eu`), where it costs something else there. */
  readonly byGeography?: Readonly<Record<string, TokenRates>>;
}

/** What an inference profile's id begins with: where requests may go. */
export type ProfilePrefix = 'us' | 'us-gov' | 'eu' | 'apac' | 'jp' | 'au' | 'ca' | 'global';

/** Everything the product knows about one model that looks at images, as data. */
export interface VisionModel {
  /** The model's own id, without the prefix of a profile. */
  readonly id: string;
  readonly name: string;
  readonly provider: string;
  readonly family: VisionFamily;
  /** The makers' cheap and quick ones: enough for nearly all images, so one of them is the default. */
  readonly isSmall: boolean;
  /** Profiles that are published for it. */
  readonly profiles: readonly ProfilePrefix[];
  /** True where the model is also called by its own id, within one region. */
  readonly isOnDemand: boolean;
  /** Regions where its own id is known to be called; empty where nobody wrote them down. */
  readonly regions: readonly string[];
  /** Tokens of question and answer together. */
  readonly contextTokens: number;
  /** Newer models refuse `temperature` and its like. */
  readonly takesSampling: boolean;
  /** Published or assumed default quota of a region. */
  readonly requestsPerMinute: number;
  /** Typical time for one description, for the progress text. */
  readonly usualSeconds: number;
  /** Absent where no price is known. */
  readonly price?: TokenPrice;
  readonly lifecycle: Lifecycle;
  readonly successorId?: string;
  readonly source: string;
}

/** @returns the ids of all its profiles, and its own where it is called by that */
export function idsOf({ id, profiles, isOnDemand }: VisionModel): readonly string[] {
  return [...(isOnDemand ? [id] : []), ...profiles.map((prefix) => `${prefix}.${id}`)];
}
