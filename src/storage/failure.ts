import type { ImageError } from '../core/errors';
import { codeOf } from './fileSystem';

/** @param folder as the user is to see it */
export function storageFailure(cause: unknown, folder: string): ImageError {
  const code = codeOf(cause);
  if (code === 'ENOSPC' || code === 'EDQUOT') return { kind: 'diskFull', folder };
  const reason = code ?? (cause instanceof Error ? cause.message : String(cause));
  return { kind: 'notWritable', folder, reason };
}
