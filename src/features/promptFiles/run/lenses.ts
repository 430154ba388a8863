import * as vscode from 'vscode';
import type { CommandId } from '../../../platform/ids';
import type { Analysis } from '../analysis';
import type { PromptFileDependencies } from '../ports';
import { isVideoTask } from '../../../core/promptFiles/fields';
import { estimateRun } from './estimate';
import { lensTitle } from './runText';

const run: CommandId = 'easel.runPromptFile';

/** What can be done with the file, above its first line. Nothing of it in a workspace that is not trusted. */
export function lensesOf(
  analysis: Analysis,
  { words, settings }: Pick<PromptFileDependencies, 'words' | 'settings'>,
  isTrusted: boolean,
): vscode.CodeLens[] {
  const { document, file, place } = analysis;
  if (!isTrusted || !place || place.folder.scheme !== 'file' || isVideoTask(file.task)) return [];
  const { prices, provider } = settings.window();
  const estimate = estimateRun(analysis, { prices, isOffline: provider === 'offline' });
  const title = lensTitle(estimate, words);
  return [new vscode.CodeLens(document.lineAt(0).range, { title, command: run, arguments: [document.uri] })];
}
