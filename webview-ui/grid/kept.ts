import type { Chosen, CompareMode } from './state';

/** What the user arranged, and nothing of what the host knows: it outlives the page. */
export interface Kept {
  readonly tab: number;
  readonly active?: string;
  readonly place: { readonly column: number; readonly row: number };
  readonly chosen: readonly Chosen[];
  readonly enlarged?: string;
  readonly mode: CompareMode;
}

export function readKept(state: unknown): Kept {
  const fields: Readonly<Record<string, unknown>> = isRecord(state) ? state : {};
  const { tab, active, place, chosen, enlarged, mode } = fields;
  return {
    tab: countOf(tab),
    place: keptPlace(place),
    chosen: Array.isArray(chosen) ? chosen.flatMap(chosenOf).slice(0, 2) : [],
    mode: mode === 'swipe' ? 'swipe' : 'sideBySide',
    ...(typeof active === 'string' ? { active } : {}),
    ...(typeof enlarged === 'string' ? { enlarged } : {}),
  };
}

export function keptPlace(place: unknown): Kept['place'] {
  return isRecord(place)
    ? { column: countOf(place['column']), row: countOf(place['row']) }
    : { column: 0, row: 0 };
}

function chosenOf(value: unknown): readonly Chosen[] {
  if (!isRecord(value)) return [];
  const { cell, image } = value;
  return typeof cell === 'string' && typeof image === 'string' ? [{ cell, image }] : [];
}

function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
