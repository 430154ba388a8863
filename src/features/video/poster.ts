import * as vscode from 'vscode';

/** The picture of a film stands beside it under the film's own name. */
export function posterUri(film: vscode.Uri): vscode.Uri {
  return film.with({ path: film.path.replace(/\.mp4$/i, '.poster.jpg') });
}

/** @returns undefined where none has been made */
export async function existingPoster(film: vscode.Uri): Promise<vscode.Uri | undefined> {
  const poster = posterUri(film);
  return (await exists(poster)) ? poster : undefined;
}

/** False also where it cannot be read: either way there is nothing to show. */
export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
