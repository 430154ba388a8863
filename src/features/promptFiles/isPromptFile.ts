import * as vscode from 'vscode';

/** Prompt files are Markdown with a name of their own. */
export const PROMPT_FILE_ENDING = '.imgprompt.md';

export const promptFiles: vscode.DocumentFilter = { language: 'markdown', pattern: '**/*.imgprompt.md' };

/** False for the earlier version of a file that a comparison shows, and for what is no file. */
export function isPromptFile({ languageId, uri }: vscode.TextDocument): boolean {
  if (languageId !== 'markdown' || !uri.path.toLowerCase().endsWith(PROMPT_FILE_ENDING)) return false;
  return ['file', 'untitled'].includes(uri.scheme) || vscode.workspace.getWorkspaceFolder(uri) !== undefined;
}
