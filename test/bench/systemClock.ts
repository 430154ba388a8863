import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../src/core/clock';

/** The real clock: `platform/clock.ts` stands beside code that needs VS Code. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
};
