import * as vscode from 'vscode';

/** @returns the text without blanks around it; undefined when the box is left or empty */
export async function askForPrompt(value: string): Promise<string | undefined> {
  const prompt = await vscode.window.showInputBox({
    title: vscode.l10n.t('Describe the image'),
    placeHolder: vscode.l10n.t('A tall fern in a blue pot, flat illustration'),
    value,
    ignoreFocusOut: true,
  });
  return prompt?.trim() ? prompt.trim() : undefined;
}
