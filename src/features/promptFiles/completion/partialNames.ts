import * as vscode from 'vscode';
import { PARTIALS_FOLDER } from '../../../core/promptFiles/paths';

/** More than anybody chooses from, and a bound for a folder that a stranger has made. */
const MOST_NAMES = 200;
const DEEPEST = 4;

/**
 * Names of the partials of a workspace folder, as a prompt file names them. Read from the folder itself: a search would
 * leave out what the user hides from searches.
 */
export async function partialNames(folder: vscode.Uri): Promise<readonly string[]> {
  const names: string[] = [];
  const root = vscode.Uri.joinPath(folder, ...PARTIALS_FOLDER.split('/'));
  const visit = async (prefix: string, depth: number): Promise<void> => {
    const entries = await entriesOf(vscode.Uri.joinPath(root, prefix));
    for (const [name, type] of entries.toSorted(([a], [b]) => a.localeCompare(b, 'en'))) {
      if (names.length >= MOST_NAMES) return;
      // Links are followed by nobody: what they lead to may lie outside.
      if (type === vscode.FileType.Directory && depth < DEEPEST) await visit(`${prefix}${name}/`, depth + 1);
      else if (type === vscode.FileType.File && /\.md$/i.test(name)) {
        names.push(prefix + name.replace(/\.md$/i, ''));
      }
    }
  };
  await visit('', 1);
  return names;
}

async function entriesOf(folder: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(folder);
  } catch {
    // Most projects have no partials.
    return [];
  }
}
