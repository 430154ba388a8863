import * as vscode from 'vscode';
import { PARTIALS_FOLDER } from '../../../core/promptFiles/paths';
import { folderReader } from '../../../platform/folderReader';

/** The partials that say how the project's images look; the first that is there counts. */
const BRAND_FILES = ['brand.md', 'brand-style.md'];

/** A page of words; a longer file is no description of a look. */
const MOST_BYTES = 16_384;

/**
 * How the images of a project should look, in its own words: the partial that its prompt files use.
 *
 * @param image one of the images; without a file the first workspace folder is asked
 * @returns undefined where the project says nothing
 */
export async function readBrand(image: vscode.Uri | undefined): Promise<string | undefined> {
  const own = image && vscode.workspace.getWorkspaceFolder(image);
  const folder = own ?? vscode.workspace.workspaceFolders?.[0];
  if (!folder) return undefined;
  const reader = folderReader(folder.uri);
  for (const name of BRAND_FILES) {
    const bytes = await reader.read(`${PARTIALS_FOLDER}/${name}`, MOST_BYTES);
    const text = bytes && new TextDecoder().decode(bytes).trim();
    if (text) return text;
  }
  return undefined;
}
