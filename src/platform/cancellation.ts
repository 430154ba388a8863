import type * as vscode from 'vscode';
import type { Disposable } from '../core/disposable';

/**
 * An `AbortSignal` that follows a `CancellationToken`; dispose it when the operation ends, so that the listener does not outlive it.
 */
export function signalFrom(token: vscode.CancellationToken): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController();
  if (token.isCancellationRequested) controller.abort();
  const listener = token.onCancellationRequested(() => {
    controller.abort();
  });
  return {
    signal: controller.signal,
    dispose: () => void listener.dispose(),
  };
}
