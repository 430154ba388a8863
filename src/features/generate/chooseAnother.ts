import * as vscode from 'vscode';
import type { SavedImage } from '../../core/generate/run';
import { nameOf, swapLink } from '../../platform/documentLink';

/** Swaps the link for another of the images just made. */
export async function chooseAnother(
  document: vscode.TextDocument,
  images: readonly SavedImage[],
): Promise<void> {
  const [first, ...others] = images.map(({ file }) => vscode.Uri.parse(file.uri));
  if (!first) return;
  const picked = await vscode.window.showQuickPick(
    others.map((uri) => ({
      label: nameOf(uri),
      description: vscode.workspace.asRelativePath(uri),
      iconPath: uri,
      uri,
    })),
    {
      title: vscode.l10n.t('Choose Another'),
      placeHolder: vscode.l10n.t('The link in {0} changes to it', nameOf(document.uri)),
    },
  );
  if (picked) await swapLink(document, first, picked.uri);
}
