import * as vscode from 'vscode';
import { pathInFolder } from '../core/promptFiles/paths';

/**
 * Opens a file of a workspace folder in its usual editor. A path comes from a file of the project, which a stranger may have
 * written: one that leads out of the folder opens nothing.
 *
 * @param path relative to the folder, with `/`
 */
export async function openInFolder(folder: vscode.Uri, path: string): Promise<void> {
  const inside = pathInFolder('', `/${path}`);
  if (inside === undefined) return;
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.joinPath(folder, ...inside.split('/')));
}
