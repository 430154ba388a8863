import * as vscode from 'vscode';
import { isPromptFile } from './isPromptFile';

/** The prompt file that a command is about. @param argument URI of the file; without it, the one in the active editor */
export async function activePromptFile(argument: unknown): Promise<vscode.TextDocument | undefined> {
  const document =
    argument instanceof vscode.Uri
      ? await vscode.workspace.openTextDocument(argument)
      : vscode.window.activeTextEditor?.document;
  return document && isPromptFile(document) ? document : undefined;
}
