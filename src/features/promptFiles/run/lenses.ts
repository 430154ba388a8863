import * as vscode from 'vscode';
import { runLens } from '../../../core/promptFiles/language/lenses';
import type { CommandId } from '../../../platform/ids';
import type { Analysis } from '../analysis';
import type { PromptFileDependencies } from '../ports';
import { lensTitle } from './runText';
import { videoLensTitle } from './videoText';

const run: CommandId = 'easel.runPromptFile';
const grid: CommandId = 'easel.openGrid';
const compare: CommandId = 'easel.compareRuns';

/** A lens is drawn while somebody types; a file with more combinations shows no number. */
const MOST_COUNTED = 2000;

/** What can be done with the file, above its first line. Nothing of it in a workspace that is not trusted. */
export function lensesOf(
  { document, file, expansion, models, problems, place }: Analysis,
  { words, settings }: Pick<PromptFileDependencies, 'words' | 'settings'>,
  isTrusted: boolean,
): vscode.CodeLens[] {
  if (!isTrusted || place?.folder.scheme !== 'file') return [];
  const { prices, provider } = settings.window();
  const lens = runLens(file, expansion, {
    models,
    document: place.path,
    provider,
    prices,
    maxCombinations: Math.min(MOST_COUNTED, settings.resource(document.uri).maxCombinations),
  });
  // A price for something that cannot be sent would be a promise.
  const isReady = problems.every(({ severity }) => severity !== 'error');
  const title =
    lens.kind === 'video'
      ? videoLensTitle(isReady ? lens : {}, file.task === 'multiShotManual', words)
      : lensTitle(isReady ? lens : undefined, words);
  const range = new vscode.Range(document.positionAt(lens.range.start), document.positionAt(lens.range.end));
  const lensOf = (command: CommandId, label: string): vscode.CodeLens =>
    new vscode.CodeLens(range, { title: label, command, arguments: [document.uri] });
  return [
    lensOf(run, title),
    // A grid shows images.
    ...(lens.kind === 'video' ? [] : [lensOf(grid, words.t('Grid'))]),
    lensOf(compare, words.t('Compare with Last')),
  ];
}
