import * as vscode from 'vscode';
import type { ImageError } from '../core/errors';
import type { Result } from '../core/result';
import type { CommandArguments, CommandId } from './ids';

/**
 * Registers a command whose failures end at the reporter, also those that are bugs.
 */
export function registerCommand<C extends CommandId>(
  id: C,
  report: (error: ImageError) => void,
  run: (...args: CommandArguments[C]) => Promise<Result<void>>,
): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (...args: CommandArguments[C]) => {
    const result = await run(...args).catch((cause: unknown): Result<void> => ({
      ok: false,
      error: { kind: 'unexpected', cause },
    }));
    if (!result.ok) report(result.error);
  });
}
