import * as vscode from 'vscode';
import { reviewGrouped } from '../../../platform/groupedReview';
import type { Words } from '../../../platform/words';
import type { Move } from './sorted';

const { t } = vscode.l10n;

/** Has moves reviewed: those of one group that are sure are one entry, and what is unsure or shown by a document another. */
export async function reviewMoves(folder: string, moves: readonly Move[], words: Words): Promise<void> {
  const uriOf = (path: string): vscode.Uri =>
    vscode.Uri.joinPath(vscode.Uri.parse(folder, true), ...path.split('/'));
  const kinds = new Map<string, Move[]>();
  for (const move of moves) kinds.set(kindOf(move), [...(kinds.get(kindOf(move)) ?? []), move]);
  const edit = new vscode.WorkspaceEdit();
  for (const ofKind of kinds.values()) {
    // All of them: what needs no confirmation is applied at once where nothing else does.
    const metadata = { label: labelOf(ofKind, words), needsConfirmation: true };
    for (const { from, to } of ofKind)
      edit.renameFile(uriOf(from), uriOf(to), { overwrite: false }, metadata);
  }
  await reviewGrouped(edit);
}

/** Moves that one tick takes together. */
function kindOf({ group, isSure, isUsed }: Move): string {
  return `${isUsed} ${isSure} ${group}`;
}

/** @param moves of one kind */
function labelOf(moves: readonly Move[], { format }: Words): string {
  const [{ group, isSure, isUsed } = { group: '', isSure: true, isUsed: false }] = moves;
  const images = format.isOne(moves.length) ? t('1 image') : t('{0} images', format.number(moves.length));
  if (isUsed) return t('{0}, {1}: shown by documents whose links would break', group, images);
  return isSure ? t('{0}, {1}', group, images) : t('{0}, {1}: not sure', group, images);
}
