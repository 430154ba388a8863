import * as vscode from 'vscode';
import { imageBase } from '../../../core/links/relative';

/** Folders that sites serve as their root. */
const roots = ['', 'public', 'static', 'src', 'docs', 'assets', 'app'];

/**
 * The file that a document means by an image's target.
 *
 * @param target as `readImages` gives it: a path, `/img/x.png`, `@/assets/x.png`
 * @returns undefined where no file is there, or it lies outside the workspace
 */
export async function pictureOf(
  document: vscode.Uri,
  languageId: string,
  text: string,
  target: string,
): Promise<vscode.Uri | undefined> {
  const folder = vscode.workspace.getWorkspaceFolder(document)?.uri;
  for (const path of pathsOf(target)) {
    for (const uri of placesOf(document, folder, imageBase(languageId, text), path)) {
      if (folder && !isInside(uri, folder)) continue;
      if (await isFile(uri)) return uri;
    }
  }
  return undefined;
}

/** As it stands, and without what a server would read: query, hash, encoding. */
function pathsOf(target: string): readonly string[] {
  const bare = target.replace(/[?#].*$/, '');
  return [...new Set([target, bare, decoded(bare)])].filter((path) => path !== '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function placesOf(
  document: vscode.Uri,
  folder: vscode.Uri | undefined,
  base: string,
  path: string,
): readonly vscode.Uri[] {
  const alias = /^(?:[@~]\/|~(?=[^/]))(.*)$/.exec(path)?.[1];
  const atRoot = alias ?? (path.startsWith('/') ? path.slice(1) : undefined);
  const parent = vscode.Uri.joinPath(document, '..');
  if (atRoot !== undefined) {
    // The nearest folder above the document that has it: a site may be a part of the workspace.
    const above = folder ? foldersUpTo(parent, folder) : [parent];
    return above.flatMap((each) => roots.map((root) => vscode.Uri.joinPath(each, root, atRoot)));
  }
  const start = base.startsWith('/') && folder ? folder : parent;
  return [
    vscode.Uri.joinPath(start, base, path),
    ...(base === '' ? [] : [vscode.Uri.joinPath(parent, path)]),
  ];
}

function foldersUpTo(from: vscode.Uri, folder: vscode.Uri): readonly vscode.Uri[] {
  const found: vscode.Uri[] = [];
  for (let each = from; isInside(each, folder); each = vscode.Uri.joinPath(each, '..')) {
    found.push(each);
    if (each.path === folder.path) break;
  }
  return found;
}

function isInside(uri: vscode.Uri, folder: vscode.Uri): boolean {
  return uri.path === folder.path || uri.path.startsWith(folder.path.replace(/\/?$/, '/'));
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
