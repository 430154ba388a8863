import * as vscode from 'vscode';

/**
 * The folder that results go to: the document's workspace folder, else the first, else the one the user chooses.
 *
 * @returns undefined when no folder is open and none is chosen
 */
export async function targetFolder(
  document: vscode.TextDocument | undefined,
): Promise<vscode.Uri | undefined> {
  const own = document && vscode.workspace.getWorkspaceFolder(document.uri);
  const folder = own ?? vscode.workspace.workspaceFolders?.[0];
  if (folder) return folder.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('No folder is open. Choose where the image goes.'),
    openLabel: vscode.l10n.t('Choose Folder'),
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: false,
    ...(document?.uri.scheme === 'file' ? { defaultUri: vscode.Uri.joinPath(document.uri, '..') } : {}),
  });
  return chosen?.[0];
}
