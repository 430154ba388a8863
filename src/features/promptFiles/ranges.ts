import * as vscode from 'vscode';
import type { TextChange, TextRange } from '../../core/promptFiles/text';

/** A stretch of a document as VS Code counts it. */
export function rangeIn(document: vscode.TextDocument, { start, end }: TextRange): vscode.Range {
  return new vscode.Range(document.positionAt(start), document.positionAt(end));
}

/** A change; what leaves nothing of its lines behind takes the lines too. */
export function editOf(document: vscode.TextDocument, { range, text }: TextChange): vscode.TextEdit {
  const where = rangeIn(document, range);
  if (text !== '') return vscode.TextEdit.replace(where, text);
  const first = document.lineAt(where.start.line);
  const last = document.lineAt(where.end.line);
  const isAlone =
    first.text.slice(0, where.start.character).trim() === '' &&
    last.text.slice(where.end.character).trim() === '';
  return vscode.TextEdit.delete(
    isAlone ? new vscode.Range(first.range.start, last.rangeIncludingLineBreak.end) : where,
  );
}
