import * as vscode from 'vscode';

/** A report that the user saves or throws away. @param name beside the folder's files, `report.md` */
export async function showReport(folder: vscode.Uri, name: string, content: string): Promise<void> {
  const place = vscode.Uri.joinPath(folder, name).with({ scheme: 'untitled' });
  const document = await vscode.workspace.openTextDocument(place);
  const edit = new vscode.WorkspaceEdit();
  const end = document.positionAt(document.getText().length);
  edit.replace(document.uri, new vscode.Range(new vscode.Position(0, 0), end), content);
  await vscode.workspace.applyEdit(edit);
  await vscode.window.showTextDocument(document, { preview: false });
}
