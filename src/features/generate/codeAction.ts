import * as vscode from 'vscode';
import type { CommandId } from '../../platform/ids';

/** Documents in which a sentence is likely to want an image; in code the light bulb stays quiet. */
const documentLanguages = ['markdown', 'mdx', 'html', 'asciidoc', 'restructuredtext', 'latex', 'plaintext'];

const command: CommandId = 'easel.generateFromSelection';

/** `Generate Image from Selection` under the light bulb, for selected text in documents. */
export function registerGenerateAction(): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    documentLanguages.map((language) => ({ language })),
    {
      provideCodeActions: (document, range) => {
        if (range.isEmpty || document.getText(range).trim() === '') return [];
        const title = vscode.l10n.t('Generate Image from Selection');
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.Refactor);
        action.command = { command, title };
        return [action];
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.Refactor] },
  );
}
