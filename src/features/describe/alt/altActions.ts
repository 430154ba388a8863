import * as vscode from 'vscode';
import { decorativeEdits } from '../../../core/vision/alt/edits';
import { altLanguageOf } from '../../../core/vision/alt/altLanguage';
import { isRemote, type DocumentImage } from '../../../core/vision/alt/image';
import { readImages } from '../../../core/vision/alt/read';
import type { CommandId } from '../../../platform/ids';
import { textEdits } from '../../../platform/documentLink';
import { eolOf } from './applyPlaces';

const { t } = vscode.l10n;

const command: CommandId = 'easel.writeAltText';

/** What the light bulb offers for the images that a range touches. */
export function altActions(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
  const text = document.getText();
  const languageId = altLanguageOf(document.uri.path, document.languageId);
  if (languageId === undefined) return [];
  const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const image = readImages(text, languageId).find(({ start, end }) => start <= to && from <= end);
  if (!image || image.alt.kind === 'dynamic') return [];
  const { alt } = image;
  const write = isRemote(image.target)
    ? []
    : alt.kind === 'text'
      ? [asking(document, image, t('Rewrite Alt Text with Easel'), vscode.CodeActionKind.Refactor, 'rewrite')]
      : [asking(document, image, t('Write Alt Text with Easel'), vscode.CodeActionKind.QuickFix, 'write')];
  return [...write, ...markDecorative(document, languageId, image)];
}

function asking(
  document: vscode.TextDocument,
  image: DocumentImage,
  title: string,
  kind: vscode.CodeActionKind,
  how: 'write' | 'rewrite',
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, kind);
  action.command = { command, title, arguments: [document.uri, image.start, how] };
  return action;
}

/** Not where the document says so already. */
function markDecorative(
  document: vscode.TextDocument,
  languageId: string,
  image: DocumentImage,
): readonly vscode.CodeAction[] {
  const place = { text: document.getText(), languageId, eol: eolOf(document) };
  const edits = decorativeEdits(place, image);
  if (edits.length === 0) return [];
  const kind = image.alt.kind === 'text' ? vscode.CodeActionKind.Refactor : vscode.CodeActionKind.QuickFix;
  const action = new vscode.CodeAction(t('Mark as Decorative'), kind);
  action.edit = new vscode.WorkspaceEdit();
  action.edit.set(document.uri, textEdits(document, edits));
  return [action];
}
