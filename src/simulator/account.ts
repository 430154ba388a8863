import { randomInt } from 'node:crypto';
import * as path from 'node:path';
import * as z from 'zod/mini';
import { readIfThere, writeAtomically } from './files';

const accountSchema = z.object({ accountId: z.string().check(z.regex(/^\d{12}$/)) });

/** The account stays the same over a restart: the ARNs of jobs name it. */
export async function accountOf(stateDir: string | undefined): Promise<string> {
  const fresh = String(randomInt(100_000_000_000, 999_999_999_999));
  if (stateDir === undefined) return fresh;
  const file = path.join(stateDir, 'account.json');
  const text = await readIfThere(file);
  if (text !== undefined) return z.parse(accountSchema, JSON.parse(text)).accountId;
  await writeAtomically(file, JSON.stringify({ accountId: fresh }));
  // Two that start at once agree on whoever wrote last.
  return z.parse(accountSchema, JSON.parse((await readIfThere(file)) ?? '{}')).accountId;
}
