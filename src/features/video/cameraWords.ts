import * as vscode from 'vscode';
import { cameraMoves } from '../../platform/cameraWords';

const { t } = vscode.l10n;

/** Offered at the end of a word in a shot's text, never in its heading or in a link. */
export function cameraCompletions(
  document: vscode.TextDocument,
  position: vscode.Position,
): vscode.CompletionItem[] {
  const before = document.lineAt(position.line).text.slice(0, position.character);
  if (/^\s*(?:#|<!--|!\[)/.test(before) || /\]\([^)]*$/.test(before)) return [];
  return cameraMoves().map(({ words, detail }) => {
    const item = new vscode.CompletionItem(words, vscode.CompletionItemKind.Text);
    item.detail = t('Camera');
    item.documentation = detail;
    return item;
  });
}
