import * as z from 'zod/mini';
import type { OfflineSettings } from './settings';

const startRecord = z.object({
  url: z.string(),
  region: z.string(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
});

/** What the simulator says once it listens; undefined for anything else. */
export function readStart(message: unknown): OfflineSettings | undefined {
  const record = z.safeParse(startRecord, message);
  return record.success ? { provider: 'offline', ...record.data } : undefined;
}
