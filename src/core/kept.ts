/** A small store that outlives the window, for what is cheap to ask again; whoever reads a value checks it. */
export interface KeptValues {
  /** @returns what was kept, or undefined when there is nothing or its time is over */
  get(key: string): unknown;
  /** @param value anything JSON can carry */
  set(key: string, value: unknown, ttlMs: number): void;
}
