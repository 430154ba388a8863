import * as vscode from 'vscode';
import type { Log } from '../../core/log';
import type { WorkspaceSearch } from '../../core/search/workspaceSearch';
import type { CommandId } from '../../platform/ids';
import type { SimilarImages } from './mainPick';

/**
 * Images that are close to a prompt, in a workspace whose images are indexed.
 *
 * @returns undefined for none; a failure only means that nobody is told
 */
export async function similarImages(
  prompt: string,
  search: () => Promise<Pick<WorkspaceSearch, 'state' | 'suggest'>>,
  log: Pick<Log, 'info'>,
  signal: AbortSignal,
): Promise<SimilarImages | undefined> {
  const loaded = await search();
  if (signal.aborted || loaded.state.kind === 'noConsent') return undefined;
  const found = await loaded.suggest(prompt, signal);
  if (!found.ok) {
    if (found.error.kind !== 'cancelled') log.info('similar images were not looked for', found.error.kind);
    return undefined;
  }
  const [closest] = found.value;
  const path = closest?.files[0]?.path;
  return closest && path !== undefined
    ? { count: found.value.length, closeness: closest.closeness, path }
    : undefined;
}

/** In the Gallery; nothing is generated. */
export async function showSimilar(prompt: string): Promise<void> {
  // A prompt is no query: signs and quotes in it mean nothing.
  const words = prompt.replace(/["^]/g, ' ').replace(/(^|\s)[+-](?=\S)/g, '$1');
  await vscode.commands.executeCommand('easel.gallery.search' satisfies CommandId, words);
}
