import type * as vscode from 'vscode';

/** The model of the last image, without reading everything else that is remembered. */
export function lastModelId(memento: vscode.Memento): string | undefined {
  const choices: unknown = memento.get('choices');
  return typeof choices === 'object' &&
    choices !== null &&
    'modelId' in choices &&
    typeof choices.modelId === 'string'
    ? choices.modelId
    : undefined;
}
