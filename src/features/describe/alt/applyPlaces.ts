import * as vscode from 'vscode';
import type { PlaceEdit } from '../../../core/links/below';
import { textEdits } from '../../../platform/documentLink';

/** Edits by offset, in one undo step. @returns false where the document cannot be changed */
export async function applyPlaces(
  document: vscode.TextDocument,
  places: readonly PlaceEdit[],
): Promise<boolean> {
  const edit = new vscode.WorkspaceEdit();
  edit.set(document.uri, textEdits(document, places));
  return vscode.workspace.applyEdit(edit);
}

export function eolOf(document: vscode.TextDocument): '\n' | '\r\n' {
  return document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
}
