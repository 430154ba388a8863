const DAY_MS = 86_400_000;

/** How many midnights of this computer's time zone lie between the two times; negative for a time to come. */
export function daysBefore(timeMs: number, nowMs: number): number {
  // Across a change of the clock a day has 23 or 25 hours.
  return Math.round((startOfDay(nowMs) - startOfDay(timeMs)) / DAY_MS);
}

/** Midnight before the time, in this computer's time zone. */
export function startOfDay(timeMs: number): number {
  const date = new Date(timeMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Images of one day, in their order. */
export interface Day<T> {
  readonly startMs: number;
  readonly images: readonly T[];
}

/** @param images sorted by time, either way */
export function byDay<T extends { readonly timeMs: number }>(images: readonly T[]): readonly Day<T>[] {
  const days: { startMs: number; endMs: number; images: T[] }[] = [];
  for (const image of images) {
    const last = days.at(-1);
    if (last && image.timeMs >= last.startMs && image.timeMs < last.endMs) {
      last.images.push(image);
    } else {
      const startMs = startOfDay(image.timeMs);
      // 36 hours after midnight is on the next day, however long this one is.
      days.push({ startMs, endMs: startOfDay(startMs + 1.5 * DAY_MS), images: [image] });
    }
  }
  return days;
}
