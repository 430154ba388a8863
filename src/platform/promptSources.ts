import * as vscode from 'vscode';
import { promptAtCursor } from '../core/prompts/atCursor';
import { promptFromSelection } from '../core/prompts/selection';
import type { SourceDocument } from './documentLink';

/** One prompt and the place in the document it came from. */
export interface PromptSource {
  readonly prompt: string;
  /** Undefined for a prompt from the input box. */
  readonly range?: vscode.Range;
}

export interface Sources {
  readonly prompts: readonly PromptSource[];
  readonly from?: SourceDocument;
}

/**
 * The prompts to use: each selection, else the paragraph, comment or string at the cursor, else what the user writes.
 *
 * @param ask the input box
 * @returns undefined when the user leaves the input box
 */
export async function readPromptSources(
  editor: vscode.TextEditor | undefined,
  ask: () => Promise<string | undefined>,
): Promise<Sources | undefined> {
  if (editor) {
    const { document } = editor;
    const from: SourceDocument = { document, version: document.version };
    const selected = editor.selections
      .filter((selection) => !selection.isEmpty)
      .map((selection) => ({
        prompt: promptFromSelection(document.getText(selection), document.languageId),
        range: new vscode.Range(selection.start, selection.end),
      }))
      .filter(({ prompt }) => prompt !== '')
      .sort((a, b) => a.range.start.compareTo(b.range.start));
    if (selected.length > 0) return { prompts: selected, from };

    const found = promptAtCursor(
      document.getText(),
      document.offsetAt(editor.selection.active),
      document.languageId,
    );
    if (found) {
      const range = new vscode.Range(document.positionAt(found.start), document.positionAt(found.end));
      return { prompts: [{ prompt: found.prompt, range }], from };
    }
    const prompt = await ask();
    const cursor = new vscode.Range(editor.selection.active, editor.selection.active);
    return prompt === undefined ? undefined : { prompts: [{ prompt, range: cursor }], from };
  }
  const prompt = await ask();
  return prompt === undefined ? undefined : { prompts: [{ prompt }] };
}
