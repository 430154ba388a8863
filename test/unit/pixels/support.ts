import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Log } from '../../../src/core/log';
import type { Result } from '../../../src/core/result';
import { repositoryFolder } from '../../host/paths';

/** As it ships. */
export const workerProgram = join(repositoryFolder, 'dist', 'pixels', 'worker.js');

export const silentLog: Log = {
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};

export function valueOf<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : JSON.stringify(result.error));
  return result.value;
}

function nothing(): void {
  // Nobody reads this log.
}
