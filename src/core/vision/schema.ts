import type * as z from 'zod/mini';
import { safeParse } from 'zod/mini';
import { err, ok, type Result } from '../result';

/** Longer complaints than a model needs. */
const MAX_ISSUES = 5;

/** Checks what a model filled in, and says what is wrong in words that it can act on. */
export function check<T>(schema: z.ZodMiniType<T>, input: unknown): Result<T, string> {
  const parsed = safeParse(schema, input);
  if (parsed.success) return ok(parsed.data);
  const issues = parsed.error.issues
    .slice(0, MAX_ISSUES)
    .map(({ path, message }) => `${path.length === 0 ? 'the form' : path.join('.')}: ${message}.`);
  return err(issues.join(' '));
}
