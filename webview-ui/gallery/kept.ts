/** What the user arranged, and nothing of what the host knows: it outlives the page. */
export interface Kept {
  readonly active?: string;
  /** In pixels from the top. */
  readonly scrollTop: number;
}

export function readKept(state: unknown): Kept {
  if (typeof state !== 'object' || state === null) return { scrollTop: 0 };
  const active = 'active' in state && typeof state.active === 'string' ? state.active : undefined;
  const scrollTop = 'scrollTop' in state && typeof state.scrollTop === 'number' ? state.scrollTop : 0;
  return { scrollTop, ...(active === undefined ? {} : { active }) };
}
