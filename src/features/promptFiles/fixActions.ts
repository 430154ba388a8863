import * as vscode from 'vscode';
import type { Words } from '../../platform/words';
import type { Analysis } from './analysis';
import { editOf, rangeIn } from './ranges';
import { fixTitle } from './words/fixTitle';

/** Quick fixes of the problems that a range touches. */
export function fixActions(
  { document, problems }: Analysis,
  range: vscode.Range,
  shown: readonly vscode.Diagnostic[],
  words: Words,
): vscode.CodeAction[] {
  return problems.flatMap((problem) => {
    const where = rangeIn(document, problem.range);
    if (!where.intersection(range)) return [];
    const diagnostics = shown.filter(
      (each) => each.code === problem.kind && each.source === 'Easel' && each.range.isEqual(where),
    );
    const fixes = problem.fixes ?? [];
    return fixes.map((fix) => {
      const action = new vscode.CodeAction(fixTitle(problem, fix, words), vscode.CodeActionKind.QuickFix);
      action.diagnostics = diagnostics;
      action.isPreferred = fixes.length === 1;
      action.edit = new vscode.WorkspaceEdit();
      action.edit.set(
        document.uri,
        fix.changes.map((change) => editOf(document, change)),
      );
      return action;
    });
  });
}
