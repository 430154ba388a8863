import * as vscode from 'vscode';

/** @returns undefined for a file that was deleted or moved */
export async function openDocument(uri: vscode.Uri): Promise<vscode.TextDocument | undefined> {
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    // VS Code does not say why.
    return undefined;
  }
}

/** Shows a file where it is open already. */
export async function showDocument(uri: vscode.Uri): Promise<void> {
  const group = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
  );
  await vscode.window.showTextDocument(uri, {
    viewColumn: group?.viewColumn ?? vscode.ViewColumn.Active,
  });
}
