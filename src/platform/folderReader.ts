import { open, realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { FolderReader } from '../core/promptFiles/sources';

/** Decides whether a file is read at all; told before it is looked for, so that also what is missing is known. */
type OnRead = (uri: vscode.Uri) => void;

/**
 * Reads files of one workspace folder. What is open in an editor is taken as it stands there, also unsaved. A link that
 * leads out of the folder is as if it were not there.
 *
 * @param onRead is told of every file that is asked for
 */
export function folderReader(folder: vscode.Uri, onRead: OnRead = () => undefined): FolderReader {
  return {
    read: async (path, maxBytes) => {
      const uri = vscode.Uri.joinPath(folder, ...path.split('/'));
      if (!isBelow(uri, folder)) return undefined;
      onRead(uri);
      try {
        if (folder.scheme === 'file' && !(await isReallyBelow(uri.fsPath, folder.fsPath))) return undefined;
        const unsaved = vscode.workspace.textDocuments.find(
          (document) => document.isDirty && document.uri.toString() === uri.toString(),
        );
        if (unsaved) {
          const bytes = new TextEncoder().encode(unsaved.getText());
          return bytes.length > maxBytes ? undefined : bytes;
        }
        return await (folder.scheme === 'file' ? readFile(uri.fsPath, maxBytes) : readOther(uri, maxBytes));
      } catch {
        // Not there, no file, or not readable: for who asks it is all the same.
        return undefined;
      }
    },
  };
}

function isBelow({ path }: vscode.Uri, { path: root }: vscode.Uri): boolean {
  return path.startsWith(root.endsWith('/') ? root : `${root}/`);
}

async function isReallyBelow(path: string, root: string): Promise<boolean> {
  const [real, realRoot] = await Promise.all([realpath(path), realpath(root)]);
  const between = relative(realRoot, real);
  return between !== '' && between !== '..' && !between.startsWith(`..${sep}`) && !isAbsolute(between);
}

async function readFile(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  const file = await open(path, 'r');
  try {
    const stat = await file.stat();
    // A pipe or a device would be read without end.
    return stat.isFile() && stat.size <= maxBytes ? new Uint8Array(await file.readFile()) : undefined;
  } finally {
    await file.close();
  }
}

async function readOther(uri: vscode.Uri, maxBytes: number): Promise<Uint8Array | undefined> {
  const { type, size } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.File) === 0 || size > maxBytes) return undefined;
  return vscode.workspace.fs.readFile(uri);
}
