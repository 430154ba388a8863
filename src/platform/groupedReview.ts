import * as vscode from 'vscode';

/** How soon, and how often, the preview is asked to group by label: nothing tells an extension when it is open. */
const GROUP_EVERY_MS = 400;
const GROUP_TIMES = 5;

/**
 * Has an edit reviewed in VS Code's Refactor Preview, grouped by the labels of its entries, of which one tick takes all.
 * The preview opens only where some entry needs confirmation, and shows those that do unticked.
 *
 * @returns whether something was applied
 * @see https://code.visualstudio.com/api/references/vscode-api#WorkspaceEditEntryMetadata
 */
export async function reviewGrouped(edit: vscode.WorkspaceEdit): Promise<boolean> {
  let left = GROUP_TIMES;
  const timer = setInterval(() => {
    if (--left <= 0) clearInterval(timer);
    // A command of VS Code's own; where a version has none, the preview stays as it is.
    vscode.commands.executeCommand('refactorPreview.groupByType').then(undefined, () => undefined);
  }, GROUP_EVERY_MS);
  try {
    return await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  } finally {
    clearInterval(timer);
  }
}
